import type { CallOptions } from '../expression/execute.ts'
import { abortError } from '../expression/deadline.ts'
import { VantageError } from '../errors/vantage-error.ts'
import { Constant, Literal, type Node, Subquery } from '../expression/node.ts'
import type { InsertSelect, Projection, Select, StoredColumn } from '../expression/statement.ts'
import { insertSelectKey } from '../expression/statement-key.ts'
import type { Decoded } from '../source/bound-source.ts'
import { unsupported } from '../source/guard.ts'
import { selectExpressions, type SetState } from '../set/state.ts'
import { unchecked } from '../types/cast.ts'
import type { Change, ChangeStep } from './set-change.ts'
import { insertAll, type Sending } from './insert-records.ts'
import { type Mapped, mappedColumns } from './mapped-columns.ts'
import { refused } from './record.ts'
import { isLog, needInsert, refuseUnwritable } from './writable-set.ts'
import { completeRecords, heldOutsideSelect, insertStatement, refuseHeld } from './write.ts'

/**
 * An insert of the rows of another set: one statement in the same database, else a stream that is inserted in batches.
 *
 * Shape: insert's meaning for each row; a limit of the other set counts, one of this set is refused.
 */
export function insertFromOf(state: SetState, other: SetState, mapping: unknown): Change {
  refuseUnwritable(state, 'insertFrom')
  needInsert(state)
  const mapped = mappedColumns(state, other, mapping)
  return state.source.database === other.source.database
    ? insideOne(state, other, mapped)
    : betweenTwo(state, other, mapped)
}

function insideOne(state: SetState, other: SetState, mapped: readonly Mapped[]): Change {
  const { definition, source } = state
  const columns = mapped.map(({ column }) => column)
  const projection = mapped.map(({ column, node, value }) => ({
    name: column.property,
    node: node ?? new Literal(column.type, value, column.storage),
  }))
  const select = selectExpressions(other, projection, true)
  const onConflict = definition.ids.length > 0 ? 'skip' : 'fail'
  const statementOf = (returning: readonly StoredColumn[]): InsertSelect => {
    const parts = { into: definition.occurrence, columns, select, onConflict, returning } as const
    return { kind: 'insert-select', ...parts, key: insertSelectKey(parts) }
  }
  const held = heldOutside(state, other, projection)
  return {
    verb: 'insert',
    steps: returning => [...held, statementOf(returning)].map((statement): ChangeStep => ({ source, statement })),
    send: async (returning, wanted, options) => {
      for (const outside of held) await refuseHeld(state, outside, options)
      return source.fetch(statementOf(returning), wanted, options)
    },
  }
}

/** What finds an id of the other set that a row outside this one holds; nothing where that cannot be. */
function heldOutside(state: SetState, other: SetState, projection: readonly Projection[]): readonly Select[] {
  const { definition, where, source } = state
  const ids = projection.filter(({ name }) => definition.stored(name).column.isId)
  const [id, second] = ids
  if (where === undefined || id === undefined || ids.length < definition.ids.length || isLog(state)) return []
  if (second !== undefined)
    throw unsupported(
      source.name,
      'insert',
      `insert the rows of a set into a narrowed set of ${definition.entity.name}, whose id has several parts`,
      'import() the set, or insert into the whole table',
    )
  const { node } = id
  const inner = selectExpressions(other, [{ name: 'value', node }], true)
  const ofOther = new Subquery(inner, 'column', source, node.type, node.isNullable)
  return [heldOutsideSelect(state, where, definition.column(id.name).in(ofOther))]
}

/** Rows that are read and written at a time. */
const batchRows = 1000

function betweenTwo(state: SetState, other: SetState, mapped: readonly Mapped[]): Change {
  const { source } = state
  const computed = mapped.flatMap(({ column, node }) => (node === undefined ? [] : [{ column, node }]))
  const fixed = mapped.flatMap(({ column, node, value }) => (node === undefined ? [[column.property, value]] : []))
  const projection: readonly { readonly name: string; readonly node: Node }[] = computed.map(({ column, node }) => ({
    name: column.property,
    node,
  }))
  // A row is a row, whatever is taken from it.
  const read = projection.length === 0 ? [{ name: 'row', node: new Constant(true) }] : projection
  const select = selectExpressions(other, read, true)
  /** The columns of every record; their values are known when it runs. */
  const someRow = new Map(mapped.map(({ column }) => [column, undefined]))
  const recordOf = (row: unknown): object => {
    const cells = unchecked<readonly unknown[]>(row, 'rows are wanted by position')
    const given = computed.map(({ column }, index) => {
      const value = cells[index] ?? null
      if (value === null && !column.isNullable) throw needsValue(state, column)
      return [column.property, value]
    })
    return Object.fromEntries([...given, ...fixed])
  }
  const send = async (sending: Sending): Promise<Decoded> => {
    const rows: unknown[] = []
    let count = 0
    const tuples = { form: 'tuple', entity: other.definition.entity.name } as const
    try {
      for await (const batch of other.source.stream(select, tuples, batchRows, sending.options)) {
        const answer = await insertAll(state, completeRecords(state, batch.map(recordOf)), sending)
        count += answer.count
        for (const row of answer.rows) rows.push(row)
      }
    } catch (thrown) {
      throw afterSome(thrown, count, sending.options)
    }
    return { rows, count }
  }
  return {
    verb: 'insert',
    steps: returning => [
      { source: other.source, statement: select },
      {
        source,
        statement: insertStatement(state, [someRow], returning, state.definition.ids.length > 0 ? 'skip' : 'fail'),
      },
    ],
    send: (returning, wanted, options) => send({ returning, wanted, options }),
  }
}

const needsValue = (state: SetState, column: StoredColumn): VantageError =>
  refused(state.definition, column, 'needs a value, and the other set gave null', 'constraint', 'not-null')

/** A failure after some rows were written says how many; a cancelled call then has an unknown outcome. */
function afterSome(thrown: unknown, created: number, { signal }: CallOptions): VantageError {
  const error = VantageError.from(thrown)
  if (created === 0) return error
  const isCut = signal?.aborted === true && error.details.outcome === undefined
  return (isCut ? abortError(signal, true) : error).withDetails({ created })
}
