import { surrealdb } from '@vantage-ts/surrealdb'
import { field, given, record, table, value, variable } from '@vantage-ts/surrealdb/ql'
import { afterAll, expect, test } from 'vitest'

// Names that every object or function of JavaScript has are names as any.

const db = surrealdb({ url: 'mem://' })
const q = db.query()
afterAll(() => db.close())

const entries = (value: unknown): readonly (readonly [string, unknown])[] => Object.entries(Object(value))

test.each(['__proto__', 'constructor', 'prototype', 'name', 'length', 'toString', 'hasOwnProperty', 'then', 'call'])(
  '%s as a table, a field, an alias and a variable',
  async name => {
    const t = table(name, { fields: [name] })
    await q
      .create(record(name, name))
      .set({ [name]: 5 })
      .run()
    const rows = await q
      .select(t(name), { x: Reflect.get(t, name) })
      .from(t)
      .where(t(name).gt(1))
      .run()
    expect(rows.map(entries)).toEqual([
      expect.arrayContaining([
        [name, 5],
        ['x', 5],
      ]),
    ])
    const named = await q
      .select({ [name]: 1 })
      .from([{ a: 1 }])
      .run()
    expect(named.map(entries)).toEqual([[[name, 1]]])
    const object = value({ [name]: 2 })
    expect(await q.return([object.get(name), object.pick({ [name]: field(name) }).get(name)]).run()).toEqual([2, 2])
    const changed = await q
      .update(record(name, name))
      .merge({ [name]: 9 })
      .returning(t(name))
      .run()
    expect(changed.map(entries)).toEqual([[[name, 9]]])
    if (name.startsWith('_')) return
    expect(await q.let(name, 3).return(variable(name)).run()).toBe(3)
    expect(await q.return(given({ [name]: 4 }, named => named[name] ?? 0)).run()).toBe(4)
  },
)
