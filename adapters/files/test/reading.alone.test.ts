import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { open, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import type { StatementEvent } from '@vantage-ts/core'
import { describe, expect, it } from 'vitest'
import { csv } from '../src/index.ts'
import { failureOf, folderOf, header, Person } from './people-file.ts'

const rowsOf = (count: number): string =>
  header + Array.from({ length: count }, (_, id) => `${id},person ${id},"city, ${id % 7}",${id % 2 === 0}\n`).join('')
const openHandles = (): number => readdirSync('/proc/self/fd').length

describe('reading', () => {
  it('says what it scans, in plans and events, without values', async () => {
    const folder = await folderOf({ 'people.csv': rowsOf(10) })
    const source = csv({ folder })
    const events: StatementEvent[] = []
    source.on('statement', event => events.push(event))
    const set = Person.table(source)
      .where(p => p.city.eq('city, 3'))
      .orderBy(p => p.name.desc())
      .select('name')
      .limit(2)
    const plan = String(set.explain())
    expect(plan).toContain('from people')
    expect(plan).toContain('order by')
    expect(await set.list()).toEqual([{ id: 3, name: 'person 3' }])
    expect(events).toHaveLength(1)
    expect(events[0]).toMatchObject({ source: 'csv', rows: 1, parameterTypes: ['text', 'int'] })
    expect(plan).toContain(events[0]?.text)
    expect(JSON.stringify(events)).not.toContain('city, 3')
  })

  it('leaves no file open after a loop that is left, an error and an abort', async () => {
    const folder = await folderOf({ 'people.csv': `${rowsOf(50_000)}broken\n` })
    const people = Person.table(csv({ folder }))
    await people.count().catch(() => undefined)
    const before = openHandles()
    for (let round = 0; round < 5; round++) {
      for await (const _person of people) break
      await people.get(3)
      expect(await failureOf(() => Array.fromAsync(people))).toMatchObject({
        kind: 'invalid',
        details: { line: 50_002 },
      })
      const controller = new AbortController()
      const aborted = await failureOf(async () => {
        for await (const { id } of people.stream({ signal: controller.signal })) if (id === 2000) controller.abort()
      })
      expect(aborted.kind).toBe('cancelled')
    }
    expect(openHandles()).toBe(before)
  })

  it('looks no further than the row that is asked for', async () => {
    const folder = await folderOf({ 'people.csv': `${rowsOf(50_000)}broken\n` })
    const people = Person.table(csv({ folder }))
    expect((await people.get(3))?.name).toBe('person 3')
    expect((await failureOf(() => people.get(-1))).kind).toBe('invalid')
  })

  it('joins files of one folder, holds their rows within maxOrderBytes, and reads no column that it does not need', async () => {
    const folder = await folderOf({ 'people.csv': rowsOf(500) })
    const pairsOf = (maxOrderBytes: number) => {
      const people = Person.table(csv({ folder, maxOrderBytes }))
      return people
        .where(p => p.id.lt(3))
        .join(people, (a, b) => a.id.eq(b.id))
        .select((a, b) => ({ id: a.id, name: b.name }))
    }
    const wanted = [0, 1, 2].map(id => ({ id, name: `person ${id}` }))
    expect(await pairsOf(100_000).list()).toEqual(wanted)
    expect(String(pairsOf(100_000).explain())).toContain('inner join people on people.id = people.id')
    const error = await failureOf(() => pairsOf(20_000).list())
    expect([error.kind, error.message]).toEqual(['too-large', expect.stringContaining('rows to join')])
  })

  it('orders and groups within maxOrderBytes; a limit needs little', async () => {
    const folder = await folderOf({ 'people.csv': rowsOf(5000) })
    const people = Person.table(csv({ folder, maxOrderBytes: 50_000 }))
    const error = await failureOf(() => people.orderBy(p => p.name).list())
    expect([error.kind, error.message]).toEqual(['too-large', expect.stringContaining('maxOrderBytes')])
    expect(
      (
        await people
          .orderBy(p => p.name.desc())
          .limit(2)
          .list()
      ).map(({ id }) => id),
    ).toEqual([999, 998])
    expect(await people.count()).toBe(5000)
  })

  it('reads what the file held when it began; one that becomes shorter fails the read', async () => {
    const folder = await folderOf({ 'people.csv': rowsOf(100_000) })
    const file = join(folder, 'people.csv')
    const people = Person.table(csv({ folder }))
    let count = 0
    for await (const _person of people) {
      if (count++ > 0) continue
      const handle = await open(file, 'a')
      await handle.write('100000,late,,\n')
      await handle.close()
    }
    expect([count, await people.count()]).toEqual([100_000, 100_001])
    const error = await failureOf(async () => {
      let isCut = false
      for await (const _person of people) {
        if (!isCut) await truncate(file, header.length)
        isCut = true
      }
    })
    expect(error).toMatchObject({ kind: 'conflict', retry: 'safe', details: { reason: 'truncated' } })
  })

  it('reads a file of 60 MB in a heap of 64 MB', async () => {
    const folder = await folderOf({ 'people.csv': '' })
    const handle = await open(join(folder, 'people.csv'), 'w')
    const block = rowsOf(10_000).slice(header.length)
    await handle.write(header)
    for (let at = 0; at < 150; at++) await handle.write(block)
    await handle.close()
    const child = spawn(
      process.execPath,
      [
        '--max-old-space-size=64',
        '--conditions=@vantage-ts/source',
        join(import.meta.dirname, 'read-whole-file.ts'),
        folder,
      ],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    )
    const output = Promise.all([Array.fromAsync(child.stdout, String), Array.fromAsync(child.stderr, String)])
    const code = await new Promise(done => child.on('close', done))
    const [out, err] = (await output).map(parts => parts.join(''))
    expect([code, out], err).toEqual([0, '1500000 7 214350\n'])
  }, 120_000)
})
