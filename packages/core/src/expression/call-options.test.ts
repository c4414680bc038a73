import { describe, expect, test } from 'vitest'
import { col } from '../column/column.ts'
import { Entity } from '../entity/entity.ts'
import { memory } from '../memory/memory.ts'
import { int } from '../types/int.ts'
import { text } from '../types/text.ts'
import { unchecked } from '../types/cast.ts'
import type { CallOptions } from './execute.ts'

class Note extends Entity('notes', { id: col(int).id(), body: col(text) }) {}
const row = { id: 1, body: 'a' }

const wrong: readonly { readonly option: string; readonly given: object }[] = [
  ...[{}, 5, 'x', null, new AbortController(), { aborted: false, addEventListener() {} }].map(given => ({
    option: 'signal',
    given: { signal: given },
  })),
  { option: 'signal', given: { signal: {}, timeoutMs: 100 } },
  ...[-1, Number.NaN, '5', null].map(given => ({ option: 'timeoutMs', given: { timeoutMs: given } })),
]

async function* some() {
  yield row
}
async function readAll(rows: AsyncIterable<unknown>) {
  for await (const _ of rows);
}

/** A call, with the options it is given, on a table of one row. */
type Call = (options: CallOptions, db: ReturnType<typeof memory>) => unknown

const calls: Readonly<Record<string, Call>> = {
  list: (options, db) => Note.table(db).list(options),
  first: (options, db) => Note.table(db).first(options),
  get: (options, db) => Note.table(db).get(1, options),
  count: (options, db) => Note.table(db).count(options),
  expression: (options, db) => Note.table(db).countExpr().run(options),
  page: (options, db) => Note.table(db).page({ size: 1, ...options }),
  stream: (options, db) => readAll(Note.table(db).stream(options)),
  insert: (options, db) => Note.table(db).insert(2, { body: 'b' }, options),
  insertMany: (options, db) => Note.table(db).insertMany([row], options),
  patch: (options, db) => Note.table(db).patch(1, { body: 'b' }, options),
  delete: (options, db) => Note.table(db).delete(1, options),
  import: (options, db) => Note.table(db).import(some(), options),
  updateEach: (options, db) =>
    Note.table(db)
      .where(note => note.id.eq(1))
      .updateEach(() => undefined, options),
  hooked: (options, db) =>
    Note.table(db)
      .withHook('beforeUpdate', () => undefined)
      .patch(1, { body: 'b' }, options),
  transaction: (options, db) => db.transaction(async () => undefined, options),
  begin: async (options, db) => {
    await using _ = await db.begin(options)
  },
  'begin inside': async (options, db) => {
    await using tx = await db.begin()
    await tx.begin(options)
  },
  'patch inside': async (options, db) => {
    await using tx = await db.begin({ signal: new AbortController().signal })
    await Note.table(tx)
      .withHook('beforeUpdate', () => undefined)
      .patch(1, { body: 'b' }, options)
  },
}

describe.each(Object.entries(calls))('%s', (_, call) => {
  test.each(wrong)('refuses $given, and names $option', async ({ option, given }) => {
    const db = memory({ tables: { notes: [row] } })
    const called = (async () => call(unchecked<CallOptions>(given, 'what a caller without types gives'), db))()
    await expect(called).rejects.toMatchObject({ kind: 'invalid', message: expect.stringContaining(`${option} is `) })
    // Nothing is left open: the next transaction has its turn.
    expect(await db.transaction(tx => Note.table(tx).listValues())).toEqual([row])
  })

  test('takes a signal that is not aborted and a deadline that is far', async () => {
    const { signal } = new AbortController()
    await call({ signal, timeoutMs: 60_000 }, memory({ tables: { notes: [row] } }))
  })
})

test('a signal of another realm is one', async () => {
  const { signal } = new AbortController()
  const foreign = {
    aborted: false,
    addEventListener: signal.addEventListener.bind(signal),
    removeEventListener: signal.removeEventListener.bind(signal),
  }
  const options = { signal: unchecked<AbortSignal>(foreign, 'what another realm calls so') }
  expect(await Note.table(memory({ tables: { notes: [row] } })).count(options)).toBe(1)
})
