import { expectTypeOf, test } from 'vitest'
import { type Recording, recording } from '../../test/recording.ts'
import { col } from '../column/column.ts'
import type { UntypedRecord } from '../column/model.ts'
import { Entity } from '../entity/entity.ts'
import type { Pending } from '../errors/pending.ts'
import type { Condition } from '../expression/expr.ts'
import { type Memory, memory } from '../memory/memory.ts'
import type { AggregateSource, Source } from '../source/source.ts'
import { int } from '../types/int.ts'
import { text } from '../types/text.ts'
import { chooseVersion } from './choose-version.ts'
import type { DynamicColumn, DynamicColumns, DynamicExpr } from './dynamic-column.ts'
import { type DynamicSelection, type DynamicTable, dynamicTable } from './dynamic-table.ts'
import { type TableDefinition, tableDefinition } from './table-definition.ts'

const db = memory()
const known = dynamicTable(db, {
  entity: 'users',
  columns: [
    { property: 'id', type: 'int', isId: true },
    { property: 'age', type: 'int' },
  ],
})
declare const json: unknown
const unknown = dynamicTable(db, tableDefinition(json))

test('columns are named where the definition stands in the code', () => {
  expectTypeOf(known).toEqualTypeOf<DynamicTable<Memory, 'id' | 'age'>>()
  expectTypeOf(known.$.age).toEqualTypeOf<DynamicColumn<Memory>>()
  expectTypeOf(known.where(c => c.age.gt(1))).toEqualTypeOf<typeof known>()
  // @ts-expect-error: no such column
  known.where(c => c.agee.gt(1))
  // @ts-expect-error: no such column
  known.select('agee')
})

test('elsewhere they are asked for by name', () => {
  expectTypeOf(unknown).toEqualTypeOf<DynamicTable<Memory>>()
  expectTypeOf(unknown.$).toEqualTypeOf<DynamicColumns<Memory, string>>()
  expectTypeOf(unknown.column('age')).toEqualTypeOf<DynamicColumn<Memory>>()
  expectTypeOf(unknown.where(unknown.column('age').gt(1))).toEqualTypeOf<typeof unknown>()
  unknown.select('anything')
})

test('chosen columns are read and deleted, not written', () => {
  const chosen = known
    .select('age')
    .where(c => c.id.gt(1))
    .limit(3)
  expectTypeOf(chosen).toEqualTypeOf<DynamicSelection<Memory, 'id' | 'age'>>()
  chosen.list()
  chosen.deleteAll()
  // @ts-expect-error: rows that miss columns are not written
  chosen.insert(1, { age: 5 })
})

test('values have no type, and conditions are those of the source', () => {
  expectTypeOf(known.$.age.eq('anything')).toEqualTypeOf<Condition<Memory>>()
  expectTypeOf(known.$.age.plus(1)).toEqualTypeOf<DynamicExpr<Memory>>()
  expectTypeOf(known.list()).toEqualTypeOf<Pending<UntypedRecord[]>>()
  expectTypeOf(known.sum(c => c.age)).toEqualTypeOf<Pending<unknown>>()
  expectTypeOf(known.count()).toEqualTypeOf<Pending<number>>()
  expectTypeOf(known.get(1)).toEqualTypeOf<Pending<UntypedRecord | undefined>>()
  known.insert(1, { age: 5 })
  known.patch(1, { age: 5 })
  // @ts-expect-error: no condition
  known.where(c => c.age.plus)
  // @ts-expect-error: a record is an object
  known.insert(1, 5)
})

test('abilities are asked for as of a table', () => {
  interface Log extends Source {
    readonly can: { readonly read: true; readonly append: true }
    readonly '~vendor': 'log'
  }
  const log = dynamicTable(recording('log').source as unknown as Log, tableDefinition(json))
  log.list()
  log.insertMany([])
  // @ts-expect-error: the source cannot aggregate
  log.count()
  // @ts-expect-error: the source cannot filter
  log.where(log.column('a').eq(1))
  // @ts-expect-error: the source runs no vendor text
  unknown.expr`1`
})

test('code for any source with the abilities', () => {
  const grown = <DS extends AggregateSource>(source: DS, definition: TableDefinition) => {
    const table = dynamicTable(source, definition)
    return table.where(table.column('age').gt(18)).count()
  }
  expectTypeOf(grown(db, tableDefinition(json))).toEqualTypeOf<Pending<number>>()
})

test('it meets tables of classes', () => {
  interface Main extends Recording {
    readonly '~vendor': 'main'
  }
  interface Other extends Recording {
    readonly '~vendor': 'other'
  }
  const main = recording('main').source as Main
  const other = recording('other').source as Other
  class Note extends Entity('notes', { id: col(int).id(), name: col(text) }) {}
  const notes = Note.table(main)
  const rows = dynamicTable(main, tableDefinition(json))
  const away = dynamicTable(other, tableDefinition(json))
  notes.where(n => n.name.eq(rows.column('x')))
  notes.where(n => n.id.in(away.fieldExpr(away.column('x'))))
  rows.where(rows.column('x').in(notes.fieldExpr(n => n.id)))
  // @ts-expect-error: a condition of another source
  rows.where(away.column('x').eq(1))
  rows.expr`upper(${rows.column('x')})`.as(text)
})

test('a version brings its columns along', () => {
  const found: TableDefinition = tableDefinition(json)
  const chosen = chooseVersion(db, found, {
    v1: { entity: 'a', columns: [{ property: 'x', type: 'int' }] },
    v2: { entity: 'a', columns: [{ property: 'y', type: 'int' }] },
  })
  expectTypeOf(chosen.version).toEqualTypeOf<'v1' | 'v2'>()
  if (chosen.version === 'v1')
    expectTypeOf(dynamicTable(db, chosen.definition)).toEqualTypeOf<DynamicTable<Memory, 'x'>>()
  // @ts-expect-error: there is no type of this name
  dynamicTable(db, { entity: 'a', columns: [{ property: 'x', type: 'itn' }] })
})
