import type { CallOptions } from '../expression/execute.ts'
import { VantageError } from '../errors/vantage-error.ts'
import type { FieldProblem } from '../active/hook-call.ts'
import { deleteKey, insertKey } from '../expression/statement-key.ts'
import type { Insert, StoredColumn } from '../expression/statement.ts'
import type { Decoded } from '../source/rows-wanted.ts'
import { unsupported } from '../source/guard.ts'
import { andThen, type MaybePromise } from '../source/maybe-promise.ts'
import type { Definition } from '../set/definition.ts'
import type { SetState } from '../set/state.ts'
import { amongKept } from './kept-rows.ts'
import { plainColumns, plainRows } from './plain-rows.ts'
import { rowById, wantedOf } from './read.ts'
import {
  expectedOf,
  givenBack,
  type HowUpdated,
  refuseUnexpected,
  storedColumns,
  updateById,
  withId,
  writtenRow,
} from './row-update.ts'
import { type EverythingOptions, isLog, need, needNarrowing, refuseUnwritable } from './writable-set.ts'
import { heldOutside, insertStatement, insertStatements, refuseHeldOutside } from './insert-statements.ts'
import { allExpected, type Expected, unchanged } from './expected.ts'
import { checkPart, completeRecord, idOf, idValues, shownId, type Values } from './record.ts'
import { putField } from '../types/own-field.ts'

export interface ReplaceOptions extends CallOptions {
  /** Agrees that stored fields which the entity does not declare are lost, on sources that replace whole documents. */
  readonly whole?: boolean
}
export interface DeleteAllOptions extends CallOptions, EverythingOptions {}

/** How a write is to be done, besides what it writes. */
export interface HowWritten extends HowUpdated {
  /** What hooks refused: told together with what else is wrong, before anything is written. */
  readonly problems?: FieldProblem[]
}

/** What an insert found or made. */
export interface Inserted {
  readonly row: unknown
  readonly isCreated: boolean
}

export async function insertRow(
  state: SetState,
  id: unknown,
  record: object,
  options?: CallOptions,
  isPlain?: boolean,
): Promise<unknown> {
  return (await insertOrFind(state, id, record, { options, isPlain })).row
}

/** Creates a row, or finds the one that is there. */
export async function insertOrFind(
  state: SetState,
  id: unknown,
  record: object,
  { options, isPlain, problems }: HowWritten,
): Promise<Inserted> {
  refuseUnwritable(state, 'insert')
  const { definition } = state
  const values = completeRecord(state, record, idValues(definition, id), { problems })
  if (isLog(state)) return { row: await appendRow(state, values, options, isPlain), isCreated: true }
  const created = await insertValues(state, [values], options, isPlain)
  if (created.rows[0] !== undefined) return { row: created.rows[0], isCreated: true }
  const isCreated = created.count > 0
  const row = await (isCreated ? writtenRow : rowById)(state, id, options, isPlain)
  if (row === undefined) throw heldOutside(state, values)
  return { row, isCreated }
}

/** A log gives nothing back: the record as it was sent. */
async function appendRow(state: SetState, values: Values, options?: CallOptions, isPlain?: boolean): Promise<unknown> {
  await insertValues(state, [values], options, isPlain)
  return rowAsSent(state, values, isPlain)
}

function rowAsSent(state: SetState, values: Values, isPlain?: boolean): object {
  const { definition } = state
  const row: Record<string, unknown> =
    isPlain === true || state.selected !== undefined ? {} : Object.create(definition.entity.prototype)
  for (const { column } of definition.nodes.values()) putField(row, column.property, values.get(column) ?? null)
  return row
}

/** The id of a row that an insert found or made. */
export interface InsertedId {
  readonly id: unknown
  readonly isCreated: boolean
}

export async function insertReturningId(
  state: SetState,
  record: object,
  options?: CallOptions,
  problems?: FieldProblem[],
): Promise<InsertedId> {
  refuseUnwritable(state, 'insertReturningId')
  need(state, 'insert', 'insert rows by id')
  const { definition } = state
  const values = completeRecord(state, record, new Map(), { problems })
  generateIds(state, values)
  const missing = definition.ids.filter(({ column }) => !values.has(column))
  if (missing.length === 0) {
    const created = await insertValues(state, [values], options, true)
    if (created.count === 0 && (await rowById(state, idOf(definition, values), options, true)) === undefined)
      throw heldOutside(state, values)
    return { id: idOf(definition, values), isCreated: created.count > 0 }
  }
  if (definition.ids.length === 0) throw noId(state)
  needMadeIds(state)
  const statement = insertStatement(
    state,
    [values],
    definition.ids.map(({ column }) => column),
    'fail',
  )
  const send = (): MaybePromise<Decoded> => state.source.fetch(statement, wantedOf(state, undefined, true), options)
  const { rows } = await amongKept(definition, send)
  const row = new Map(Object.entries(rows[0] ?? {}))
  return { id: idOf(definition, { get: column => row.get(column.property) }), isCreated: true }
}

/** An id that the database makes is known only where it gives written rows back. */
function needMadeIds({ source }: SetState): void {
  if (source.can.returning !== true)
    throw unsupported(source.name, 'returning', 'tell the id that it made', 'give the record an id')
}

/**
 * Creates a row that is not there yet and gives it back as it is stored. The id may come from the record, a generator or the
 * database; a log gives the record as it was sent.
 *
 * Errors: `conflict` for an id that is taken.
 */
export async function createRow(
  state: SetState,
  record: object,
  { options, isPlain, problems }: HowWritten,
): Promise<unknown> {
  refuseUnwritable(state, 'create')
  const { definition, source } = state
  const values = completeRecord(state, record, new Map(), { problems })
  if (isLog(state)) return appendRow(state, values, options, isPlain)
  need(state, 'insert', 'create rows')
  generateIds(state, values)
  const ids = definition.ids.map(({ column }) => column)
  const isIdKnown = ids.every(column => values.has(column))
  if (!isIdKnown) needMadeIds(state)
  const canGiveAll = source.can.returning === true && !definition.isComputed
  const returning = canGiveAll ? storedColumns(definition) : isIdKnown ? [] : ids
  const statement = insertStatement(state, [values], returning, 'fail')
  const wanted = wantedOf(state, undefined, canGiveAll ? isPlain : true)
  const { rows } = await amongKept(definition, () => source.fetch(statement, wanted, options))
  if (canGiveAll && rows[0] !== undefined) return rows[0]
  if (ids.length === 0) return rowAsSent(state, values, isPlain)
  const made = new Map(Object.entries(rows[0] ?? {}))
  const id = idOf(definition, isIdKnown ? values : { get: column => made.get(column.property) })
  return writtenRow(state, id, options, isPlain)
}

const noId = (state: SetState): VantageError =>
  new VantageError(`${state.definition.entity.name} has no id column; use insertMany()`, { kind: 'invalid' })

/** Uuid ids that neither the record nor a default gives are made here, unless the database makes them. */
export function generateIds(state: SetState, values: Values): void {
  for (const { column } of state.definition.ids) {
    const { isGenerated } = state.definition.factsOf(column.property)
    if (!values.has(column) && !isGenerated && column.type.name === 'uuid') values.set(column, crypto.randomUUID())
  }
}

/** Inserts many records with insert's meaning for each; gives the number of rows created. */
export async function insertMany(state: SetState, records: readonly object[], options?: CallOptions): Promise<number> {
  refuseUnwritable(state, 'insertMany')
  if (!Array.isArray(records))
    throw new VantageError('insertMany() takes an array of records; import() takes streams of them', {
      kind: 'invalid',
    })
  const { definition } = state
  const rows = state.where === undefined ? plainRows(definition, records) : undefined
  if (rows !== undefined) return insertRows(state, plainColumns(definition), rows, options)
  const all = completeRecords(state, records)
  await refuseHeldOutside(state, all, options)
  let count = 0
  for (const statement of insertStatements(state, all, []))
    count += (await state.source.fetch(statement, wantedOf(state, undefined, true), options)).count
  return count
}

/** Records checked, completed and with their ids, where those are made here. */
export function completeRecords(state: SetState, records: readonly object[]): readonly Values[] {
  return records.map((record, index) => {
    try {
      const values = completeRecord(state, record, new Map())
      generateIds(state, values)
      return values
    } catch (thrown) {
      throw VantageError.from(thrown).withContext(`record ${index + 1} of ${records.length}`)
    }
  })
}

/** Inserts values that were checked, in the order of the columns. */
export async function insertRows(
  state: SetState,
  columns: readonly StoredColumn[],
  rows: readonly (readonly unknown[])[],
  options?: CallOptions,
): Promise<number> {
  if (rows.length === 0) return 0
  const statement = insertOfRows(state, columns, rows)
  return (await state.source.fetch(statement, wantedOf(state, undefined, true), options)).count
}

/** The insert of rows whose values stand in the order of the columns. */
export function insertOfRows(
  { definition }: SetState,
  columns: readonly StoredColumn[],
  rows: readonly (readonly unknown[])[],
): Insert {
  const onConflict: Insert['onConflict'] = definition.ids.length > 0 ? 'skip' : 'fail'
  const parts = { into: definition.occurrence, columns, onConflict, returning: [] }
  return { kind: 'insert', ...parts, rows, key: insertKey(parts) }
}

async function insertValues(
  state: SetState,
  all: readonly Values[],
  options?: CallOptions,
  isPlain?: boolean,
): Promise<Decoded> {
  const { definition, source } = state
  const statement = insertStatement(state, all, givenBack(state), definition.ids.length > 0 ? 'skip' : 'fail')
  return amongKept(definition, () => source.fetch(statement, wantedOf(state, undefined, isPlain), options))
}

/** An insert of records that give values to the same columns. */
/**
 * Updates the declared columns; inserts where there is no row; a race lost in between is settled by updating again.
 *
 * Errors: `not-found` where a version is known and there is no row: it was deleted meanwhile.
 */
export async function replaceRow(
  state: SetState,
  id: unknown,
  record: object,
  options?: ReplaceOptions,
  { isPlain, problems, expected }: HowWritten = {},
): Promise<unknown> {
  refuseUnwritable(state, 'replace')
  need(state, 'replace', 'replace rows')
  const { definition, source } = state
  if (source.limits.replace === 'whole' && options?.whole !== true)
    throw unsupported(
      source.name,
      'replace',
      'keep undeclared fields in a replace',
      'pass { whole: true } to lose them',
    )
  const ids = idValues(definition, id)
  const values = completeRecord(state, record, ids, { problems })
  const changes = replacedColumns(state, values, record)
  const how = { options, isPlain, expected: allExpected(expected, versionGiven(state, values, record)) }
  const updated = await updateById(state, ids, changes, how)
  if (updated !== undefined) return updated
  if (how.expected?.isOfKnownRow === true) throw notInSet(definition, ids)
  const created = await insertValues(state, [new Map([...changes, ...values])], options, isPlain)
  if (created.rows[0] !== undefined) return created.rows[0]
  const settled =
    created.count > 0 ? await writtenRow(state, id, options, isPlain) : await updateById(state, ids, changes, how)
  if (settled === undefined) throw heldOutside(state, ids)
  return settled
}

/**
 * Every declared column but ids: absent ones become null; what the database generates, and what is made when a row is created, is
 * left as it is.
 */
function replacedColumns({ definition }: SetState, values: Values, record: object): Values {
  const changes: Values = new Map()
  for (const { column } of definition.nodes.values()) {
    const { isGenerated, onInsert } = definition.factsOf(column.property)
    if (column.isId || column === definition.version?.column) continue
    const isGiven = isFilled(record, column) || (values.has(column) && onInsert === undefined)
    if (isGiven) changes.set(column, values.get(column))
    else if (!isGenerated && onInsert === undefined) changes.set(column, null)
  }
  return changes
}

const isFilled = (record: object, { property }: StoredColumn): boolean =>
  Object.entries(record).some(([name, value]) => name === property && value !== undefined)

/** A version that a record names is the one its writer knows. */
function versionGiven({ definition }: SetState, values: Values, record: object): Expected | undefined {
  const { version } = definition
  if (version === undefined || !isFilled(record, version.column)) return undefined
  return unchanged(definition, new Map([[version, values.get(version.column)]]), 'version')
}

export function patchRow(
  state: SetState,
  id: unknown,
  part: object,
  { options, isPlain, problems, expected }: HowWritten = {},
): MaybePromise<unknown> {
  refuseUnwritable(state, 'patch')
  need(state, 'patch', 'change rows')
  const { definition } = state
  const ids = idValues(definition, id)
  const changes = checkPart(state, part, problems)
  const known = versionGiven(state, changes, part)
  if (known !== undefined && definition.version !== undefined) changes.delete(definition.version.column)
  const how = { options, isPlain, expected: known === undefined ? expected : allExpected(expected, known) }
  return andThen(updateById(state, ids, changes, how), row => {
    if (row === undefined) throw notInSet(definition, ids)
    return row
  })
}

export function notInSet(definition: Definition, ids: Pick<Values, 'get'>): VantageError {
  const shown = shownId(definition, ids)
  return new VantageError(`${definition.entity.name} ${shown} is not in the set`, {
    kind: 'not-found',
    details: { entity: definition.entity.name, id: shown },
  })
}

export async function deleteRow(
  state: SetState,
  id: unknown,
  { options, expected }: HowWritten = {},
): Promise<boolean> {
  refuseUnwritable(state, 'delete')
  const { definition, source } = state
  const where = expectedOf(withId(state, idValues(definition, id)), expected)
  const parts = { table: definition.occurrence, where, returning: [] }
  const { count } = await source.fetch({ kind: 'delete', ...parts, key: deleteKey(parts) }, wantedOf(state), options)
  if (count === 0 && expected !== undefined) await refuseUnexpected(state, id, expected, options)
  return count > 0
}

/** Removes every row of the set in one statement; gives their number. */
export async function deleteAllRows(state: SetState, options?: DeleteAllOptions): Promise<number> {
  refuseUnwritable(state, 'deleteAll')
  need(state, 'delete', 'delete rows')
  const { definition, source, where } = state
  needNarrowing(state, 'deleteAll', options)
  const parts = { table: definition.occurrence, ...(where === undefined ? {} : { where }), returning: [] }
  return (await source.fetch({ kind: 'delete', ...parts, key: deleteKey(parts) }, wantedOf(state), options)).count
}
