import { beforeEach, describe, expect, test } from 'vitest'
import { failed } from '../../test/failed.ts'
import { col, Entity, int, type StandardSchema } from '../index.ts'
import { type Memory, memory } from '../memory/index.ts'
import { unchecked } from '../types/cast.ts'

/** Checks of libraries without types, or with mistakes in them. */
const checks: { readonly [what: string]: (value: unknown) => unknown } = {
  'that is asynchronous': async value => ({ value }),
  'that rejects': async () => {
    throw new Error('rejected')
  },
  'that answers with a thenable': value => ({ then: (resolve: (given: unknown) => void) => resolve({ value }) }),
  'that answers with nothing': () => undefined,
  'that answers with a text': () => 'no',
  'whose issues are no list': () => ({ issues: 'no' }),
  'that throws': () => {
    throw new Error('tripped')
  },
}

class Plain extends Entity('counts', { id: col(int).id(), n: col(int) }) {}
let db: Memory
beforeEach(async () => {
  db = memory()
  await Plain.table(db).insert(1, { n: 0 })
})

describe.each(Object.entries(checks))('a column check %s', (_what, validate) => {
  const schema = unchecked<StandardSchema<number, number>>(
    { '~standard': { version: 1, vendor: 'test', validate } },
    'whatever it does',
  )
  class Count extends Entity('counts', { id: col(int).id(), n: col(int).check(schema) }) {}

  test('is a typed error that names the column, and nothing is written', async () => {
    const counts = Count.table(db)
    const one = counts.where(c => c.id.eq(1))
    for (const write of [
      () => counts.insert(2, { n: 1 }),
      () => counts.insertMany([{ id: 2, n: 1 }]),
      () => counts.create({ id: 2, n: 1 }),
      () => counts.patch(1, { n: 1 }),
      () => one.updateEach(count => void count.n++),
      () => one.updateQuery().set('n', 1).run(),
    ]) {
      const error = await failed(write)
      expect(['invalid', 'internal']).toContain(error.kind)
      expect(error).toMatchObject({ details: { entity: 'counts', field: 'n' }, message: expect.stringContaining('the check of counts.n') }) // biome-ignore format: one line
    }
    expect(await Plain.table(db).list()).toEqual([{ id: 1, n: 0 }])
  })

  test('is one where the entity is a schema', async () => {
    const error = await failed(() => Count['~standard'].validate({ id: 1, n: 1 }))
    expect(error).toMatchObject({ details: { entity: 'counts', field: 'n' }, message: expect.stringContaining('the check of counts.n') }) // biome-ignore format: one line
  })

  test('leaves no rejection that nobody hears', async () => {
    const unheard: unknown[] = []
    const hear = (reason: unknown): void => void unheard.push(reason)
    process.on('unhandledRejection', hear)
    await failed(() => Count.table(db).patch(1, { n: 1 }))
    await failed(() => Count['~standard'].validate({ id: 1, n: 1 }))
    await new Promise(resolve => setTimeout(resolve))
    process.off('unhandledRejection', hear)
    expect(unheard).toEqual([])
  })
})
