import { col, Entity, int, type Type } from '@vantage-ts/core'
import {
  type ColumnDefinition,
  dynamicTable,
  type TableDefinition,
  tableDefinition,
  type TypeDefinition,
} from '@vantage-ts/core/dynamic'
import { unchecked } from '@vantage-ts/core/adapter'
import { expect } from 'vitest'
import { fails, same, sameRows } from '../check.ts'
import { type CaseParts, topic } from '../kit-case.ts'
import { sending } from '../kit-source.ts'
import { type KitEntity, tableOf } from '../kit-table.ts'
import { people, Person, personsOf, Visit, visits } from '../people.ts'
import { allSamples, type Samples } from '../samples.ts'

/** A type as data: what a table that is known at run time only says of its columns. */
function typeAsData({ name, members, item, digits }: Type<unknown>): TypeDefinition {
  return {
    type: unchecked(name, 'the samples are of the types that core has'),
    ...(members === undefined ? {} : { members }),
    ...(item === undefined ? {} : { item: typeAsData(item) }),
    ...digits,
  }
}

/** An entity as data. */
function definitionOf({ entityName, fields }: KitEntity): TableDefinition {
  const columns = Object.entries(fields).map(([property, { facts }]): ColumnDefinition => {
    const { type, storedName: name = property, isId, isOptional, isGenerated, flags } = facts
    return { property, name, ...typeAsData(type), isId, isOptional, isGenerated, flags }
  })
  return tableDefinition(JSON.parse(JSON.stringify({ entity: entityName, columns })))
}

const persons = definitionOf(Person)
const plain = (rows: readonly object[]): readonly object[] => rows.map(row => ({ ...row }))

/** Values of one type go through a table that is known at run time only as through one of a class. */
const held = ({ name, type, ordinary }: Samples): CaseParts => ({
  what: `holds-${name
    .replaceAll(/[^a-z0-9]+/gi, '-')
    .replace(/-$/, '')
    .toLowerCase()}`,
  title: `values of ${name} are written and read as by the table of a class`,
  types: [type],
  needs: ['insert', 'where'],
  async run({ open, lacks }) {
    const any = unchecked<Type<unknown, 'held'>>(type, 'a name that the compiler can tell from others')
    class Held extends Entity('kit_held', { id: col(int).id(), held: col(any).optional() }) {}
    const { source } = await open(tableOf(Held))
    const table = dynamicTable(source, definitionOf(Held))
    const values = ordinary.filter(value => !lacks(type, value))
    await table.insertMany([...values, null].map((value, id) => ({ id, held: value })))
    const rows = plain(await Held.table(source).list())
    sameRows(await table.list(), rows)
    same(rows.length, values.length + 1)
    same(await table.where(table.column('held').isNull()).fieldValues(table.column('id')), [values.length])
  },
})

export const dynamics = topic(
  'dynamic',
  ['read'],
  [
    {
      what: 'reads-the-same-rows',
      title: 'a table that is known at run time only gives the rows that the table of a class gives, as plain objects',
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const table = dynamicTable(opened.source, persons)
        const { value, count } = await sending(opened, () => table.list())
        sameRows(value, people)
        same(count, 1)
        same(
          value.map(row => Object.getPrototypeOf(row) === Object.prototype),
          people.map(() => true),
        )
        const streamed: object[] = []
        for await (const row of table) streamed.push(row)
        sameRows(streamed, people)
        sameRows(streamed, plain(await Person.table(opened.source).list()))
      },
    },
    {
      what: 'narrows-orders-and-cuts',
      title: 'conditions, orders and windows over columns by name',
      needs: ['where', 'order', 'window'],
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const table = dynamicTable(source, persons)
        const [id, age, name] = [table.column('id'), table.column('age'), table.column('name')]
        same(await table.where(age.gt(18)).orderBy(age.desc(), id).list(), personsOf(1, 4, 3))
        same(
          await table
            .where(age.isNull().or(name.startsWith('A')))
            .orderBy(id)
            .list(),
          personsOf(1, 2, 5),
        )
        same(await table.where(table.column('isActive')).orderBy(id).offset(1).limit(1).list(), personsOf(3))
        same(
          await table
            .where(id.in([4, 2]))
            .orderBy(name.desc())
            .first(),
          people[3],
        )
        same((await table.orderBy(name).page({ size: 2 })).rows, personsOf(1, 2))
        same(await table.get(3), people[2])
      },
    },
    {
      what: 'aggregates',
      title: 'counts, sums, extremes and averages over columns by name',
      needs: ['where', 'aggregate'],
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const table = dynamicTable(source, persons)
        const age = table.column('age')
        same(
          [await table.count(), await table.sum(age), await table.max(age), await table.avg(age)],
          [5, 92, 36, 92 / 3],
        )
        same(await table.where(age.gt(30)).min(table.column('score')), -0.25)
        same(await table.sumQuery(age).where(table.column('city').eq('London')).run(), 72)
      },
    },
    {
      what: 'writes',
      title:
        'inserts, patches and deletes by names of columns; what no column is called is refused with the nearest name',
      needs: ['where', 'insert', 'patch', 'delete'],
      async run({ open }) {
        const { source } = await open(tableOf(Person))
        const table = dynamicTable(source, persons)
        same(await table.insertMany(people), 5)
        same(await table.patch(2, { age: 50 }), { ...people[1], age: 50 })
        same(await table.delete(3), true)
        same(await table.where(table.column('age').eq(50)).deleteAll(), 1)
        sameRows(await Person.table(source).list(), personsOf(1, 4, 5))
        const misspelt = await fails('invalid', () => table.insert(9, { nmae: 'x', isActive: true }))
        const missing = await fails('invalid', () => table.column('agee'))
        expect([misspelt.message, missing.message]).toEqual([
          expect.stringContaining('Did you mean "name"?'),
          expect.stringContaining('Did you mean "age"?'),
        ])
        await fails('type-mismatch', () => table.insert(9, { name: 5, isActive: true }))
        await fails('type-mismatch', () => table.where(table.column('age').gt('1')))
      },
    },
    {
      what: 'mixes-with-classes',
      title: 'its columns are operands of sets of classes, and theirs of it',
      needs: ['where', 'select'],
      async run({ open }) {
        const { source } = await open(tableOf(Person, people), tableOf(Visit, visits))
        const table = dynamicTable(source, persons)
        const ids = table.where(table.column('city').eq('London')).fieldExpr(table.column('id'))
        same(
          await Visit.table(source)
            .where(v => v.personId.in(ids))
            .count(),
          2,
        )
        const visitors = Visit.table(source)
          .where(v => v.place.eq('park'))
          .fieldExpr(v => v.personId)
        sameRows(await table.where(table.column('id').in(visitors)).list(), personsOf(1, 3))
      },
    },
    ...allSamples.map(held),
  ],
)
