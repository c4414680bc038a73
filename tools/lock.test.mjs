import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { withLock } from './lock.mjs'

function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'vantage-lock-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A process that, under the lock, reads a number, waits, and writes the number plus one: two at once would lose one. */
function startCounting(folder, count) {
  const work = `const n = Number(readFileSync(file, 'utf8')); Atomics.wait(cell, 0, 0, 20); writeFileSync(file, String(n + 1))`
  const program = `
    import { readFileSync, writeFileSync } from 'node:fs'
    import { withLock } from ${JSON.stringify(join(import.meta.dirname, 'lock.mjs'))}
    const file = ${JSON.stringify(join(folder, 'count'))}
    const cell = new Int32Array(new SharedArrayBuffer(4))
    for (let i = 0; i < ${count}; i++) withLock({ folder: ${JSON.stringify(folder)}, name: 'lock' }, () => { ${work} })`
  return spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: 'inherit' })
}

test('only one process at a time holds it, also when all find a dead holder', async () => {
  const folder = temporaryFolder()
  const { pid } = spawnSync(process.execPath, ['-e', ''])
  writeFileSync(join(folder, 'lock.7'), String(pid))
  writeFileSync(join(folder, 'count'), '0')
  const processes = Array.from({ length: 4 }, () => startCounting(folder, 3))
  const codes = await Promise.all(processes.map(async child => (await once(child, 'exit'))[0]))
  expect([codes, readFileSync(join(folder, 'count'), 'utf8')]).toEqual([[0, 0, 0, 0], '12'])
})

test('it is free again after work that throws', () => {
  const where = { folder: temporaryFolder(), name: 'lock' }
  const fail = () => {
    throw new Error('broken')
  }
  expect(() => withLock(where, fail)).toThrow('broken')
  expect(withLock(where, () => 'done')).toBe('done')
})

test('a live holder is waited for, and named when it takes too long', () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'lock.1'), String(process.pid))
  const waits = []
  const options = { folder, name: 'lock', timeoutMs: 0, onWait: pid => waits.push(pid) }
  expect(() => withLock(options, () => 'done')).toThrow(`process ${process.pid} holds`)
  expect(waits).toEqual([process.pid])
})
