import { type AbilityName, VantageError } from '@vantage-ts/core'
import * as fc from 'fast-check'
import { show } from '../show.ts'
import { type ConditionData, conditionOf, conditions, type Means } from './condition.ts'
import type { RandomTable } from './random-table.ts'
import { type Draws, draws, partOf, presentOf, recordOf, type RandomColumn, type RandomSchema } from './schema.ts'

/** Which rows of the table a step works on. */
interface SetData {
  readonly where: readonly ConditionData[]
  readonly order: readonly { readonly column: number; readonly isDescending: boolean }[]
}

/** One call, as data. */
export type Step =
  | { readonly does: 'list'; readonly set: SetData; readonly limit: number | undefined; readonly offset: number }
  | { readonly does: 'stream' | 'page'; readonly set: SetData; readonly size: number }
  | { readonly does: 'get'; readonly set: SetData; readonly id: number }
  | { readonly does: 'values'; readonly set: SetData; readonly column: number }
  | { readonly does: 'aggregate'; readonly set: SetData; readonly column: number; readonly name: AggregateName }
  | { readonly does: 'search'; readonly set: SetData; readonly text: string }
  | {
      readonly does: 'insert' | 'replace' | 'patch'
      readonly set: SetData
      readonly id: number
      readonly record: Draws
    }
  /** A set narrowed by one equality, which fills and refuses. */
  | {
      readonly does: 'fill'
      readonly column: number
      readonly value: number
      readonly id: number
      readonly record: Draws
    }
  | { readonly does: 'insertMany'; readonly records: readonly { readonly id: number; readonly record: Draws }[] }
  | { readonly does: 'delete'; readonly set: SetData; readonly id: number }
  | { readonly does: 'deleteAll' | 'deleteReturning'; readonly set: SetData }
  | {
      readonly does: 'update' | 'updateReturning'
      readonly set: SetData
      readonly record: Draws
      /** Columns that are set to other columns of their type. */
      readonly copies: readonly { readonly to: number; readonly from: number }[]
    }
  /** Rows of a set are inserted again, under ids that are so much higher. */
  | { readonly does: 'insertFrom'; readonly set: SetData; readonly by: number }

type AggregateName = 'count' | 'sum' | 'min' | 'max' | 'avg'
const ids = fc.integer({ min: 0, max: 12 })
const set: fc.Arbitrary<SetData> = fc.record({
  where: fc.array(conditions, { maxLength: 2 }),
  order: fc.array(fc.record({ column: fc.nat(6), isDescending: fc.boolean() }), { maxLength: 2 }),
})
const searched = fc.constantFrom('a', 'A', 'ab', '%', '_', "'", 'ä', '😀', ' ', '')

const copies = fc.array(fc.record({ to: fc.nat(6), from: fc.nat(6) }), { maxLength: 2 })

const always = <Does extends string>(does: Does) => fc.constant(does)

interface Choice {
  readonly needs: readonly AbilityName[]
  readonly weight: number
  readonly step: fc.Arbitrary<Step>
}

const reads: readonly Choice[] = [
  {
    needs: ['where', 'order', 'window'],
    weight: 4,
    step: fc.record({ does: always('list'), set, limit: fc.option(fc.nat(8), { nil: undefined }), offset: fc.nat(3) }),
  },
  {
    needs: ['where', 'order'],
    weight: 1,
    step: fc.record({ does: always('stream'), set, size: fc.integer({ min: 1, max: 4 }) }),
  },
  {
    needs: ['where', 'order', 'window'],
    weight: 1,
    step: fc.record({ does: always('page'), set, size: fc.integer({ min: 1, max: 5 }) }),
  },
  { needs: ['where'], weight: 2, step: fc.record({ does: always('get'), set, id: ids }) },
  { needs: ['where', 'order'], weight: 1, step: fc.record({ does: always('values'), set, column: fc.nat(6) }) },
  {
    needs: ['where', 'aggregate'],
    weight: 4,
    step: fc.record({
      does: always('aggregate'),
      set,
      column: fc.nat(6),
      name: fc.constantFrom('count', 'sum', 'min', 'max', 'avg'),
    }),
  },
  { needs: ['where', 'search'], weight: 1, step: fc.record({ does: always('search'), set, text: searched }) },
]

const writes: readonly Choice[] = [
  { needs: ['insert', 'where'], weight: 3, step: fc.record({ does: always('insert'), set, id: ids, record: draws }) },
  {
    needs: ['insert'],
    weight: 2,
    step: fc.record({
      does: always('insertMany'),
      records: fc.array(fc.record({ id: ids, record: draws }), { maxLength: 5 }),
    }),
  },
  {
    needs: ['insert', 'where'],
    weight: 1,
    step: fc.record({ does: always('fill'), column: fc.nat(6), value: fc.nat(20), id: ids, record: draws }),
  },
  { needs: ['replace', 'where'], weight: 2, step: fc.record({ does: always('replace'), set, id: ids, record: draws }) },
  { needs: ['patch', 'where'], weight: 3, step: fc.record({ does: always('patch'), set, id: ids, record: draws }) },
  { needs: ['delete', 'where'], weight: 1, step: fc.record({ does: always('delete'), set, id: ids }) },
  { needs: ['delete', 'where'], weight: 1, step: fc.record({ does: always('deleteAll'), set }) },
  {
    needs: ['delete', 'where', 'returning'],
    weight: 1,
    step: fc.record({ does: always('deleteReturning'), set }),
  },
  {
    needs: ['patch', 'where'],
    weight: 2,
    step: fc.record({ does: always('update'), set, record: draws, copies }),
  },
  {
    needs: ['patch', 'where', 'returning'],
    weight: 1,
    step: fc.record({ does: always('updateReturning'), set, record: draws, copies }),
  },
  {
    needs: ['insert', 'where', 'select'],
    weight: 2,
    step: fc.record({ does: always('insertFrom'), set, by: fc.integer({ min: 1, max: 5 }) }),
  },
]

type Can = { readonly [name: string]: boolean | undefined }
const chosen = (choices: readonly Choice[], can: Can): fc.Arbitrary<Step> =>
  fc.oneof(
    ...choices
      .filter(({ needs }) => needs.every(ability => can[ability] === true))
      .map(({ weight, step }) => ({ weight, arbitrary: step })),
  )

/** Calls that only read. */
export const readSteps = (can: Can): fc.Arbitrary<Step> => chosen(reads, can)
/** Calls of any kind that the source can do. */
export const anySteps = (can: Can): fc.Arbitrary<Step> => chosen([...reads, ...writes, ...writes], can)

/** What a call gave: its result as plain data, or the kind of its error. */
export type StepResult = { readonly gives: unknown } | { readonly fails: string; readonly message: string }

/** Makes one call on a table. */
export async function perform(step: Step, schema: RandomSchema, table: RandomTable, means: Means): Promise<StepResult> {
  try {
    return { gives: show(await made(step, schema, table, means)) }
  } catch (thrown) {
    if (VantageError.is(thrown)) return { fails: thrown.kind, message: thrown.message }
    throw thrown
  }
}

function made(step: Step, schema: RandomSchema, table: RandomTable, means: Means): unknown {
  const id = table.column('id')
  const narrowed = ({ where }: SetData): RandomTable =>
    where.reduce((found, data) => found.where(conditionOf(data, schema, table, means)), table)
  const sorted = (data: SetData): RandomTable => narrowed(data).orderBy(...keysOf(data, schema, table), id)
  switch (step.does) {
    case 'list':
      return sorted(step.set).limit(step.limit, step.offset).list()
    case 'stream':
      return sorted(step.set).stream(step.size)
    case 'page':
      return walked(narrowed(step.set).orderBy(...keysOf(step.set, schema, table)), step.size)
    case 'get':
      return narrowed(step.set).get(step.id)
    case 'values':
      return sorted(step.set).fieldValues(columnAt(schema, step.column).property)
    case 'aggregate':
      return narrowed(step.set)
        .aggregate(step.name, aggregated(schema, step.column, step.name).property)
        .then(step.name === 'avg' ? roughly : result => result)
    case 'search':
      return narrowed(step.set).search(step.text).orderBy(id).list()
    default:
      return written(step, schema, table, narrowed)
  }
}

type Write = Exclude<Step, { does: 'list' | 'stream' | 'page' | 'get' | 'values' | 'aggregate' | 'search' }>

function written(
  step: Write,
  schema: RandomSchema,
  table: RandomTable,
  narrowed: (data: SetData) => RandomTable,
): unknown {
  switch (step.does) {
    case 'insert':
      return narrowed(step.set).insert(step.id, recordOf(schema, step.record))
    case 'replace':
      return narrowed(step.set).replace(step.id, recordOf(schema, step.record))
    case 'patch':
      return narrowed(step.set).patch(step.id, partOf(schema, step.record))
    case 'delete':
      return narrowed(step.set).delete(step.id)
    case 'deleteAll':
      return narrowed(step.set).deleteAll()
    case 'deleteReturning':
      return narrowed(step.set).deleteReturning()
    case 'update':
    case 'updateReturning':
      return narrowed(step.set).update(changesOf(step, schema, table), step.does === 'updateReturning')
    case 'insertFrom': {
      const properties = schema.columns.map(({ property }) => property)
      return table.insertFrom(narrowed(step.set), properties, step.by)
    }
    case 'insertMany':
      return table.insertMany(step.records.map(({ id, record }) => ({ id, ...recordOf(schema, record) })))
    case 'fill': {
      const column = columnAt(schema, step.column)
      const set =
        column.family === 'opaque'
          ? table
          : table.where(table.column(column.property).eq(presentOf(column, step.value)))
      return set.insert(step.id, recordOf(schema, step.record))
    }
  }
}

/** Values for some columns; then columns for columns of one type, without nulls for required ones: a failure ends some transactions. */
function changesOf(
  {
    record,
    copies,
  }: { readonly record: Draws; readonly copies: readonly { readonly to: number; readonly from: number }[] },
  schema: RandomSchema,
  table: RandomTable,
): readonly (readonly [string, unknown])[] {
  const copied = copies.flatMap(({ to, from }) => {
    const [target, source] = [columnAt(schema, to), columnAt(schema, from)]
    const isFit = target.type === source.type && (target.isOptional || !source.isOptional)
    return isFit ? [[target.property, table.column(source.property)] as const] : []
  })
  return [...Object.entries(partOf(schema, record)), ...copied]
}

/** Averages of whole numbers past 2^53 may end in the double beside the nearest one. */
const roughly = (result: unknown): unknown => (typeof result === 'number' ? Number(result.toPrecision(14)) : result)

function columnAt({ columns }: RandomSchema, at: number): RandomColumn {
  const column = columns[at % columns.length]
  if (column === undefined) throw new Error('a random table has columns')
  return column
}

const keysOf = ({ order }: SetData, schema: RandomSchema, table: RandomTable): readonly unknown[] =>
  order.flatMap(({ column, isDescending }) => {
    const { property, type } = columnAt(schema, column)
    if (!type.isOrdered) return []
    const node = table.column(property)
    return [isDescending ? node.desc() : node.asc()]
  })

/** A column that the aggregate makes sense of; the first one, a whole number, always does. */
function aggregated(schema: RandomSchema, at: number, name: AggregateName): RandomColumn {
  const column = columnAt(schema, at)
  const isFit =
    name === 'min' || name === 'max'
      ? column.type.isOrdered && column.family !== 'bool'
      : column.type.arithmetic !== undefined
  return isFit ? column : columnAt(schema, 0)
}

async function walked(set: RandomTable, size: number): Promise<readonly unknown[]> {
  const rows: unknown[] = []
  let after: string | undefined
  do {
    const page = await set.page(size, after)
    rows.push(...page.rows)
    if (rows.length > 1000) throw new Error('paging does not end')
    after = page.next
  } while (after !== undefined)
  return rows
}
