import type { Select, Subquery } from '@vantage-ts/core/adapter'
import { holdsAggregate } from './holds-aggregate.ts'
import type { Inside } from './inside.ts'
import { guarded } from './null-operators.ts'
import { sure, type Value } from './value.ts'

/** A select used as a value. One that looks at no row outside is computed once, before the statement. */
export function subqueryValue(node: Subquery, inside: Inside): Value {
  const isMicros = node.type.arithmetic === 'duration'
  switch (node.mode) {
    case 'single':
      return maybeNull(
        node,
        computed(node, inside, { shape: 'value', isMicros, atMost: 2 }, single(node, inside.rendering.isChanging)),
        isMicros,
      )
    case 'exists':
      return computed(node, inside, { shape: 'true', isMicros: false, atMost: 1 }, text => `array::len((${text})) > 0`)
    case 'column':
      return membersOf(node, isMicros, inside)
    case 'rows':
      return rowsValue(node, inside)
  }
}

/** The values of a column without nulls, each once. */
export const membersOf = (node: Subquery, isMicros: boolean, inside: Inside): Value =>
  computed(node, inside, { shape: 'value', isMicros }, text => `array::distinct((${text}).filter(|$_x| $_x > NULL))`)

/** The values of a column as records of a table whose ids they are; links to other tables are none. */
export function recordMembersOf(node: Subquery, table: string, inside: Inside): Value {
  const name = inside.rendering.constant(table)
  const isRecord = `$_x > NULL AND record::tb($_x) = ${name}`
  const form = { shape: 'value', isMicros: false, recordsOf: table } as const
  return computed(node, inside, form, text => `array::distinct((${text}).filter(|$_x| ${isRecord}))`)
}

/** A select as a table of vendor text: its columns under their properties, as they are stored. */
function rowsValue({ select }: Subquery, inside: Inside): Value {
  const { text, frame } = inside.rendering.subselect(select, inside.scope, { shape: 'object' })
  return sure(frame.lets.length === 0 ? `(${text})` : `({ ${frame.lets.join('; ')}; (${text}) })`)
}

const maybeNull = (node: Subquery, value: Value, isMicros: boolean): Value => {
  const found = { ...value, isMicros }
  return node.isNullable ? guarded(found) : found
}

const single =
  ({ select, type, isNullable }: Subquery, isChanging: boolean) =>
  (text: string): string =>
    isOneRow(select)
      ? isChanging && !isNullable
        ? `((${text})[0] ?? ${type.arithmetic === 'decimal' ? '0dec' : '0'})`
        : `(${text})[0]`
      : `{ LET $_r = (${text}); IF array::len($_r) > 1 { THROW "vantage:cardinality" }; $_r[0] }`

/** An aggregate without groups gives one row, whatever it reads; a select by the id one at most. */
const isOneRow = (select: Select): boolean =>
  select.isSingle === true ||
  (select.groupBy === undefined &&
    select.having === undefined &&
    select.columns.some(({ node }) => holdsAggregate(node)))

interface Form {
  readonly shape: 'value' | 'true'
  readonly isMicros: boolean
  /** More rows are not looked at. */
  readonly atMost?: number
  readonly recordsOf?: string
}

function computed(node: Subquery, inside: Inside, form: Form, make: (text: string) => string): Value {
  const { rendering } = inside
  const done = form.recordsOf === undefined ? rendering.subqueries : rendering.recordSubqueries
  const known = done.get(node)
  if (known !== undefined) return { text: known, guards: [], lets: [] }
  const { text, frame } = rendering.subselect(node.select, inside.scope, form)
  if (!frame.isCorrelated && !rendering.isInOrder) {
    const name = rendering.hoist(make(text))
    done.set(node, name)
    return { text: name, guards: [], lets: [] }
  }
  const made = rendering.flattened(make(text))
  // What needs nothing of this row is the same for all rows of the select that it stands in.
  if (frame.lets.length === 0 && !rendering.isInOrder)
    return { text: inside.scope.frame.define(made), guards: [], lets: [] }
  const name = rendering.local()
  return { text: name, guards: [], lets: [...frame.lets, `LET ${name} = ${made}`] }
}
