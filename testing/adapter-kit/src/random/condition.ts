import { caseWhen } from '@vantage-ts/core'
import { type Node, type OperatorName, unchecked } from '@vantage-ts/core/adapter'
import * as fc from 'fast-check'
import type { RandomTable } from './random-table.ts'
import { type Family, presentOf, type RandomColumn, type RandomSchema } from './schema.ts'

/** A condition as data: what it means depends on the columns there are, so that it can be shrunk on its own. */
export type ConditionData =
  | { readonly is: 'and' | 'or'; readonly left: ConditionData; readonly right: ConditionData }
  | { readonly is: 'not'; readonly of: ConditionData }
  | { readonly is: 'test'; readonly column: number; readonly test: number; readonly args: readonly number[] }
  | { readonly is: 'inside'; readonly column: number; readonly isNegative: boolean; readonly of: ConditionData }

const test = fc.record({
  is: fc.constant('test' as const),
  column: fc.nat(6),
  test: fc.nat(60),
  args: fc.array(fc.nat(30), { minLength: 3, maxLength: 3 }),
})

/** Trees of conditions, mostly small. */
export const conditions: fc.Arbitrary<ConditionData> = fc.letrec<{ tree: ConditionData }>(tie => ({
  tree: fc.oneof(
    { maxDepth: 4, depthSize: 'small', withCrossShrink: true },
    { weight: 5, arbitrary: test },
    {
      weight: 2,
      arbitrary: fc.record({
        is: fc.constantFrom('and' as const, 'or' as const),
        left: tie('tree'),
        right: tie('tree'),
      }),
    },
    { weight: 1, arbitrary: fc.record({ is: fc.constant('not' as const), of: tie('tree') }) },
    {
      weight: 1,
      arbitrary: fc.record({
        is: fc.constant('inside' as const),
        column: fc.nat(6),
        isNegative: fc.boolean(),
        of: tie('tree'),
      }),
    },
  ),
})).tree

/** What a test works with: a column, and values of its type by number. */
interface Operands {
  readonly column: Node
  /** A column of the same type, perhaps the same one. */
  readonly other: Node
  readonly facts: RandomColumn
  value(at: number): unknown
  readonly args: readonly [number, number, number]
}

interface Test {
  readonly operators: readonly OperatorName[]
  readonly families: readonly Family[]
  build(operands: Operands): Node
}

const ordered: readonly Family[] = ['int', 'float', 'bigint', 'decimal', 'text', 'moment', 'time', 'ordered']
const comparable: readonly Family[] = [...ordered, 'bool']
const numbers: readonly Family[] = ['int', 'float', 'decimal']
const comparisons = ['eq', 'ne', 'lt', 'lte', 'gt', 'gte'] as const
type Comparison = (typeof comparisons)[number]
const comparisonOf = (at: number): Comparison => comparisons[at % comparisons.length] ?? 'eq'
const compare = (left: Node, at: number, right: unknown): Node => left[comparisonOf(at)](right)
/** Small enough that products stay small, and the type of the column. */
const patterns = ['a%', '%a', '%', '_', 'A_', '%\\%%', '%\\_%', '', '%😀%']

const tests: readonly Test[] = [
  ...comparisons.map(
    (name): Test => ({
      operators: [name],
      families: name === 'eq' || name === 'ne' ? comparable : ordered,
      build: ({ column, value, args }) => column[name](value(args[0])),
    }),
  ),
  ...comparisons.map(
    (name): Test => ({
      operators: [name],
      families: name === 'eq' || name === 'ne' ? comparable : ordered,
      build: ({ column, other }) => column[name](other),
    }),
  ),
  { operators: ['isNull'], families: [...comparable, 'opaque'], build: ({ column }) => column.isNull() },
  { operators: ['isNotNull'], families: [...comparable, 'opaque'], build: ({ column }) => column.isNotNull() },
  {
    operators: ['isDistinctFrom', 'isNull', 'isNotNull'],
    families: comparable,
    build: ({ column, value, args }) => column.isDistinctFrom(args[1] % 4 === 0 ? null : value(args[0])),
  },
  {
    operators: ['isNotDistinctFrom'],
    families: comparable,
    build: ({ column, other }) => column.isNotDistinctFrom(other),
  },
  {
    operators: ['in'],
    families: comparable,
    build: ({ column, value, args }) => column.in(args.slice(0, (args[2] ?? 0) % 4).map(value)),
  },
  {
    operators: ['notIn'],
    families: comparable,
    build: ({ column, value, args }) => column.notIn([...args.slice(0, (args[2] ?? 0) % 4).map(value), null]),
  },
  {
    operators: ['gte', 'lte', 'and'],
    families: ordered,
    build: ({ column, value, args }) => column.between(value(args[0]), value(args[1])),
  },
  { operators: ['contains'], families: ['text'], build: ({ column, value, args }) => column.contains(value(args[0])) },
  {
    operators: ['startsWith'],
    families: ['text'],
    build: ({ column, value, args }) => column.startsWith(value(args[0])),
  },
  { operators: ['endsWith'], families: ['text'], build: ({ column, other }) => column.endsWith(other) },
  {
    operators: ['like'],
    families: ['text'],
    build: ({ column, args }) => column.like(patterns[args[0] % patterns.length]),
  },
  { operators: ['lower', 'eq'], families: ['text'], build: ({ column, other }) => column.lower().eq(other) },
  { operators: ['upper', 'in'], families: ['text'], build: ({ column }) => column.upper().in(['A', 'AB', 'Ä', '']) },
  {
    operators: ['length', ...comparisons],
    families: ['text'],
    build: ({ column, args }) => compare(column.length(), args[0], args[1] % 4),
  },
  {
    operators: ['substring', 'eq'],
    families: ['text'],
    build: ({ column, other, args }) => column.substring(args[0] % 3, args[1] % 3).eq(other),
  },
  {
    operators: ['concat', 'contains'],
    families: ['text'],
    build: ({ column, other, value, args }) => column.concat('-').contains(value(args[0])).or(other.isNull()),
  },
  ...(['plus', 'minus', 'mul', 'div'] as const).map(
    (name): Test => ({
      operators: [name, ...comparisons],
      families: numbers,
      build: ({ column, other, value, args }) =>
        compare(column[name](args[2] % 2 === 0 ? other : value(args[0])), args[1], value(args[2])),
    }),
  ),
  ...(['intDiv', 'mod'] as const).map(
    (name): Test => ({
      operators: [name, ...comparisons],
      families: ['int', 'bigint'],
      build: ({ column, other, value, args }) =>
        compare(column[name](args[2] % 2 === 0 ? other : value(args[0])), args[1], value(args[2])),
    }),
  ),
  {
    operators: ['negate', ...comparisons],
    families: [...numbers, 'bigint'],
    build: ({ column, other, args }) => compare(column.negate(), args[0], other),
  },
  {
    operators: ['abs', ...comparisons],
    families: [...numbers, 'bigint'],
    build: ({ column, value, args }) => compare(column.abs(), args[0], value(args[1])),
  },
  {
    operators: ['coalesce', ...comparisons],
    families: comparable.filter(family => family !== 'bool'),
    build: ({ column, other, value, args }) =>
      compare(column.coalesce(args[2] % 2 === 0 ? other : value(args[0])), args[1], value(args[2])),
  },
  {
    operators: ['nullIf', 'isNull'],
    families: comparable,
    build: ({ column, value, args }) => column.nullIf(value(args[0])).isNull(),
  },
  {
    operators: ['eq', 'isNull'],
    families: comparable,
    build: ({ column, other, facts, value, args }) =>
      unchecked<Node>(
        caseWhen(
          facts.type,
          [{ when: unchecked(column.isNull(), 'a condition'), then: value(args[0]) }],
          unchecked(other, 'of the same type'),
        ),
        'an expression is a node',
      ).eq(value(args[1])),
  },
  ...(['year', 'month', 'day'] as const).map(
    (name): Test => ({
      operators: [name, ...comparisons],
      families: ['moment'],
      build: ({ column, args }) => compare(column[name](), args[0], args[1] % 2 === 0 ? 2001 : 3),
    }),
  ),
  ...(['hour', 'minute', 'second'] as const).map(
    (name): Test => ({
      operators: [name, ...comparisons],
      families: ['moment', 'time'],
      build: ({ column, args }) => compare(column[name](), args[0], args[1] % 30),
    }),
  ),
]

/** What conditions may be made of on a source. */
export interface Means {
  readonly operators: ReadonlySet<OperatorName>
  readonly canNest: boolean
}

/** The condition that the data stands for, over the columns of a table. */
export function conditionOf(data: ConditionData, schema: RandomSchema, table: RandomTable, means: Means): Node {
  const build = (inner: ConditionData): Node => conditionOf(inner, schema, table, means)
  switch (data.is) {
    case 'and':
    case 'or':
      return build(data.left)[data.is](build(data.right))
    case 'not':
      return build(data.of).not()
    case 'inside': {
      const facts = columnAt(schema, data.column, comparable)
      if (!means.canNest) return table.column(facts.property).isNull()
      const values = table.where(build(data.of)).values(facts.property)
      return table.column(facts.property)[data.isNegative ? 'notIn' : 'in'](values)
    }
    case 'test':
      return testOf(data, schema, table, means)
  }
}

/** A column by number that is of one of the families; the first one, a whole number, always is. */
function columnAt({ columns }: RandomSchema, at: number, families: readonly Family[]): RandomColumn {
  const chosen = columns[at % columns.length]
  const first = columns[0]
  if (first === undefined) throw new Error('a random table has columns')
  return chosen !== undefined && families.includes(chosen.family) ? chosen : first
}

function testOf(data: ConditionData & { is: 'test' }, schema: RandomSchema, table: RandomTable, means: Means): Node {
  const facts = columnAt(schema, data.column, [...comparable, 'opaque'])
  const fitting = tests.filter(
    ({ operators, families }) => families.includes(facts.family) && operators.every(name => means.operators.has(name)),
  )
  const chosen = fitting[data.test % fitting.length]
  const column = table.column(facts.property)
  if (chosen === undefined) return column.isNull()
  const alike = schema.columns.filter(({ type, property }) => type === facts.type && property !== facts.property)
  const other = alike[(data.args[0] ?? 0) % Math.max(1, alike.length)] ?? facts
  const [first = 0, second = 0, third = 0] = data.args
  return chosen.build({
    column,
    other: table.column(other.property),
    facts,
    value: at => presentOf(facts, at),
    args: [first, second, third],
  })
}
