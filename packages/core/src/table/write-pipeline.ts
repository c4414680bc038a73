import { isSame, keptApart } from '../active/seen.ts'
import { VantageError } from '../errors/vantage-error.ts'
import type { CallOptions } from '../expression/execute.ts'
import type { Definition } from '../set/definition.ts'
import type { SetState } from '../set/state.ts'
import type { MaybePromise } from '../source/maybe-promise.ts'
import type { TransactionOptions } from '../source/source.ts'
import { areRulesBefore, Around, expectedOf, hooksFor, isHooked, type PipelineOptions } from './around.ts'
import { eachPage } from './each-page.ts'
import { atomically } from './inside-transaction.ts'
import { rowById } from './read.ts'
import { undoably } from './rules.ts'
import { refused } from './checked-value.ts'
import { idOf, idValues, needRecord, type Values } from './record.ts'
import type { EverythingOptions } from './writable-set.ts'
import { need, needNarrowing, refuseUnwritable } from './writable-set.ts'
import * as plain from './write.ts'
import { objectOf } from '../types/cast.ts'
import { putField } from '../types/own-field.ts'

type Fields = Record<string, unknown>

/** A copy that hooks may change: what is absent stays so. */
function draftOf({ definition }: SetState, record: object, ids: Values = new Map()): Fields {
  needRecord(definition, record)
  const draft: Fields = {}
  for (const [name, value] of Object.entries(record)) if (value !== undefined) putField(draft, name, keptApart(value))
  for (const [{ property }, value] of ids) if (draft[property] === undefined) putField(draft, property, value)
  return draft
}

const object = (row: unknown): object => Object(row)

/** A row as it is known, else as it is read: with all of its columns, whichever the set chose. */
function rowBefore(state: SetState, id: unknown, { held, options, isPlain }: PipelineOptions): MaybePromise<unknown> {
  if (state.selected === undefined) return held?.row ?? rowById(state, id, options, isPlain)
  return rowById({ ...state, selected: undefined }, id, options, true)
}

/** `insert`: before hooks always run, after hooks only if a row was created. */
export function insertRow(state: SetState, id: unknown, record: object, how: PipelineOptions): Promise<unknown> {
  if (hooksFor(state, 'insert', how).length === 0) return plain.insertRow(state, id, record, how.options, how.isPlain)
  return insertHooked(state, idValues(state.definition, id), record, how).then(({ row }) => row)
}

function insertHooked(state: SetState, ids: Values, record: object, how: PipelineOptions): Promise<plain.Inserted> {
  refuseUnwritable(state, 'insert')
  return inserting(state, how, async inside => {
    const { definition } = inside
    const after = draftOf(inside, record, ids)
    const around = new Around(inside, { event: 'insert', after }, how)
    await around.before()
    const { options, isPlain } = how
    const { problems } = around.call
    const inserted = await plain.insertOrFind(inside, idOf(definition, ids), after, { options, isPlain, problems })
    if (inserted.isCreated) await around.after(object(inserted.row))
    return inserted
  })
}

const inserting = <T>(state: SetState, how: PipelineOptions, work: (inside: SetState) => Promise<T>): Promise<T> =>
  undoably(state, hooksFor(state, 'insert', how), how.options, work)

/** A row whose id may come from the record, a hook, a generator or the database. */
export async function createRow(state: SetState, record: object, how: PipelineOptions): Promise<unknown> {
  refuseUnwritable(state, 'create')
  return inserting(state, how, inside => createInside(inside, record, how))
}

async function createInside(state: SetState, record: object, how: PipelineOptions): Promise<object> {
  const after = draftOf(state, record)
  const around = new Around(state, { event: 'insert', after }, how)
  await around.before()
  const { options, isPlain } = how
  const row = object(await plain.createRow(state, after, { options, isPlain, problems: around.call.problems }))
  await around.after(row)
  return row
}

export async function insertReturningId(state: SetState, record: object, how: PipelineOptions): Promise<unknown> {
  if (hooksFor(state, 'insert', how).length === 0) return (await plain.insertReturningId(state, record, how.options)).id
  return inserting(state, how, inside => insertMakingId(inside, record, how))
}

async function insertMakingId(state: SetState, record: object, how: PipelineOptions): Promise<unknown> {
  const after = draftOf(state, record)
  const around = new Around(state, { event: 'insert', after }, how)
  await around.before()
  const { id, isCreated } = await plain.insertReturningId(state, after, how.options, around.call.problems)
  if (isCreated && hooksFor(state, 'insert', how).some(({ event }) => event.startsWith('after')))
    await around.after(object(await rowById({ ...state, where: undefined }, id, how.options, how.isPlain)))
  return id
}

/** Inserts one by one where hooks look at each; as a whole where the source has transactions. */
export async function insertMany(state: SetState, records: readonly object[], how: PipelineOptions): Promise<number> {
  if (hooksFor(state, 'insert', how).length === 0 || !Array.isArray(records))
    return plain.insertMany(state, records, how.options)
  return insertEach(
    state,
    () => records,
    how,
    () => {},
  )
}

/** Inserts records one by one and tells of each row that was created; gives their number. What gives them may read where they go. */
export async function insertEach(
  state: SetState,
  recordsFor: (inside: SetState) => AsyncIterable<object> | Iterable<object>,
  how: PipelineOptions,
  tell: (row: object) => void,
): Promise<number> {
  return atomically(state, how.options, async inside => {
    let index = 0
    let count = 0
    for await (const record of recordsFor(inside)) {
      index++
      try {
        const row = await insertOne(inside, record, how)
        if (row === undefined) continue
        count++
        tell(row)
      } catch (thrown) {
        const error = VantageError.from(thrown).withContext(`record ${index}`)
        if (inside.source.inTransaction !== undefined || count === 0) throw error
        throw partly(inside.definition, { created: count }, error)
      }
    }
    return count
  })
}

/** The row of a record, where one was created. */
async function insertOne(state: SetState, record: object, how: PipelineOptions): Promise<object | undefined> {
  const { definition } = state
  const given = new Map(Object.entries(record))
  const ids: Values = new Map()
  for (const { column } of definition.ids) {
    const value = given.get(column.property)
    if (value !== undefined && value !== null) ids.set(column, value)
  }
  if (ids.size === definition.ids.length && ids.size > 0) {
    const inserted = await insertHooked(state, idValues(definition, idOf(definition, ids)), record, how)
    return inserted.isCreated ? object(inserted.row) : undefined
  }
  return inserting(state, how, within => createInside(within, record, how))
}

/** Some of what was asked for is done, and the rest is not. */
export const partly = (definition: Definition, done: object, cause: VantageError): VantageError =>
  new VantageError(`${definition.entity.name}: a part of it is done, then it failed: ${cause.message}`, {
    kind: 'partial',
    details: { entity: definition.entity.name, ...done },
    cause,
  })

/** Reads first, in one transaction where there is one; update hooks for a row that is there, insert hooks otherwise. */
export function replaceRow(
  state: SetState,
  id: unknown,
  record: object,
  options: plain.ReplaceOptions | undefined,
  how: PipelineOptions,
): Promise<unknown> {
  if (hooksFor(state, 'save', how).length === 0) return plain.replaceRow(state, id, record, options, how)
  return replaceHooked(state, id, record, options, how)
}

async function replaceHooked(
  state: SetState,
  id: unknown,
  record: object,
  options: plain.ReplaceOptions | undefined,
  how: PipelineOptions,
): Promise<unknown> {
  refuseUnwritable(state, 'replace')
  need(state, 'replace', 'replace rows')
  const ids = idValues(state.definition, id)
  const hooks = hooksFor(state, 'save', how)
  const whole = (outer: SetState): Promise<unknown> =>
    atomically(outer, options, async inside => {
      const before = await rowBefore(inside, id, how)
      const after = draftOf(state, record, ids)
      const event = before === undefined ? 'insert' : 'update'
      const around = new Around(
        inside,
        { event, before: before === undefined ? undefined : object(before), after },
        how,
      )
      await around.before()
      if (event === 'update') keepVersion(inside, new Map(Object.entries(record)), after)
      const row = await plain.replaceRow(inside, id, after, options, {
        isPlain: how.isPlain,
        problems: around.call.problems,
        expected: event === 'update' ? around.expected('update') : how.expected,
      })
      await around.after(object(row))
      return row
    })
  return undoably(state, hooks, options, whole)
}

/** With hooks the row is read first, unless it is known; what hooks change is written too. */
export function patchRow(state: SetState, id: unknown, part: object, how: PipelineOptions): MaybePromise<unknown> {
  const hooks = hooksFor(state, 'update', how)
  if (hooks.length === 0 || changesNothing(part)) return plain.patchRow(state, id, part, how)
  // What a statement can say by itself needs no row.
  if (areRulesBefore(hooks))
    return plain.patchRow(state, id, part, { ...how, expected: expectedOf(state, hooks, 'update', how) })
  return undoably(state, hooks, how.options, inside => patchHooked(inside, id, part, how))
}

/** A patch without a field writes nothing: no hook and no rule looks at it. */
const changesNothing = (part: object): boolean =>
  objectOf(part) !== undefined && Object.values(part).every(value => value === undefined)

async function patchHooked(state: SetState, id: unknown, part: object, how: PipelineOptions): Promise<unknown> {
  refuseUnwritable(state, 'patch')
  need(state, 'patch', 'change rows')
  const { definition } = state
  const given = draftOf(state, part)
  const before = await rowBefore(state, id, how)
  if (before === undefined) throw plain.notInSet(definition, idValues(definition, id))
  return patchKnown(state, id, { before: object(before), given }, how)
}

/** A patch of a row that was read. */
export async function patchKnown(
  state: SetState,
  id: unknown,
  { before, given }: { readonly before: object; readonly given: object },
  how: PipelineOptions,
): Promise<unknown> {
  const { definition } = state
  const { options, isPlain } = how
  // Hooks may change bytes in place: what they are shown of the row, what it becomes and what is compared are apart.
  const known = new Map(Object.entries(before).map(([name, value]) => [name, keptApart(value)]))
  const after: Fields = {}
  for (const name of definition.nodes.keys()) putField(after, name, keptApart(known.get(name) ?? null))
  for (const [name, value] of Object.entries(given)) putField(after, name, keptApart(value))
  const around = new Around(state, { event: 'update', before, after }, how)
  await around.before()
  keepVersion(state, new Map([...known, ...Object.entries(given)]), after)
  const changes = changesBy(definition, { known, given, after })
  const row = await plain.patchRow(state, id, changes, {
    options,
    isPlain,
    problems: around.call.problems,
    expected: around.expected('update'),
  })
  await around.after(object(row))
  return row
}

/** Errors: `invalid` for a hook that sets the version, which would be taken for the one that the writer knows. */
function keepVersion({ definition }: SetState, known: ReadonlyMap<string, unknown>, after: Fields): void {
  const { version } = definition
  if (version === undefined || isSame(version, known.get(version.name) ?? null, after[version.name] ?? null)) return
  const why = 'counts the changes of its row by itself; hooks leave it as it is'
  throw refused(definition, version.column, why, 'invalid')
}

/** What was given, as hooks left it, and what they changed besides. */
function changesBy(
  { nodes }: Definition,
  {
    known,
    given,
    after,
  }: { readonly known: ReadonlyMap<string, unknown>; readonly given: object; readonly after: Fields },
): Fields {
  const changes: Fields = {}
  for (const [name, value] of Object.entries(after))
    if (Object.hasOwn(given, name) || !isSame(nodes.get(name), known.get(name) ?? null, value))
      putField(changes, name, value)
  return changes
}

/** Removes a row with its hooks; one of them may take over. */
export function deleteRow(state: SetState, id: unknown, how: PipelineOptions): Promise<boolean> {
  const hooks = hooksFor(state, 'delete', how)
  if (hooks.length === 0) return plain.deleteRow(state, id, how)
  if (areRulesBefore(hooks))
    return plain.deleteRow(state, id, { ...how, expected: expectedOf(state, hooks, 'delete', how) })
  return deleteHooked(state, id, how)
}

async function deleteHooked(state: SetState, id: unknown, how: PipelineOptions): Promise<boolean> {
  refuseUnwritable(state, 'delete')
  need(state, 'delete', 'delete rows')
  const before = await rowBefore(state, id, how)
  return before === undefined ? false : deleteKnown(state, id, object(before), how)
}

/** Removes a row that was read. */
export async function deleteKnown(
  state: SetState,
  id: unknown,
  before: object,
  how: PipelineOptions,
): Promise<boolean> {
  const around = new Around(state, { event: 'delete', before }, how)
  const expected = around.expected('delete')
  // A hook may take over, and then no statement looks.
  const now = expected === undefined ? before : await rowById(state, id, how.options)
  if (now === undefined) return false
  const refusal = await expected?.refuse(object(now))
  if (refusal !== undefined) throw refusal
  await around.before()
  around.refuseProblems()
  const { isTaken, instead } = around.call
  if (isTaken) how.keeping?.('taken over')
  else if (instead !== undefined) how.keeping?.('marked')
  const remove = instead ?? (() => plain.deleteRow(state, id, { ...how, expected }))
  const isGone = isTaken || (await remove(how.options))
  if (isGone) await around.after(undefined)
  return isGone
}

/** One statement without hooks; with them row by row, read in batches, as a whole where the source has transactions. */
export async function deleteAllRows(
  state: SetState,
  options: (CallOptions & EverythingOptions) | undefined,
  how: PipelineOptions,
): Promise<number> {
  if (!isHooked(state, 'delete')) return plain.deleteAllRows(state, options)
  refuseUnwritable(state, 'deleteAll')
  need(state, 'delete', 'delete rows')
  needNarrowing(state, 'deleteAll', options)
  return rowByRow(state, how.options, async (inside, row, id) => deleteKnown(inside, id, row, how))
}

/** Does something to each row of a set; gives how many it was done to. Errors: `partial` where a part of it stays done. */
export async function rowByRow(
  state: SetState,
  options: CallOptions | undefined,
  work: (state: SetState, row: object, id: unknown) => Promise<boolean>,
  begin: TransactionOptions = {},
): Promise<number> {
  const each = async (inside: SetState): Promise<number> => {
    let count = 0
    for await (const rows of eachPage(inside, options))
      for (const { row, id } of rows)
        try {
          if (await work(inside, row, id)) count++
        } catch (thrown) {
          const error = VantageError.from(thrown)
          if (inside.source.inTransaction !== undefined || count === 0) throw error
          throw partly(inside.definition, { count }, error)
        }
    return count
  }
  return atomically(state, options, each, begin)
}
