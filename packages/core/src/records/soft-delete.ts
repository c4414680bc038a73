import { hookOf } from '../active/hook.ts'
import type { HookCall } from '../active/hook-call.ts'
import type { Pending } from '../errors/pending.ts'
import { VantageError } from '../errors/vantage-error.ts'
import type { CallOptions } from '../expression/execute.ts'
import type { ColumnNode, Node } from '../expression/node.ts'
import { logic } from '../expression/operate.ts'
import type { Definition } from '../set/definition.ts'
import type { Hook } from '../set/hook-shape.ts'
import type { SetState } from '../set/state.ts'
import { isStated, stateKey } from '../set/stated.ts'
import { conjunctsOf } from '../table/record.ts'
import { SetTable } from '../table/set-table.ts'
import { type EverythingOptions, needNarrowing } from '../table/writable-set.ts'
import { unchecked } from '../types/cast.ts'
import { momentNow, toMilliseconds } from '../types/moment.ts'

/** Which column each such hook marks. */
const markedBy = new WeakMap<Hook, string>()

/**
 * Rows are marked as deleted and stay: `static override hooks = [softDelete('deletedAt')]`.
 *
 * Shape: the column is an optional `instant` or `instantMs`, which gets the moment, or a `bool`. Every set of the table has the rows that are not
 * marked, references included; `deleted()`, `withDeleted()` and `restore()` reach the others.
 * Errors: `invalid`, when a table is opened, for a column that is missing or of another type.
 */
export function softDelete(column: string): Hook {
  const hook = hookOf('beforeDelete', (call: HookCall) => call.doInstead(options => mark(call, column, options)), {
    keeps: definition => live(markOf(definition, column)),
  })
  markedBy.set(hook, column)
  return hook
}

/** Marks the row; of several such hooks the first does, and the row is in no set of the table from then on. */
async function mark(call: HookCall, column: string, options: CallOptions | undefined): Promise<boolean> {
  const { before, columns } = call
  const row = new Map(Object.entries(before ?? {}))
  const marked = row.get(column)
  if (marked !== null && marked !== undefined && marked !== false) return false
  const type = columns.find(({ name }) => name === column)?.type.name
  const value = type === 'bool' ? true : type === 'instantMs' ? toMilliseconds(momentNow()) : momentNow()
  // Where the row counts its changes, the one that was looked at is the one that is marked.
  const counted = columns.filter(({ isVersion }) => isVersion).map(({ name }) => [name, row.get(name)])
  const ids = columns.filter(({ isId }) => isId).map(({ name }) => [name, row.get(name)] as const)
  const id = ids.length === 1 ? ids[0]?.[1] : Object.fromEntries(ids)
  try {
    await tableIn(call.set).patch(id, { ...Object.fromEntries(counted), [column]: value }, options)
    return true
  } catch (thrown) {
    if (!isAbsent(thrown, call)) throw thrown
    // Another client was first: deleting what is deleted is no error.
    return false
  }
}

/** Whether the row is not in the set; what hooks around the patch miss is told with their names. */
const isAbsent = (thrown: unknown, { entity }: HookCall): boolean =>
  VantageError.is(thrown) &&
  thrown.kind === 'not-found' &&
  thrown.details.entity === entity &&
  thrown.context.length === 0

function markOf(definition: Definition, column: string): ColumnNode {
  const node = definition.stored(column)
  const { name } = node.type
  const isMoment = name === 'instant' || name === 'instantMs'
  if (isMoment ? node.isNullable : name === 'bool') return node
  const { name: entity } = definition.entity
  throw new VantageError(
    `${entity}.${column}: softDelete() marks an optional instant or a bool; ${isMoment ? 'make it optional()' : `it is ${name}`}`,
    { kind: 'invalid', details: { entity, field: column } },
  )
}

const live = (node: ColumnNode): Node => {
  if (node.type.name !== 'bool') return node.isNull()
  // Rows that are older than the column have nothing in it, and are no less there.
  return node.isNullable ? node.eq(false).or(node.isNull()) : node.eq(false)
}
const dead = (node: ColumnNode): Node => (node.type.name === 'bool' ? node.eq(true) : node.isNotNull())
const anyDead = (nodes: readonly ColumnNode[]): Node | undefined => joined('or', nodes.map(dead))
const joined = (operator: 'and' | 'or', nodes: readonly Node[]): Node | undefined =>
  nodes.reduce<Node | undefined>((all, one) => (all === undefined ? one : logic(operator, all, one)), undefined)

/** The rows of a set that were marked as deleted instead; deleting those removes them for good. */
export const deleted = <Set extends object>(set: Set): Set => view(set, 'deleted()', 'deleted')

/** The rows of a set together with those that were marked as deleted. */
export const withDeleted = <Set extends object>(set: Set): Set => view(set, 'withDeleted()', 'all')

/**
 * Brings back what was deleted of a set; gives the number of rows.
 *
 * Errors: `invalid` for a set that nothing narrows, unless `everything` is given.
 */
export function restore(set: object, options: CallOptions & EverythingOptions = {}): Pending<number> {
  const table = tableIn(deleted(set))
  const { nodes } = marksIn(table[stateKey], 'restore()')
  needNarrowing(table[stateKey], 'restore', options)
  return nodes
    .reduce(
      (update, { name, type }) => update.set(name, type.name === 'bool' ? false : null),
      table.updateQuery(options),
    )
    .run(options)
}

function view<Set extends object>(set: Set, verb: string, shows: 'deleted' | 'all'): Set {
  const table = tableIn(set)
  const state = table[stateKey]
  const { hooks, nodes } = marksIn(state, verb)
  const marked = anyDead(nodes)
  const own = [...nodes.map(live), ...nodes.map(dead), ...(marked === undefined ? [] : [marked])]
  const shown = new Set(own.map(shownCondition))
  const others = conjunctsOf(state.where).filter(condition => !shown.has(shownCondition(condition)))
  const wanted = shows === 'deleted' && marked !== undefined ? [...others, marked] : others
  const { definition } = state
  const made = shows === 'deleted' ? definition.withoutHooks(hooks) : definition
  return unchecked<Set>(table.with({ definition: made, where: joined('and', wanted) }), 'a set of the same table')
}

const shownCondition = (node: Node): string => node.preview()

interface Marks {
  readonly hooks: readonly Hook[]
  readonly nodes: readonly ColumnNode[]
}

function marksIn({ definition }: SetState, verb: string): Marks {
  const hooks = definition.everyHook.filter(hook => markedBy.has(hook))
  const names = new Set(hooks.flatMap(hook => markedBy.get(hook) ?? []))
  if (hooks.length > 0) return { hooks, nodes: [...names].map(name => definition.stored(name)) }
  const { name: entity } = definition.entity
  throw new VantageError(`${verb}: ${entity} marks no rows as deleted; give it softDelete() as a hook`, {
    kind: 'invalid',
    details: { entity },
  })
}

function tableIn(set: unknown): SetTable {
  if (set instanceof SetTable && isStated(set)) return set
  throw new VantageError('this takes a set, such as User.table(db)', { kind: 'invalid' })
}
