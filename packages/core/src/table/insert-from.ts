import { keepInside } from '../expression/home.ts'
import { Literal, type Node, Subquery } from '../expression/node.ts'
import type { InsertSelect, Projection, Select, StoredColumn } from '../expression/statement.ts'
import { insertSelectKey } from '../expression/statement-key.ts'
import { unsupported } from '../source/guard.ts'
import { derivedFrom } from '../set/derived.ts'
import { occurringAs } from '../set/occurrence.ts'
import { narrowed, selectExpressions, type SetState } from '../set/state.ts'
import { bool } from '../types/bool.ts'
import { int } from '../types/int.ts'
import { insertEachRecord } from './hooked-change.ts'
import { insertAcross, recordsOf } from './insert-across.ts'
import { type Mapped, mappedColumns } from './mapped-columns.ts'
import { isFixedById, refinedValue, type Values } from './record.ts'
import { Stamping } from './stamping.ts'
import type { Definition } from '../set/definition.ts'
import type { Change, ChangeStep } from './set-change.ts'
import { isLog, needInsert, refuseUnwritable } from './writable-set.ts'
import { heldOutsideSelect, refuseHeld } from './insert-statements.ts'
import { type HookViews, isHooked } from './around.ts'

/**
 * An insert of the rows of another set: one statement in the same database, else a stream that is inserted in batches.
 *
 * Shape: insert's meaning for each row; a limit of the other set counts, one of this set is refused.
 */
export function insertFromOf(state: SetState, records: HookViews, other: SetState, mapping: unknown): Change {
  refuseUnwritable(state, 'insertFrom')
  needInsert(state)
  const { entity } = other.definition
  keepInside(other.source, state.source, () => entity.name, `insertFrom() of ${state.definition.entity.name}`)
  const mapped = mappedColumns(state, other, mapping)
  if (isHooked(state, 'insert'))
    return insertEachRecord(state, records, (options, inside) => recordsOf(inside, other, mapped, options))
  return state.source.database === other.source.database
    ? insideOne(state, other, mapped)
    : insertAcross(state, other, mapped)
}

function insideOne(state: SetState, other: SetState, mapped: readonly Mapped[]): Change {
  const { definition, source } = state
  const onConflict = definition.ids.length > 0 ? 'skip' : 'fail'
  const statementOf = (returning: readonly StoredColumn[]): InsertSelect => {
    const made = madeColumns(definition, mapped)
    const columns = made.map(({ column }) => column)
    const select = selectExpressions(other, made.map(projected), true)
    const parts = { into: definition.occurrence, columns, select, onConflict, returning } as const
    return { kind: 'insert-select', ...parts, key: insertSelectKey(parts) }
  }
  const held = heldOutside(state, other, mapped.map(projected))
  return {
    verb: 'insert',
    steps: returning => [...held, statementOf(returning)].map((statement): ChangeStep => ({ source, statement })),
    send: async (returning, wanted, options) => {
      for (const outside of held) await refuseHeld(state, outside, options)
      return source.fetch(statementOf(returning), wanted, options)
    },
  }
}

const projected = ({ column, node, value }: Mapped): Projection => ({
  name: column.property,
  node: node ?? new Literal(column.type, value ?? null, column.storage),
})

/** With the values that columns make for themselves, at one moment. */
function madeColumns(definition: Definition, mapped: readonly Mapped[]): readonly Mapped[] {
  const stamping = new Stamping(definition)
  const made: Values = new Map()
  for (const { column, stamp } of mapped) if (stamp !== undefined) stamping.put(made, column, stamp)
  return mapped
    .filter(({ column, stamp }) => stamp === undefined || made.has(column))
    .map(one =>
      one.stamp === undefined ? one : { ...one, value: refinedValue(definition, one.column, made.get(one.column)) },
    )
}

/** What finds an id of the other set that a row outside this one holds; nothing where that cannot be. */
function heldOutside(state: SetState, other: SetState, projection: readonly Projection[]): readonly Select[] {
  const { definition, where } = state
  const ids = projection.filter(({ name }) => definition.stored(name).column.isId)
  if (where === undefined || ids.length === 0 || ids.length < definition.ids.length || isLog(state)) return []
  return isFixedById(state) ? [] : [heldOutsideSelect(state, where, isIdOf(state, other, ids))]
}

/** Whether a row has an id that the other set gives; parts that are the same for all are compared at once. */
function isIdOf(state: SetState, other: SetState, ids: readonly Projection[]): Node {
  const { definition } = state
  const fixed = ids.filter(({ node }) => node instanceof Literal)
  const [one, second] = ids.filter(({ node }) => !(node instanceof Literal))
  const conditions = fixed.map(({ name, node }) => definition.column(name).eq(node))
  if (one !== undefined) conditions.push(second === undefined ? among(state, other, one) : together(state, other, ids))
  return conditions.reduce((all, condition) => all.and(condition))
}

function among({ definition, source }: SetState, other: SetState, { name, node }: Projection): Node {
  const select = selectExpressions(other, [{ name: 'value', node }], true)
  return definition.column(name).in(new Subquery(select, 'column', source, node.type, node.isNullable))
}

/** Parts that differ from row to row have to be those of one row. */
function together({ definition, source }: SetState, other: SetState, ids: readonly Projection[]): Node {
  if (source.can.correlate !== true)
    throw unsupported(
      source.name,
      'correlate',
      `insert the rows of a set into a narrowed set of ${definition.entity.name}, whose id has several parts`,
      'import() the set, or insert into the whole table',
    )
  const differing = ids.filter(({ node }) => !(node instanceof Literal))
  const given = derivedFrom(other, { columns: differing })
  const inner = occurringAs(given, `${given.definition.occurrence.key}<${definition.occurrence.key}`)
  const matching = differing
    .map(({ name }) => inner.definition.column(name).eq(definition.column(name)))
    .reduce((all, one) => all.and(one))
  const select = selectExpressions(narrowed(inner, matching), [{ name: 'value', node: new Literal(int, 1) }], false)
  return new Subquery(select, 'exists', source, bool, false)
}
