import { describe, expect, test } from 'vitest'
import { recording } from '../../test/recording.ts'
import { col } from '../column/column.ts'
import { Entity } from '../entity/entity.ts'
import { VantageError } from '../errors/vantage-error.ts'
import { memory } from '../memory/memory.ts'
import { arrayOf } from '../types/array-of.ts'
import { Decimal } from '../types/decimal.ts'
import { decimal } from '../types/decimal-type.ts'
import { enumOf } from '../types/enum-of.ts'
import { int } from '../types/int.ts'
import { text } from '../types/text.ts'
import { bool } from '../types/bool.ts'
import { dynamicTable } from './dynamic-table.ts'
import { type TableDefinition, tableDefinition } from './table-definition.ts'

const users = {
  entity: 'users',
  columns: [
    { property: 'id', type: 'int', isId: true },
    { property: 'name', type: 'text', name: 'full_name', flags: ['searchable'] },
    { property: 'age', type: 'int', isOptional: true },
    { property: 'isVip', type: 'bool', default: false },
    { property: 'balance', type: 'decimal', precision: 12, scale: 2, default: '1.50' },
    { property: 'status', type: 'enum', members: ['new', 'old'], default: 'new' },
    { property: 'tags', type: 'array', item: { type: 'text' }, isOptional: true },
  ],
} as const satisfies TableDefinition

class User extends Entity('users', {
  id: col(int).id(),
  name: col(text).named('full_name').flag('searchable'),
  age: col(int).optional(),
  isVip: col(bool).default(false),
  balance: col(decimal(12, 2)).default(Decimal.from('1.50')),
  status: col(enumOf('new', 'old')).default('new'),
  tags: col(arrayOf(text)).optional(),
}) {}

const people = [
  { id: 1, name: 'Marty', age: 17 },
  { id: 2, name: 'Doc', age: 65, isVip: true, balance: Decimal.from('20'), status: 'old', tags: ['a', 'b'] },
  { id: 3, name: 'Biff', age: null },
]

function failure(work: () => unknown): VantageError {
  try {
    work()
  } catch (thrown) {
    if (VantageError.is(thrown)) return thrown
    throw thrown
  }
  return expect.fail('it has to fail')
}

describe('a dynamic table', () => {
  test('gives the rows that the table of a class gives', async () => {
    const db = memory()
    const table = dynamicTable(db, users)
    expect(await table.insertMany(people)).toBe(3)
    const rows = await table.orderBy(c => c.id).list()
    const same = await User.table(db)
      .orderBy(u => u.id)
      .list()
    expect(rows).toEqual(same.map(row => ({ ...row })))
    expect(rows[0]).toEqual({
      id: 1,
      name: 'Marty',
      age: 17,
      isVip: false,
      balance: Decimal.from('1.50'),
      status: 'new',
      tags: null,
    })
    expect(Object.getPrototypeOf(rows[0])).toBe(Object.prototype)
  })

  test('has the operations of a table', async () => {
    const table = dynamicTable(memory(), users)
    await table.insertMany(people)
    const grown = table.where(c => c.age.gt(18))
    expect(await grown.fieldValues(c => c.name)).toEqual(['Doc'])
    expect(await table.where(table.column('age').lt(18)).count()).toBe(1)
    expect(await table.where(c => c.isVip).count()).toBe(1)
    expect(await table.where(c => c.name.lower().startsWith('b').or(c.age.plus(1).eq(18))).count()).toBe(2)
    expect(await table.sum(c => c.age)).toBe(82)
    expect(await table.avg(c => c.age)).toBe(41)
    expect(await table.max('name' in table.$ ? table.$.name : c => c.name)).toBe('Marty')
    expect(String(await table.sum(c => c.balance))).toBe('23')
    expect(await table.search('ART').count()).toBe(1)
    expect(
      await table
        .orderBy(c => c.age.desc())
        .limit(1)
        .offset(1)
        .listValues(),
    ).toMatchObject([{ name: 'Marty' }])
    expect(
      await table
        .select('name')
        .orderBy(c => c.name)
        .list(),
    ).toEqual([
      { id: 3, name: 'Biff' },
      { id: 2, name: 'Doc' },
      { id: 1, name: 'Marty' },
    ])
    expect((await table.page({ size: 2 })).rows).toHaveLength(2)
    const byName = table.prepare({ name: text }, (set, p) => set.where(c => c.name.eq(p.name)))
    expect(await byName.first({ name: 'Doc' })).toMatchObject({ id: 2 })
    expect(await table.patch(3, { age: 40 })).toMatchObject({ id: 3, age: 40 })
    expect(await table.where(c => c.age.in(table.where(t => t.isVip.eq(true)).fieldExpr(t => t.age))).count()).toBe(1)
    expect(
      await table
        .countQuery()
        .where(c => c.age.gte(40))
        .run(),
    ).toBe(2)
    expect(await table.delete(1)).toBe(true)
    expect(await table.get(1)).toBeUndefined()
    expect(await table.pipe(set => set.where(c => c.age.isNotNull())).deleteAll()).toBe(2)
    expect(String(table.where(c => c.age.gt(1)).explain())).toContain('age')
  })

  test('mixes with tables of classes', async () => {
    const db = memory()
    const table = dynamicTable(db, users)
    await table.insertMany(people)
    const vips = table.where(c => c.isVip.eq(true))
    expect(
      await User.table(db)
        .where(u => u.id.in(vips.fieldExpr(c => c.id)))
        .count(),
    ).toBe(1)
    const elsewhere = dynamicTable(memory(), users)
    await elsewhere.import(User.table(db))
    expect(
      await elsewhere
        .where(c =>
          c.id.in(
            User.table(db)
              .where(u => u.age.gt(18))
              .fieldExpr(u => u.id),
          ),
        )
        .count(),
    ).toBe(1)
  })

  test('knows its columns by name, and the nearest of a name that is none', async () => {
    const table = dynamicTable(memory(), tableDefinition(JSON.parse(JSON.stringify(users))))
    expect(Object.keys(table.$)).toEqual(users.columns.map(({ property }) => property))
    for (const work of [
      () => table.column('agee'),
      () => table.$.agee,
      () => table.where(c => (c.agee === undefined ? table.column('id').eq(1) : c.agee.gt(1))),
      () => table.select('agee'),
    ]) {
      const error = failure(work)
      expect(error.kind).toBe('invalid')
      expect(error.message).toBe('users has no column "agee". Did you mean "age"?')
    }
    await expect(table.insert(1, { nmae: 'x' })).rejects.toMatchObject({ kind: 'invalid' })
    await expect(table.insert(1, { nmae: 'x' })).rejects.toThrow('Did you mean "name"?')
  })

  test('checks operands when a set is built', () => {
    const table = dynamicTable(memory(), users)
    const wrong = [
      () => table.where(c => c.age.gt('old')),
      () => table.where(c => c.age.eq(c.name)),
      () => table.where(c => c.name.plus(1).gt(2)),
      () => table.where(c => c.age.contains('x')),
      () => table.where(c => c.age),
      () => table.where(c => c.age.and(c.isVip)),
      () => table.where(c => c.tags.lt(['a'])),
      () => table.where(c => c.age.in(3)),
      () => table.where(c => c.age.year().eq(1)),
      () => table.sumExpr(c => c.name),
      () => table.minExpr(c => c.tags),
      () => table.orderBy(c => c.tags),
      () => table.where(c => c.status.eq('unknown')),
      () => table.where(c => c.name.negate().eq('x')),
      () => table.where(c => c.name.toDecimal().eq(1)),
      () => table.where(c => c.age.coalesce('x').eq(1)),
      () => table.where(c => c.name.div('x').eq(1)),
      () => table.where(c => c.isVip.not().eq(c.age)),
      () => table.where(c => c.age.not()),
      () => table.where(c => c.isVip.lower().eq('x')),
    ]
    for (const work of wrong) {
      const thrown = (() => {
        try {
          work()
        } catch (error) {
          return error
        }
        return undefined
      })()
      expect(VantageError.is(thrown) ? thrown.kind : String(thrown), String(work)).toMatch(/^(invalid|type-mismatch)$/)
    }
  })

  test('has each form of a set, and the rules of writing', async () => {
    const table = dynamicTable(memory(), users)
    await table.insertMany(people)
    expect(await table.records().get(1)).toMatchObject({ id: 1, name: 'Marty' })
    const streamed: unknown[] = []
    for await (const row of table.orderBy(c => c.id)) streamed.push(row.id)
    expect(streamed).toEqual([1, 2, 3])
    const scoped = table.scope(c => c.status.eq('old'))
    await scoped.insert(8, { name: 'Jennifer' })
    expect(await table.get(8)).toMatchObject({ status: 'old' })
    await expect(scoped.insert(9, { name: 'x', status: 'new' })).rejects.toMatchObject({ kind: 'conflict' })
    await expect(table.insert(9, {})).rejects.toMatchObject({ kind: 'validation' })
    await expect(table.insert(9, { name: 'x', balance: Decimal.from('1.234') })).rejects.toMatchObject({
      kind: 'type-mismatch',
    })
  })

  test('of equal definitions is the same table', () => {
    const db = memory()
    const [one, two] = [dynamicTable(db, users), dynamicTable(db, JSON.parse(JSON.stringify(users)))]
    expect(() => one.where(two.column('age').gt(1))).not.toThrow()
    const other = dynamicTable(db, { ...users, entity: 'people' })
    expect(failure(() => one.where(other.column('age').gt(1))).kind).toBe('invalid')
  })

  test('is refused when it is built where a type has no storage', () => {
    const { source } = recording('small')
    const definition = tableDefinition({
      entity: 't',
      columns: [{ property: 'shape', type: 'geometry' }],
    })
    expect(failure(() => dynamicTable(source, definition)).kind).toBe('type-mismatch')
  })

  test('takes any name that a database may have', async () => {
    const names = [
      'constructor',
      'then',
      'toString',
      'a b',
      "it's",
      '"; DROP TABLE x; --',
      'ü',
      '1',
      '🙂',
      '__proto___',
    ]
    const columns = names.map((property, index) => ({ property, type: 'int' as const, isId: index === 0 }))
    const definition = tableDefinition({ entity: 'hostile', name: '`"]', columns })
    const table = dynamicTable(memory(), definition)
    const row = Object.fromEntries(names.map((name, index) => [name, index]))
    await table.insertMany([row])
    expect(await table.list()).toEqual([row])
    for (const [index, name] of names.entries()) expect(await table.where(table.column(name).eq(index)).count()).toBe(1)
  })

  test('ignores a rule for names: a definition names what is there', async () => {
    const db = memory({ naming: 'snake_case', tables: { userNames: [{ firstName: 'Marty' }] } })
    const table = dynamicTable(db, { entity: 'userNames', columns: [{ property: 'firstName', type: 'text' }] })
    expect(await table.list()).toEqual([{ firstName: 'Marty' }])
  })

  test('is opened elsewhere by options', async () => {
    const db = memory({ tables: { archive: { old: [{ n: 5 }] } } })
    const definition = { entity: 't', columns: [{ property: 'count', type: 'int', name: 'n' }] } as const
    expect(await dynamicTable(db, definition, { name: 'old', schema: 'archive' }).list()).toEqual([{ count: 5 }])
    expect(await dynamicTable(db, { ...definition, name: 'old', schema: ['archive'] }).list()).toEqual([{ count: 5 }])
  })

  test('asks for a definition that is one', () => {
    expect(failure(() => dynamicTable(memory(), JSON.parse('null'))).message).toContain('must be an object')
  })
})
