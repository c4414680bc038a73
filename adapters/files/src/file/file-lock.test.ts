import { spawn, spawnSync } from 'node:child_process'
import { lstatSync, mkdtempSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { withFileLock } from './file-lock.ts'

const folder = mkdtempSync(join(tmpdir(), 'vantage-lock-'))
afterAll(() => rmSync(folder, { recursive: true }))

const path = join(folder, 'x.csv')
const lock = `${path}.lock`

beforeEach(() => {
  rmSync(lock, { force: true })
  rmSync(`${lock}.takeover`, { force: true })
})

const holder = (changes: object): string =>
  JSON.stringify({ pid: process.pid, host: hostname(), startedMs: startedMs(), ...changes })
const startedMs = (): number => Math.round(Date.now() - process.uptime() * 1000)

/** Whether there is a file, or a link that leads nowhere. */
const isThere = (name: string): boolean => lstatSync(name, { throwIfNoEntry: false }) !== undefined

/** The number of a process that has ended. */
const gonePid = (): number => spawnSync(process.execPath, ['--version']).pid

describe('withFileLock', () => {
  it('holds a lock that says who while it works, and removes it', async () => {
    const result = await withFileLock(path, async () => JSON.parse(readlinkSync(lock)))
    expect(result).toEqual({ pid: process.pid, host: hostname(), startedMs: expect.any(Number) })
    expect(isThere(lock)).toBe(false)
  })

  it('lets one in at a time, in order of the calls, also after a failure', async () => {
    const events: string[] = []
    const work = (name: string) => async (): Promise<void> => {
      events.push(`${name} in`)
      await new Promise(done => setImmediate(done))
      events.push(`${name} out`)
      if (name === 'b') throw new Error('mine')
    }
    const results = await Promise.allSettled(['a', 'b', 'c'].map(name => withFileLock(path, work(name))))
    expect(events).toEqual(['a in', 'a out', 'b in', 'b out', 'c in', 'c out'])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(isThere(lock)).toBe(false)
  })

  it('does not make other files wait', async () => {
    await withFileLock(path, () => withFileLock(join(folder, 'y.csv'), async () => {}))
  })

  it('takes over the lock of a process that is gone', async () => {
    writeFileSync(lock, holder({ pid: gonePid() }))
    expect(await withFileLock(path, async () => 'in', { lockWaitMs: 0 })).toBe('in')
    expect(isThere(lock)).toBe(false)
    expect(isThere(`${lock}.takeover`)).toBe(false)
  })

  it('takes over the lock of a former process of our number, as in a container that was started again', async () => {
    writeFileSync(lock, holder({ startedMs: startedMs() - 60_000 }))
    expect(await withFileLock(path, async () => 'in', { lockWaitMs: 0 })).toBe('in')
  })

  it.each([
    ['of a living process', holder({ pid: process.ppid }), `process ${process.ppid} on ${hostname()}`],
    ['of another thread of this process', holder({}), `process ${process.pid} on ${hostname()}`],
    ['of another machine', holder({ pid: gonePid(), host: 'elsewhere' }), 'on elsewhere'],
    ['that is being written', '', 'another process'],
    ['that somebody else made', 'x'.repeat(100), 'another process'],
  ])('respects a lock %s', async (_name, content, who) => {
    writeFileSync(lock, content)
    const failed = withFileLock(path, async () => 'in', { lockWaitMs: 0 })
    await expect(failed).rejects.toMatchObject({
      kind: 'conflict',
      retry: 'safe',
      details: { file: path, lock, reason: 'locked' },
      message: expect.stringContaining(who),
    })
    expect(readFileSync(lock, 'utf8')).toBe(content)
  })

  it('leaves a dead lock to the process that takes it over just now', async () => {
    writeFileSync(lock, holder({ pid: gonePid() }))
    writeFileSync(`${lock}.takeover`, holder({ pid: process.ppid }))
    await expect(withFileLock(path, async () => 'in', { lockWaitMs: 0 })).rejects.toMatchObject({ kind: 'conflict' })
  })

  it('waits until the other one is done', async () => {
    writeFileSync(lock, holder({ pid: process.ppid }))
    const waiting = withFileLock(path, async () => 'in')
    await new Promise(done => setImmediate(done))
    rmSync(lock)
    expect(await waiting).toBe('in')
  })

  it('stops waiting when the signal aborts, and lets the next one in', async () => {
    writeFileSync(lock, holder({ pid: process.ppid }))
    const controller = new AbortController()
    const waiting = withFileLock(path, async () => 'in', { signal: controller.signal })
    const next = withFileLock(path, async () => 'next')
    controller.abort()
    await expect(waiting).rejects.toMatchObject({ kind: 'cancelled' })
    rmSync(lock)
    expect(await next).toBe('next')
  })

  it.each([Number.NaN, -1])('refuses to wait for %s ms', async lockWaitMs => {
    const failed = withFileLock(path, async () => 'in', { lockWaitMs })
    await expect(failed).rejects.toMatchObject({ kind: 'invalid', details: { option: 'lockWaitMs' } })
  })

  it('reports a folder that is gone', async () => {
    const failed = withFileLock(join(folder, 'gone', 'x.csv'), async () => 'in')
    await expect(failed).rejects.toMatchObject({ kind: 'not-found', details: { code: 'ENOENT' } })
  })

  it('keeps processes apart, and outlives one that is killed', { timeout: 60_000 }, async () => {
    const counter = join(folder, 'counter')
    writeFileSync(counter, '0')
    const script = `
      import { readFileSync, writeFileSync } from 'node:fs'
      import { withFileLock } from ${JSON.stringify(new URL('./file-lock.ts', import.meta.url).href)}
      const add = async () => {
        const count = Number(readFileSync(process.argv[2], 'utf8'))
        await new Promise(done => setImmediate(done))
        writeFileSync(process.argv[2], String(count + 1))
      }
      for (let turn = 0; turn < 20; turn++) await withFileLock(process.argv[1], add, { lockWaitMs: 60_000 })
      if (process.argv[3] === 'die') await withFileLock(process.argv[1], () => process.kill(process.pid, 'SIGKILL'), { lockWaitMs: 60_000 })
    `
    const run = (end: string): Promise<string> =>
      new Promise(done => {
        const flags = ['--conditions=@vantage-ts/source', '--input-type=module-typescript', '-e', script]
        const child = spawn(process.execPath, [...flags, path, counter, end], { stdio: ['ignore', 'ignore', 'pipe'] })
        let text = ''
        child.stderr.on('data', data => {
          text += data
        })
        child.on('close', (code, signal) => done(signal ?? `${code}${code === 0 ? '' : text}`))
      })
    expect(await Promise.all([run('live'), run('die'), run('live')])).toEqual(['0', 'SIGKILL', '0'])
    expect(readFileSync(counter, 'utf8')).toBe('60')
    expect(await withFileLock(path, async () => 'in')).toBe('in')
  })
})
