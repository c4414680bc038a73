import { hookOf } from '../active/hook.ts'
import type { HookCall } from '../active/hook-call.ts'
import type { Insertable } from '../dataset/abilities.ts'
import type { Definition } from '../set/definition.ts'
import type { Hook, HookEvent } from '../set/hook-shape.ts'
import { unknownColumn } from '../set/unknown-name.ts'
import type { AbilityName } from '../source/abilities.ts'
import type { Has, Source } from '../source/source.ts'
import { SetTable } from '../table/set-table.ts'
import { unchecked } from '../types/cast.ts'
import { jsonProblem } from '../types/json-problem.ts'
import type { Json } from '../types/json-value.ts'
import { momentNow } from '../types/moment.ts'
import { putField } from '../types/own-field.ts'
import type { Type } from '../types/type.ts'

/** One write of one row, as it is kept. */
export interface AuditEntry {
  readonly event: 'insert' | 'update' | 'delete'
  readonly entity: string
  /** The id as text; of a composite id a JSON object. */
  readonly id: string
  /** The columns that differ, as JSON: `{ age: { before: 17, after: 18 } }`; values that JSON lacks are text. */
  readonly changes: { readonly [column: string]: { readonly before: Json; readonly after: Json } }
  /** When; to the microsecond. */
  readonly at: Temporal.Instant
}

export interface AuditOptions {
  /** Columns whose values are not kept: passwords and the like. That they changed is. */
  readonly except?: readonly string[]
}

/** The source of a write, which its hooks know at run time only: what it cannot do or hold is refused when it is asked for. */
export interface AuditSource extends Source {
  readonly can: Has<AbilityName>
  readonly '~holds': (typeName: string) => void
}

/** Anything that records can be put into: a table, a log, a queue. */
type Trail<Record> = Pick<Insertable<never, Record, unknown>, 'insertMany'>

/**
 * Keeps what was written: `static override hooks = [auditTrail(source => Entry.table(source), entry => ({ … }))]`, one record for each row.
 *
 * Shape: the source is that of the write, its transaction where it is in one. A trail in the same database is written in the transaction of the
 * write; one in another database after its commit, and the receipt lists it. Without a transaction it is written after the row: what
 * fails then is `partial`. The deadline of the write is its own.
 * Errors: those of the insert; `invalid`, when a table is opened, for an exception that is no column of it.
 */
export function auditTrail<Record extends object>(
  into: (source: AuditSource) => Trail<Record>,
  record: (entry: AuditEntry) => NoInfer<Record>,
  { except = [] }: AuditOptions = {},
): readonly Hook[] {
  const secret = new Set(except)
  const keep = async (call: HookCall): Promise<void> => {
    const made = [record(entryOf(call, secret))]
    const { transaction, entity, options } = call
    const trail = into(sourceOf(call))
    if (transaction === undefined) await trail.insertMany(made, options)
    else if (trail instanceof SetTable && trail.source.database === transaction.database)
      await trail.withTransaction(transaction).insertMany(made, options)
    else transaction.afterCommit(`the audit trail of ${entity}`, sending => trail.insertMany(made, sending))
  }
  const events: readonly HookEvent[] = ['afterInsert', 'afterUpdate', 'afterDelete']
  return events.map(event => hookOf(event, keep, { suits: definition => needColumns(definition, except) }))
}

function sourceOf({ transaction, set }: HookCall): AuditSource {
  const source = transaction ?? (set instanceof SetTable ? set.source.opensOn : undefined)
  return unchecked<AuditSource>(source, 'what it cannot do is refused by its guard')
}

/** What is to stay secret is a column of the table: a misspelt name would keep a password. */
function needColumns({ entity }: Definition, except: readonly string[]): void {
  for (const name of except)
    if (!entity.columns.has(name))
      throw unknownColumn(entity, name, [...entity.columns.keys()]).withContext('auditTrail()')
}

function entryOf(call: HookCall, secret: ReadonlySet<string>): AuditEntry {
  const { event, entity, columns, changed } = call
  const [before, after] = [cellsOf(call.before), cellsOf(call.after)]
  const row = after.size > 0 ? after : before
  const ids = columns.filter(({ isId }) => isId).map(({ name, type }) => [name, type.toText(row.get(name))] as const)
  const changes: Record<string, { readonly before: Json; readonly after: Json }> = {}
  for (const { name, type } of columns) {
    if (!changed.includes(name) || (isNothing(before.get(name)) && isNothing(after.get(name)))) continue
    const kept = (value: unknown): Json => (secret.has(name) ? null : asJson(type, value))
    putField(changes, name, { before: kept(before.get(name)), after: kept(after.get(name)) })
  }
  const id = ids.length === 1 ? (ids[0]?.[1] ?? '') : JSON.stringify(Object.fromEntries(ids))
  return { event, entity, id, changes, at: momentNow() }
}

const cellsOf = (row: object | undefined): ReadonlyMap<string, unknown> => new Map(Object.entries(row ?? {}))

const isNothing = (value: unknown): boolean => value === null || value === undefined

/** As it is where JSON holds it, else as text. */
function asJson(type: Type<unknown>, value: unknown): Json {
  if (isNothing(value)) return null
  return jsonProblem(value) === undefined ? unchecked<Json>(value, 'it was looked at') : type.toText(value)
}
