import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { col, Entity, int, text } from '@vantage-ts/core'
import { describe, expect, it } from 'vitest'
import { drivers, folder, opened } from './drivers.ts'
import { execute } from './tables.ts'

class Note extends Entity('notes', { id: col(int).id(), body: col(text) }) {}

const start = (...args: readonly string[]): ChildProcess =>
  fork(join(import.meta.dirname, 'other-process.ts'), args, {
    execArgv: ['--conditions=@vantage-ts/source', '--no-warnings'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })

describe.each(drivers)('processes on one file through %s', driver => {
  it.each(['delete', 'wal'])('write without losing anything (journal: %s)', async journal => {
    const file = join(folder(), 'a.db')
    const db = opened({ file, driver, busyTimeoutMs: 15_000, pragmas: { journal_mode: journal, synchronous: 'off' } })
    await execute(db, 'CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT NOT NULL)')
    const others = [start(file, driver, '1000'), start(file, driver, '2000')]
    const ends = others.map(other => once(other, 'exit'))
    const notes = Note.table(db)
    for (let id = 0; id < 12; id++) await notes.insert(id, { body: `n${id}` })
    expect((await Promise.all(ends)).map(([code]) => code)).toEqual([0, 0])
    const wanted = [0, 1000, 2000].flatMap(from => Array.from({ length: 12 }, (_, at) => from + at))
    expect(await notes.orderBy(n => n.id.asc()).fieldValues(n => n.id)).toEqual(wanted)
  })

  it('go on after one was killed in the middle of a transaction', async () => {
    const file = join(folder(), 'a.db')
    const db = opened({ file, driver })
    await execute(db, 'CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT NOT NULL)')
    const other = start(file, driver, '1', 'hang')
    await once(other, 'message')
    const exit = once(other, 'exit')
    other.kill('SIGKILL')
    await exit
    const notes = Note.table(db)
    await notes.insert(2, { body: 'ours' })
    expect(await notes.fieldValues(n => n.id)).toEqual([2])
  })
})
