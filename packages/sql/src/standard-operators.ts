import { type AggregateName, type OperatorName, operatorNames } from '@vantage-ts/core/adapter'
import type { AggregateTemplate, Dialect } from './dialect.ts'
import { closed, type Operand, type OperatorTable, type OperatorTemplate } from './operand.ts'

const infix =
  (word: string): OperatorTemplate =>
  ([left, right]) =>
    `${left?.sql} ${word} ${right?.sql}`
const call =
  (name: string): OperatorTemplate =>
  args =>
    closed(`${name}(${args.map(arg => arg.sql).join(', ')})`)

/** Operators that SQL databases render alike. Text functions and dates differ: each dialect adds its own. */
export const standardOperators = {
  eq: infix('='),
  ne: infix('<>'),
  lt: infix('<'),
  lte: infix('<='),
  gt: infix('>'),
  gte: infix('>='),
  isDistinctFrom: infix('IS DISTINCT FROM'),
  isNotDistinctFrom: infix('IS NOT DISTINCT FROM'),
  isNull: ([arg]) => `${arg?.sql} IS NULL`,
  isNotNull: ([arg]) => `${arg?.sql} IS NOT NULL`,
  in: infix('IN'),
  notIn: infix('NOT IN'),
  and: infix('AND'),
  or: infix('OR'),
  not: ([arg]) => `NOT ${arg?.sql}`,
  plus: infix('+'),
  minus: infix('-'),
  mul: infix('*'),
  negate: ([arg]) => `- ${arg?.sql}`,
  abs: call('abs'),
  concat: args => args.map(arg => arg.sql).join(' || '),
  coalesce: call('coalesce'),
  nullIf: ([left, right, result]) => closed(`CASE WHEN ${left?.sql} = ${right?.sql} THEN NULL ELSE ${result?.sql} END`),
} satisfies OperatorTable

const aggregate =
  (name: string): AggregateTemplate =>
  (arg: Operand | undefined) =>
    closed(`${name}(${arg?.sql ?? '*'})`)

/** Aggregates over numbers that the engine adds up by itself. The sum of nothing is zero. */
export const standardAggregates: { readonly [Name in AggregateName]: AggregateTemplate } = {
  count: aggregate('count'),
  sum: arg => closed(`coalesce(sum(${arg?.sql}), 0)`),
  min: aggregate('min'),
  max: aggregate('max'),
  avg: aggregate('avg'),
  percentile: (arg, _type, fraction) => closed(`percentile_cont(${fraction?.sql}) WITHIN GROUP (ORDER BY ${arg?.sql})`),
  concat: (arg, _type, separator) => closed(`string_agg(${arg?.sql}, ${separator?.sql} ORDER BY ${arg?.sql})`),
}

/** The operators that a dialect lowers, for `Backend.operators`. */
export const operatorsOf = ({ operators }: Dialect): ReadonlySet<OperatorName> =>
  new Set(operatorNames.filter(name => operators[name] !== undefined))
