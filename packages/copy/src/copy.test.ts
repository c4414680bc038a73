import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  bigint,
  bool,
  col,
  Decimal,
  decimal,
  Entity,
  instant,
  instantNs,
  int,
  json,
  Temporal,
  text,
} from '@vantage-ts/core'
import { VantageError } from '@vantage-ts/core'
import { memory } from '@vantage-ts/core/memory'
import { afterAll, describe, expect, it } from 'vitest'
import type { Checkpoint } from './checkpoint.ts'
import { checkpointFile } from './checkpoint-file.ts'
import { copy } from './copy.ts'

class Person extends Entity('people', {
  id: col(int).id(),
  name: col(text),
  age: col(int).optional(),
  isVip: col(bool).default(false),
}) {
  label() {
    return `${this.name} ${this.age}`
  }
}
class Client extends Entity('clients', { id: col(bigint).id(), fullName: col(text), age: col(int) }) {}
class Event extends Entity('events', {
  id: col(int).id(),
  at: col(instantNs),
  price: col(decimal),
  payload: col(json),
}) {}
class Sale extends Entity('sales', { id: col(int).id(), at: col(instant), price: col(decimal(6, 2)) }) {}

const people = Array.from({ length: 25 }, (_, id) => ({
  id,
  name: `person ${id}`,
  age: id % 4 === 0 ? null : id,
  isVip: id % 2 === 0,
}))

async function filled(rows: readonly (typeof people)[number][] = people) {
  const table = Person.table(memory())
  await table.insertMany(rows)
  return table
}

const failure = async (work: () => unknown): Promise<VantageError> => {
  try {
    await work()
  } catch (thrown) {
    if (VantageError.is(thrown)) return thrown
    throw thrown
  }
  throw new Error('it was to fail')
}

const folder = mkdtempSync(join(tmpdir(), 'vantage-copy-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('a copy', () => {
  it('gives the target every row and counts both sets; repeated, it adds nothing', async () => {
    const [from, to] = [await filled(), Person.table(memory())]
    const counted = { read: 25, replaced: 0, skipped: 0, refused: 0, refusals: [], isVerified: true }
    expect(await copy(from, to, { batchRows: 10 }).run()).toEqual({
      ...counted,
      inserted: 25,
      alreadyThere: 0,
      counts: { from: 25, before: 0, after: 25 },
    })
    expect(await to.list()).toEqual(await from.list())
    expect(await copy(from, to).run()).toEqual({
      ...counted,
      inserted: 0,
      alreadyThere: 25,
      counts: { from: 25, before: 25, after: 25 },
    })
  })

  it('leaves what is there, and makes it equal with mode replace, by the columns that differ', async () => {
    const [from, to] = [await filled(), Person.table(memory())]
    await to.insertMany([{ id: 3, name: 'Changed', age: 1, isVip: true }, { id: 4, name: 'person 4', age: null, isVip: true }, { id: 99, name: 'Only here' }]) // biome-ignore format: rows
    expect(await copy(from, to).run()).toMatchObject({ inserted: 23, alreadyThere: 2, replaced: 0 })
    expect((await to.get(3))?.name).toBe('Changed')
    expect(await copy(from, to, { mode: 'replace', batchRows: 7 }).run()).toMatchObject({
      inserted: 0,
      alreadyThere: 24,
      replaced: 1,
    })
    expect(
      await to
        .where(p => p.id.ne(99))
        .orderBy(p => p.id)
        .list(),
    ).toEqual(await from.list())
    expect(await to.get(99)).toMatchObject({ name: 'Only here' })
  })

  it.each([3, 25])('makes a row equal to the last of those with its id, by %i in a batch', async batchRows => {
    const [from, to] = [await filled(), Person.table(memory())]
    await to.insertMany([{ id: 1, name: 'Changed' }])
    const map = ({ id, name, isVip }: { id: number; name: string; isVip: boolean }) => ({
      id: (id % 2) + 1,
      name,
      isVip,
    })
    await copy(from, to, { mode: 'replace', batchRows, map }).run()
    const last = (odd: number) => [...people].reverse().find(({ id }) => id % 2 === odd)?.name
    expect((await to.orderBy(p => p.id).list()).map(({ id, name }) => [id, name])).toEqual([[1, last(0)], [2, last(1)]]) // biome-ignore format: pairs
  })

  it('follows conditions, order and chosen columns of the set it reads, and the conditions of the target', async () => {
    const from = await filled()
    const to = Person.table(memory())
    const vips = to.where(p => p.isVip.eq(true))
    const some = from.where(p => p.id.lt(5)).select('name')
    expect(String(copy(some, vips).report())).toMatch(/isVip +bool +filled/)
    expect(await copy(some, vips).run()).toMatchObject({ inserted: 5, counts: { from: 5, before: 0, after: 5 } })
    expect((await to.list()).every(person => person.isVip && person.age === null)).toBe(true)
  })

  it('copies a table into itself: nothing, or its rows with other ids, but none of those', async () => {
    const table = await filled()
    expect(await copy(table, table).run()).toMatchObject({ inserted: 0, alreadyThere: 25 })
    const options = { batchRows: 4, map: ({ id, name }: Person) => ({ id: id + 100, name }) }
    expect(await copy(table, table, options).run()).toMatchObject({ read: 25, inserted: 25, isVerified: true })
    expect(await table.count()).toBe(50)
  })

  it('counts of a set with a limit the rows that it has', async () => {
    const from = await filled()
    const totals = new Set<number | undefined>()
    const copied = (set: typeof from) =>
      copy(set, Person.table(memory()), { total: true, onProgress: ({ total }) => void totals.add(total) }).run()
    expect((await copied(from.limit(3))).counts).toEqual({ from: 3, before: 0, after: 3 })
    expect((await copied(from.limit(10).offset(20))).counts).toEqual({ from: 5, before: 0, after: 5 })
    expect(totals).toEqual(new Set([3, 5]))
  })

  it('renames and converts columns', async () => {
    const from = (await filled()).where(p => p.age.isNotNull())
    const to = Client.table(memory())
    const report = copy(from, to, { columns: { fullName: 'name' } }).report()
    expect(report.columns.map(({ column, from: of, fit }) => [column, of, fit])).toEqual([
      ['id', 'id', 'always'],
      ['fullName', 'name', 'always'],
      ['age', 'age', 'some'],
    ])
    expect(report.extra).toEqual(['isVip'])
    expect(await copy(from, to, { columns: { fullName: 'name' } }).run()).toMatchObject({ inserted: 18 })
    expect(await to.get(7n)).toEqual(expect.objectContaining({ id: 7n, fullName: 'person 7', age: 7 }))
  })

  it('makes records by a function, which sees the class and may leave rows out or be async', async () => {
    const from = await filled()
    const to = Client.table(memory())
    const result = await copy(from, to, {
      map: async row => (row.age === null ? undefined : { id: BigInt(row.id), fullName: row.label(), age: row.age }),
    }).run()
    expect(result).toMatchObject({ read: 25, inserted: 18, skipped: 7 })
    expect((await to.get(7n))?.fullName).toBe('person 7 7')
  })

  it('runs the hooks and refinements of the target', async () => {
    const from = await filled()
    const seen: unknown[] = []
    const to = Person.table(memory()).withHook('beforeInsert', call => {
      seen.push(call.after?.id)
    })
    await copy(from, to).run()
    expect(seen).toEqual(people.map(({ id }) => id))
  })

  it('reads rows by an entity with other columns than those of the target', async () => {
    const from = Event.table(memory())
    await from.insertMany([
      { id: 1, at: Temporal.Instant.from('2026-01-01T00:00:00.000001Z'), price: Decimal.from('1.5'), payload: {} },
      { id: 2, at: Temporal.Instant.from('2026-01-01T00:00:00.000000001Z'), price: Decimal.from('1.5'), payload: {} },
      { id: 3, at: Temporal.Instant.from('2026-01-01T00:00:00Z'), price: Decimal.from('12345'), payload: {} },
    ])
    const to = Sale.table(memory())
    const result = await copy(from, to, { onRefused: 'collect' }).run()
    expect(result).toMatchObject({ read: 3, inserted: 1, refused: 2 })
    expect(result.refusals.map(({ id, field, kind }) => [id, field, kind])).toEqual([
      [2, 'at', 'type-mismatch'],
      [3, 'price', 'type-mismatch'],
    ])
    expect(result.refusals[0]?.reason).toMatch(/must not be finer than a microsecond/)
  })
})

describe('refused rows', () => {
  class Adult extends Entity('adults', {
    id: col(int).id(),
    name: col(text),
    age: col(int).check({
      '~standard': {
        version: 1,
        vendor: 'test',
        validate: (value: unknown) =>
          Number(value) >= 18 ? { value: Number(value) } : { issues: [{ message: 'too young' }] },
      },
    }),
  }) {}

  it('are listed with their reasons on request, and all others are written', async () => {
    const result = await copy(await filled(), Adult.table(memory()), { onRefused: 'collect', batchRows: 8 }).run()
    expect(result).toMatchObject({ read: 25, inserted: 5, refused: 20 })
    expect(result.refusals.map(({ id }) => id)).toEqual([...Array.from({ length: 18 }, (_, id) => id), 20, 24])
    expect(new Set(result.refusals.map(({ field, kind }) => `${field} ${kind}`))).toEqual(
      new Set(['age type-mismatch', 'age validation']),
    )
    expect(result.refusals[1]?.reason).toContain('too young')
    expect(result.refusals.every(({ reason }) => !/record \d+ of/.test(reason))).toBe(true)
  })

  it('are told to a function one by one', async () => {
    const told: unknown[] = []
    await copy(await filled(), Adult.table(memory()), { onRefused: ({ id }) => told.push(id) }).run()
    expect(told).toHaveLength(20)
  })

  it('end it otherwise: the rows before are written, and the error says how many and how to go on', async () => {
    const from = await filled([18, 19, 21, 3, 22].map((age, id) => ({ id, name: `${id}`, age, isVip: false })))
    const to = Adult.table(memory())
    const error = await failure(() => copy(from, to).run())
    expect(error).toMatchObject({
      kind: 'partial',
      retry: 'never',
      details: { written: true, read: 3, inserted: 3, id: '3', field: 'age', entity: 'adults' },
    })
    expect(error.message).toMatch(/copying people into adults: 3 rows are copied .* run the same copy again/)
    expect(await to.count()).toBe(3)
    const first = await failure(() =>
      copy(
        from.where(p => p.id.eq(3)),
        to,
      ).run(),
    )
    expect(first).toMatchObject({ kind: 'validation', details: { id: '3', field: 'age' } })
  })

  it('are named by the message, not by their place in the insert that was tried last', async () => {
    const from = await filled()
    const to = Person.table(memory()).withHook('beforeInsert', call => {
      if (call.after?.id === 12) throw new Error('not this one')
    })
    const { message } = await failure(() => copy(from, to).run())
    expect(message).toMatch(/^copying people into people: 12 rows are copied .* then it failed: row 12: beforeInsert of people: not this one; run/) // biome-ignore format: one line
    const { refusals } = await copy(from, to, { onRefused: 'collect' }).run()
    expect(refusals.map(({ id, reason }) => [id, reason])).toEqual([[12, 'beforeInsert of people: not this one']])
  })

  it('end it when there are too many of them', async () => {
    const work = copy(await filled(), Adult.table(memory()), { onRefused: 'collect', maxRefused: 3 })
    const error = await failure(() => work.run())
    expect(error.message).toMatch(/3 rows are refused; raise maxRefused/)
    expect(error.details).toMatchObject({ refused: 3 })
  })

  it('include rows that cannot be read; what ends it there says how copies leave such rows out', async () => {
    class Loose extends Entity('people', { id: col(int).id(), name: col(text).optional() }) {}
    class Strict extends Entity('people', { id: col(int).id(), name: col(text) }) {}
    const db = memory()
    await Loose.table(db).insertMany([{ id: 1, name: 'Ann' }, { id: 2, name: null }, { id: 3, name: 'Cy' }]) // biome-ignore format: rows
    const [from, to] = [Strict.table(db), Strict.table(memory())]
    for (const resume of [{}, { resume: { load: () => undefined, save: () => undefined } }]) {
      const error = await failure(() => copy(from, to, resume).run())
      expect(error).toMatchObject({ kind: 'type-mismatch', details: { id: '2', field: 'name' } })
      expect(error.message).toMatch(/mend the stored value; pass onRefused to leave such rows out$/)
    }
    const { inserted, refusals } = await copy(from, to, { onRefused: 'collect' }).run()
    expect(inserted).toBe(2)
    expect(refusals.map(({ id, field, reason }) => [id, field, reason])).toEqual([
      ['2', 'name', 'people 2: field "name": null where text is required; mend the stored value'],
    ])
  })

  it('include records that have lost their id, which would be other rows at each repetition', async () => {
    const to = Person.table(memory()).records()
    const { inserted, refusals } = await copy(await filled(), to, {
      onRefused: 'collect',
      map: ({ id, name }) => (id === 3 ? { name } : { id, name }),
    }).run()
    expect(inserted).toBe(24)
    expect(refusals.map(({ id, kind, reason }) => [id, kind, reason.split(';')[0]])).toEqual([
      [3, 'invalid', 'map gives a record without its id "id"'],
    ])
  })

  it('include those that the function throws for', async () => {
    const to = Client.table(memory())
    const result = await copy(await filled(), to, {
      onRefused: 'collect',
      map: row => {
        if (row.age === null) throw new Error('no age')
        return { id: BigInt(row.id), fullName: row.name, age: row.age }
      },
    }).run()
    expect(result).toMatchObject({ inserted: 18, refused: 7 })
    expect(result.refusals[0]).toMatchObject({ id: 0, kind: 'validation' })
  })
})

describe('a report', () => {
  it('says what fits, what may not, and what is missing, and refuses before anything is read', async () => {
    class Wide extends Entity('wide', { id: col(int).id(), n: col(bigint), note: col(json), when: col(instant) }) {}
    class Narrow extends Entity('narrow', { id: col(int).id(), n: col(int), note: col(text), place: col(text) }) {}
    const [from, to] = [Wide.table(memory()).records(), Narrow.table(memory()).records()]
    const work = copy(from, to)
    const report = work.report()
    expect(report.canStart).toBe(false)
    expect(report.refusals.map(({ column, fit }) => [column, fit])).toEqual([
      ['note', 'never'],
      ['place', 'missing'],
    ])
    expect(report.extra).toEqual(['when'])
    expect(String(report)).toMatchInlineSnapshot(`
      "memory wide -> memory narrow
      column  type  from    fits     why
      id      int   int     always
      n       int   bigint  some     values beyond ±(2^53 − 1) do not fit
      note    text  json    never    a json does not silently become a text; convert it with map
      place   text          missing  the column is required, and wide has none of its name; name one in columns, or make the records with map
      not copied: when"
    `)
    const error = await failure(() => work.run())
    expect(error).toMatchObject({ kind: 'type-mismatch', details: { fields: ['note', 'place'] } })
  })

  it('asks for an id, without which a repeated copy would add rows twice', async () => {
    class Loose extends Entity('loose', { name: col(text) }) {}
    const from = Loose.table(memory())
    const to = Person.table(memory())
    expect(
      copy(from.records(), to.records())
        .report()
        .refusals.map(({ column }) => column),
    ).toEqual(['id'])
  })
})

describe('what cannot be', () => {
  it('is refused at once', async () => {
    const from = await filled()
    const to = Person.table(memory()).records()
    class Loose extends Entity('loose', { name: col(text) }) {}
    const loose = Loose.table(memory())
    const wrong: (() => unknown)[] = [
      () => copy(from, to, { columns: { nam: 'name' } }),
      () => copy(from, to, { columns: { name: 'nam' } }),
      () => copy(from, to, { batchRows: 0 }),
      () => copy(from, to, { mode: 'merge' as 'insert' }),
      () => copy(from, to, { onRefused: 'skip' as 'fail' }),
      () => copy(from, to, { columns: {}, map: row => ({ ...row }) }),
      () => copy(from, to, { signal: AbortSignal.abort() } as object),
      () => copy(from, loose, { onRefused: 'collect' }),
      () => copy(from, loose, { resume: 'x' }),
      () => copy(from.limit(3), to, { resume: 'x' }),
      () => copy(from, to.records() as unknown as typeof to, { map: 'x' as unknown as () => undefined }),
      () => copy([] as unknown as typeof from, to),
      () => copy(from, to, JSON.parse('null')),
      () => copy(from, to, JSON.parse('{"columns":null}')),
      () => copy(from, to, JSON.parse('{"columns":{"name":5}}')),
      () => copy(from, to, JSON.parse('{"onProgress":5}')),
      () => copy(from, to, JSON.parse('{"resume":{}}')),
      () => copy(from, to, { resume: '' }),
      () => copy(from, from.records(), { resume: 'x', map: row => ({ ...row, id: row.id + 100 }) }),
      () => copy(from, from.records(), { resume: 'x', columns: { id: 'age' } }),
    ]
    for (const build of wrong) expect((await failure(build)).kind).toBe('invalid')
  })
})

describe('resuming', () => {
  const kept = () => {
    const store: { last: Checkpoint | undefined; saves: number } = { last: undefined, saves: 0 }
    return {
      store,
      load: () => (store.last === undefined ? undefined : JSON.parse(JSON.stringify(store.last))),
      save: (checkpoint: Checkpoint | undefined) => {
        store.last = checkpoint
        store.saves++
      },
    }
  }

  it('goes on behind the last batch that was written', async () => {
    const [from, to, place] = [await filled(), Person.table(memory()), kept()]
    const read: number[] = []
    const stopping = new AbortController()
    const options = { batchRows: 10, resume: place, onProgress: ({ read: rows }: { read: number }) => read.push(rows) }
    const first = copy(from, to, {
      ...options,
      onProgress: progress => {
        options.onProgress(progress)
        if (progress.read === 10) stopping.abort()
      },
    })
    const error = await failure(() => first.run({ signal: stopping.signal }))
    expect(error).toMatchObject({ kind: 'cancelled', details: { read: 10, inserted: 10, written: true } })
    expect(place.store.last).toMatchObject({ version: 1, tally: { read: 10, inserted: 10 }, before: 0 })
    await to.delete(0)
    expect(await copy(from, to, options).run()).toMatchObject({ read: 25, inserted: 25, alreadyThere: 0 })
    // The first row was removed meanwhile, and is behind.
    expect(await to.count()).toBe(24)
    expect(read).toEqual([10, 10, 20, 25, 25])
    expect(place.store.last).toBeUndefined()
  })

  it('counts right when it ended between a batch and its checkpoint', async () => {
    const [from, to, place] = [await filled(), Person.table(memory()), kept()]
    const failing = {
      ...place,
      save: (checkpoint: Checkpoint | undefined) => {
        if (checkpoint?.tally.read === 20) throw new Error('killed here')
        place.save(checkpoint)
      },
    }
    await failure(() => copy(from, to, { batchRows: 10, resume: failing }).run())
    expect(await to.count()).toBe(20)
    expect(await copy(from, to, { batchRows: 10, resume: place }).run()).toMatchObject({
      ...{ read: 25, inserted: 15, alreadyThere: 10 },
      ...{ counts: { from: 25, before: 0, after: 25 }, isVerified: true },
    })
  })

  it('refuses to go on in an empty target, which has none of the rows before the checkpoint', async () => {
    const [from, to, place] = [await filled(), Person.table(memory()), kept()]
    const onProgress = () => {
      throw new Error('stop')
    }
    await failure(() => copy(from, to, { batchRows: 10, resume: place, onProgress }).run())
    const other = Person.table(memory())
    expect(await failure(() => copy(from, other, { batchRows: 10, resume: place }).run())).toMatchObject({
      kind: 'conflict',
      details: { entity: 'people', reason: 'checkpoint' },
    })
    expect(await other.count()).toBe(0)
    expect(await copy(from, to, { batchRows: 10, resume: place }).run()).toMatchObject({ inserted: 25 })
  })

  it('refuses the checkpoint of another copy, and what is none', async () => {
    const [from, to, place] = [await filled(), Person.table(memory()), kept()]
    const broken = (set: typeof from, options: object) => {
      const onProgress = () => {
        throw new Error('stop')
      }
      return failure(() => copy(set, to, { batchRows: 5, resume: place, ...options, onProgress }).run())
    }
    await broken(from, {})
    expect(place.store.last).toBeDefined()
    for (const [set, options] of [
      [from.where(p => p.id.gt(3)), {}],
      [from, { mode: 'replace' }],
      [from, { columns: { name: 'name', age: 'id' } }],
    ] as const) {
      const error = await failure(() => copy(set, to.records(), { resume: place, ...options }).run())
      expect(error).toMatchObject({ kind: 'invalid', details: { reason: 'checkpoint' } })
    }
    const half = { load: () => ({ version: 1 }), save: () => undefined }
    expect((await failure(() => copy(from, to, { resume: half }).run())).kind).toBe('invalid')
    const whole = place.store.last
    for (const wrong of [
      { position: {} },
      { position: { after: 5 } },
      { position: { rows: -1, last: '["4"]' } },
      { position: { rows: 1.5, last: '["4"]' } },
      { position: { rows: 5 } },
      { tally: { ...whole?.tally, inserted: -1 } },
      { before: 'x' },
    ]) {
      const spoilt = { load: () => ({ ...whole, ...wrong }), save: () => undefined }
      expect(await failure(() => copy(from, to, { resume: spoilt }).run())).toMatchObject({
        kind: 'invalid',
        details: { reason: 'checkpoint' },
      })
    }
    expect(await copy(from, to, { resume: place }).run()).toMatchObject({ read: 25, inserted: 25 })
  })

  it('tells conditions of other values apart', async () => {
    const [from, to, place] = [await filled(), Person.table(memory()), kept()]
    const onProgress = () => {
      throw new Error('stop')
    }
    await failure(() =>
      copy(
        from.where(p => p.id.gt(3)),
        to,
        { batchRows: 5, resume: place, onProgress },
      ).run(),
    )
    const other = from.where(p => p.id.gt(4))
    expect((await failure(() => copy(other, to, { resume: place }).run())).details.reason).toBe('checkpoint')
  })

  it('tells sets apart by what is inside of them, and columns by how they are calculated', async () => {
    class Aged extends Entity('aged', { id: col(int).id(), twice: col(int) }) {}
    const [from, to] = [(await filled()).where(p => p.age.isNotNull()), Aged.table(memory()).records()]
    const onProgress = () => {
      throw new Error('stop')
    }
    const sets = [
      (times: number) => from.withExpression('twice', p => p.$.age.mul(times)),
      (times: number) => from.where(p => p.id.gt(times)).asSource().withExpression('twice', p => p.$.age.plus(1)), // biome-ignore format: one line
      (times: number) => from.where(p => p.id.in([1, 2, 3, 4 + times])).asSource().withExpression('twice', p => p.$.age.plus(1)), // biome-ignore format: one line
      (times: number) => from.where(p => p.id.in([1, 2, 3, 5, 5 + times])).withExpression('twice', p => p.$.age.plus(1)), // biome-ignore format: one line
      (times: number) => from.orderBy(p => p.id).limit(5 * times).asSource().withExpression('twice', p => p.$.age.plus(1)), // biome-ignore format: one line
    ]
    for (const set of sets) {
      const place = kept()
      await failure(() => copy(set(2), to, { batchRows: 3, resume: place, onProgress }).run())
      expect(place.store.last).toBeDefined()
      const other = await failure(() => copy(set(3), to, { batchRows: 3, resume: place }).run())
      expect(other.details.reason).toBe('checkpoint')
      await copy(set(2), to, { batchRows: 3, resume: place }).run()
      expect(place.store.last).toBeUndefined()
    }
  })

  it('keeps it in a file, which is gone at the end', async () => {
    const [from, to] = [await filled(), Person.table(memory())]
    const file = join(folder, 'people.json')
    const seen: unknown[] = []
    const onProgress = () => {
      if (readdirSync(folder).includes('people.json')) seen.push(JSON.parse(readFileSync(file, 'utf8')).tally.read)
    }
    await copy(from, to, { batchRows: 10, resume: file, onProgress }).run()
    expect(seen).toEqual([10, 20, 20])
    expect(readdirSync(folder)).toEqual([])
    writeFileSync(file, '{')
    expect((await failure(() => copy(from, to, { resume: file }).run())).message).toMatch(/holds no checkpoint/)
    rmSync(file)
    expect(await checkpointFile(file).load()).toBeUndefined()
    const nowhere = join(folder, 'gone', 'people.json')
    expect(
      await failure(() => copy(from, Person.table(memory()), { batchRows: 10, resume: nowhere }).run()),
    ).toMatchObject({
      kind: 'partial',
      cause: { kind: 'not-found', details: { code: 'ENOENT' } },
    })
  })
})

describe('signals and deadlines', () => {
  it('end it before it begins, and between batches', async () => {
    const [from, to] = [await filled(), Person.table(memory())]
    expect((await failure(() => copy(from, to).run({ signal: AbortSignal.abort() }))).kind).toBe('cancelled')
    expect(await to.count()).toBe(0)
    const slow = copy(from, to, { map: row => new Promise(done => setTimeout(done, 1, { ...row })) })
    const error = await failure(() => slow.run({ timeoutMs: 3 }))
    expect(error.kind).toBe('timeout')
  })

  it.each([
    { signal: {} },
    { signal: 5 },
    { signal: 'x' },
    { timeoutMs: -1 },
    { timeoutMs: Number.NaN },
    { timeoutMs: '5' },
  ])('are refused where they are none: %o', async options => {
    const [from, to] = [await filled(), Person.table(memory())]
    const error = await failure(() => copy(from, to).run(Object(options)))
    expect(error.kind).toBe('invalid')
    expect(error.message).toContain(`${Object.keys(options)[0]} is `)
    expect(await to.count()).toBe(0)
  })

  it('may be of parts of a millisecond, and of another realm', async () => {
    const from = await filled()
    expect(await copy(from, Person.table(memory())).run({ timeoutMs: 60_000.5 })).toMatchObject({ inserted: 25 })
    const stop = new AbortController()
    const { signal } = stop
    const foreign: unknown = {
      aborted: false,
      addEventListener: signal.addEventListener.bind(signal),
      removeEventListener: signal.removeEventListener.bind(signal),
    }
    const work = copy(from, Person.table(memory()), { batchRows: 10, onProgress: () => stop.abort() })
    expect(await failure(() => work.run({ signal: foreign as AbortSignal }))).toMatchObject({
      kind: 'cancelled',
      details: { inserted: 10 },
    })
  })
})
