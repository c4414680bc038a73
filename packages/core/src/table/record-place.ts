import { hookOf, type HookOptions, hooksIn, isHook } from '../active/hook.ts'
import { type FieldChange, keptApart, Seen } from '../active/seen.ts'
import { Pending } from '../errors/pending.ts'
import { VantageError } from '../errors/vantage-error.ts'
import type { CallOptions } from '../expression/execute.ts'
import { type ColumnNode, Constant, type Node } from '../expression/node.ts'
import { followed, related } from '../relation/follow.ts'
import { insideOf, keysHeld, referenceOf } from '../relation/reference.ts'
import type { Hook } from '../set/hook-shape.ts'
import { isWindowed, narrowed, type SetState } from '../set/state.ts'
import { isStated, stateKey } from '../set/stated.ts'
import { reachedFrom } from '../source/beside-transaction.ts'
import { asOneCall } from '../source/execution.ts'
import { allExpected, type Expected, unchanged } from './expected.ts'
import { andThen, type MaybePromise } from '../source/maybe-promise.ts'
import { firstRow, rowById } from './read.ts'
import { checkedValue } from './checked-value.ts'
import { checkChanges, idCondition, idOf, shownId, type Values } from './record.ts'
import { changeById } from './row-update.ts'
import { type HeldRecord, type HookViews, isHooked, type Keeping, type PipelineOptions } from './around.ts'
import * as pipeline from './write-pipeline.ts'
import { notInSet, type ReplaceOptions } from './write.ts'
import { putField } from '../types/own-field.ts'

/** Which values of a record are compared with the stored ones: those that it changes, or all. */
type Compared = NonNullable<SaveOptions['compare']>

export interface SaveOptions extends CallOptions {
  /** Write only where these values are stored as they were when the record was loaded. Errors: `conflict` otherwise. */
  readonly compare?: 'changed' | 'all'
}

/** A set as its records are read: they know the version of their row, and the keys of their references, chosen or not. */
export function recordState(state: SetState): SetState {
  const { selected, definition } = state
  if (selected === undefined) return state
  const { version } = definition
  const needed = new Set([...keysHeld(definition), ...(version === undefined ? [] : [version.name])])
  for (const { name } of selected) needed.delete(name)
  const more = [...needed].flatMap(name => {
    const node = definition.nodes.get(name)
    return node === undefined ? [] : [{ name, node }]
  })
  return more.length === 0 ? state : { ...state, selected: [...selected, ...more] }
}

type Changes = ReadonlyMap<string, FieldChange>

/** Where a record is stored, what it looked like there, and what runs around its writes. */
export class RecordPlace {
  readonly state: SetState
  readonly #record: object
  readonly #records: HookViews
  readonly #isPlain: boolean | undefined
  #hooks: readonly Hook[]
  #knownIds: Values | undefined
  #seen: Seen
  #hasWritten = false
  /** What became of its row, once it was deleted. */
  #deleted: 'removed' | Keeping | undefined
  #doing: string | undefined

  constructor(record: object, row: object, place: Omit<NewPlace, 'values'>) {
    const { state, records, isPlain, hooks } = place
    this.#record = record
    this.state = uncut(state)
    this.#records = records
    this.#isPlain = isPlain
    this.#hooks = hooks
    this.#seen = new Seen(row)
  }

  /** Asked for late: most records are only read. An id stays what it was when the record was loaded. */
  get #ids(): Values {
    this.#knownIds ??= new Map(this.state.definition.ids.map(({ column }) => [column, this.#seen.get(column.property)]))
    return this.#knownIds
  }

  get isDeleted(): boolean {
    return this.#deleted !== undefined
  }
  /** Whether a write of it was done, by whichever method: saved, patched, replaced or deleted. */
  get hasWritten(): boolean {
    return this.#hasWritten
  }
  /** Its entity and id, for messages. */
  get label(): string {
    return `${this.state.definition.entity.name} ${shownId(this.state.definition, this.#ids)}`
  }
  get id(): unknown {
    const [only, second] = this.state.definition.ids
    const isOne = only !== undefined && second === undefined
    return isOne ? this.#seen.get(only.name) : idOf(this.state.definition, this.#ids)
  }

  get #isHooked(): boolean {
    return this.#hooks.length > 0 || isHooked(this.state, 'update')
  }

  #how(options: CallOptions, compare?: Compared): PipelineOptions {
    const seen = this.#seen
    const held: HeldRecord = {
      hooks: this.#hooks,
      record: this.#record,
      get row() {
        return seen.row
      },
    }
    return { options, isPlain: this.#isPlain, records: this.#records, held, expected: this.#expected(compare) }
  }

  /** That the row still has the version it was read with, and the values that are to be compared. */
  #expected(compare: Compared | undefined): Expected | undefined {
    const { definition } = this.state
    const { version, nodes } = definition
    if (version === undefined && compare === undefined) return undefined
    if (compare !== undefined && compare !== 'changed' && compare !== 'all')
      throw this.#invalid("compare is 'changed' or 'all'")
    const seen = (all: readonly ColumnNode[], reason: 'version' | 'changed'): Expected | undefined =>
      unchanged(definition, new Map(all.map(node => [node, this.#seen.get(node.name)])), reason)
    const { changes } = this
    const isCompared = ({ column, name }: ColumnNode): boolean =>
      !column.isId && (compare === 'all' ? this.#seen.get(name) !== undefined : changes.has(name))
    const compared = compare === undefined ? [] : [...nodes.values()].filter(isCompared)
    // A row that is read as another entity may lack the column: then there is nothing to compare.
    const isKnown = version !== undefined && this.#seen.get(version.name) !== undefined
    return allExpected(isKnown ? seen([version], 'version') : undefined, seen(compared, 'changed'))
  }

  get changes(): Changes {
    return this.#seen.changesIn(this.#record, this.state.definition.nodes)
  }

  #invalid(why: string, field?: string): VantageError {
    const { name: entity } = this.state.definition.entity
    return new VantageError(`${entity}${field === undefined ? '' : `.${field}`}: ${why}`, {
      kind: 'invalid',
      details: { entity, ...(field === undefined ? {} : { field }) },
    })
  }

  /** One thing at a time, until its promise has settled: two writes of one record would overtake each other. */
  #exclusively<T>(
    verb: string,
    options: CallOptions | undefined,
    work: (call: CallOptions) => MaybePromise<T>,
  ): Pending<T> {
    return Pending.run(async () => {
      if (this.isDeleted && verb !== 'reloaded') throw this.#wasDeleted(verb)
      this.#needFree(verb)
      this.#doing = verb
      try {
        return await asOneCall(options, work)
      } catch (thrown) {
        throw this.#isOfThis(thrown) ? thrown.withAdvice(leftSet, thrown.retry) : thrown
      } finally {
        this.#doing = undefined
      }
    })
  }

  /** Notes that a write was done, also where what followed it failed. */
  async #noted<T>(writing: () => MaybePromise<T>, isDone: (result: T) => boolean = () => true): Promise<T> {
    try {
      const result = await writing()
      if (isDone(result)) this.#hasWritten = true
      return result
    } catch (thrown) {
      if (VantageError.is(thrown) && thrown.details.written === true) this.#hasWritten = true
      throw thrown
    }
  }

  /** Whether an error says that the row of the record is not there; what hooks miss is told with their names. */
  #isOfThis(thrown: unknown): thrown is VantageError {
    const { definition } = this.state
    if (!VantageError.is(thrown) || thrown.kind !== 'not-found' || thrown.context.length > 0) return false
    return thrown.details.entity === definition.entity.name && thrown.details.id === shownId(definition, this.#ids)
  }

  #wasDeleted(verb: string): VantageError {
    const next = {
      removed: 'create it anew',
      marked: 'its row is kept as deleted: restore() of deleted(…) brings it back, and then reload() the record',
      'taken over': 'a hook dealt with its row in another way; where that is in the set again, reload() the record',
    }[this.#deleted ?? 'removed']
    return this.#invalid(`the record was deleted and cannot be ${verb}; ${next}`)
  }

  #needFree(verb: string): void {
    if (this.#doing !== undefined)
      throw this.#invalid(`the record is being ${this.#doing} and cannot be ${verb} before that is done; await it`)
  }

  /**
   * Saves it as one of many that were just loaded in the same transaction.
   *
   * Shape: at once where the source answers at once. Where nothing else changes the row, it is not read back: nobody else has.
   */
  saveAmongMany(signal: AbortSignal | undefined): MaybePromise<void> {
    if (this.isDeleted) return
    const { changes } = this
    if (changes.size === 0) return
    const { stamped, version } = this.state.definition
    const changesMore = this.#isHooked || stamped.length > 0 || version !== undefined
    if (changesMore || this.state.source.inTransaction === undefined)
      return this.save(signal === undefined ? {} : { signal })
    this.#needFree('saved')
    const sending = this.#send(changes, signal)
    if (!(sending instanceof Promise)) return sending
    this.#doing = 'saved'
    return sending.finally(() => {
      this.#doing = undefined
    })
  }

  /** Writes what changed. The fields are what they were checked to be; later changes of them are still to be saved. */
  #send(changes: Changes, signal: AbortSignal | undefined): MaybePromise<void> {
    const { definition } = this.state
    const values: Values = new Map()
    for (const [name, { after }] of changes) {
      const { column } = this.#changeable(name)
      values.set(column, checkedValue(definition, column, after))
    }
    checkChanges(this.state, values)
    for (const [{ property }, value] of values)
      if (value instanceof Uint8Array || changes.get(property)?.after !== value) this.#put(property, keptApart(value))
    const seen = this.#seen
    return andThen(changeById(this.state, { loaded: seen, changes: values }, signal), count => {
      if (count === 0) throw notInSet(definition, this.#ids).withAdvice(leftSet, 'never')
      for (const [{ property }, value] of values) seen.put(property, value)
      this.#hasWritten = true
    })
  }

  save(options?: SaveOptions): Pending<void> {
    const { compare } = options ?? {}
    return this.#exclusively('saved', options, call => {
      const { changes } = this
      if (changes.size === 0) return undefined
      const part = this.#part(changes)
      const sent = Seen.of(this.#record)
      const writing = this.#noted(() => pipeline.patchRow(this.state, this.id, part, this.#how(call, compare)))
      return writing.then(row => this.#settle(Object(row), new Set(this.#changedSince(sent))))
    })
  }

  /** The changed fields. Errors: those of `#changeable`. */
  #part(changes: Changes): object {
    const part = {}
    for (const [name, { after }] of changes) {
      this.#changeable(name)
      putField(part, name, after)
    }
    return part
  }

  /** A column that a record changes. Errors: `invalid` for an id, for a version, and for a column that is computed. */
  #changeable(name: string): ColumnNode {
    const { nodes, version } = this.state.definition
    const node = nodes.get(name)
    if (node === undefined)
      throw this.#invalid('is computed and cannot be changed; change what it is computed from', name)
    if (node.column.isId) throw this.#invalid('an id cannot be changed; create the record under its new id', name)
    if (node === version) throw this.#invalid('counts the changes of the record by itself; leave it as it is', name)
    return node
  }

  /** Takes over what is stored, but for fields whose changes are still to be saved. */
  #settle(row: object, pending: ReadonlySet<string>): void {
    for (const [name, value] of Object.entries(row)) if (!pending.has(name)) this.#put(name, keptApart(value))
    this.#seen = new Seen(row)
  }

  /** A field that is there is assigned to, which is cheaper than to define it. */
  #put(name: string, value: unknown): void {
    if (Object.hasOwn(this.#record, name)) Reflect.set(this.#record, name, value)
    else putField(this.#record, name, value)
  }

  /** Fields that were changed since a write of the record began. */
  #changedSince(sent: Seen): Iterable<string> {
    return sent.changesIn(this.#record, this.state.definition.nodes).keys()
  }

  patch(part: object, options?: CallOptions): Pending<unknown> {
    return this.#exclusively('patched', options, async call => {
      const before = [...this.changes.keys()].filter(name => !Object.hasOwn(part, name))
      const sent = Seen.of(this.#record)
      const row = await this.#noted(
        () => pipeline.patchRow(this.state, this.id, part, this.#how(call)),
        () => Object.values(part).some(value => value !== undefined),
      )
      this.#settle(Object(row), new Set([...before, ...this.#changedSince(sent)]))
      return this.#record
    })
  }

  replace(record: object, options?: ReplaceOptions): Pending<unknown> {
    const { whole } = options ?? {}
    return this.#exclusively('replaced', options, async call => {
      const how = { ...call, ...(whole === undefined ? {} : { whole }) }
      const row = await this.#noted(() => pipeline.replaceRow(this.state, this.id, record, how, this.#how(call)))
      this.#settle(Object(row), none)
      return this.#record
    })
  }

  reload(options?: CallOptions): Pending<unknown> {
    return this.#exclusively('reloaded', options, async call => {
      const row = await rowById(this.state, this.id, call, this.#isPlain)
      if (row === undefined)
        throw this.isDeleted ? this.#wasDeleted('reloaded') : notInSet(this.state.definition, this.#ids)
      // What was deleted may be there again: restored, or created anew.
      this.#deleted = undefined
      this.#settle(Object(row), none)
      return this.#record
    })
  }

  /** Deleting what was deleted succeeds, as everywhere. */
  delete(options?: SaveOptions): Pending<boolean> {
    if (this.isDeleted) return Pending.run(() => false)
    const { compare } = options ?? {}
    return this.#exclusively('deleted', options, async call => {
      let became: 'removed' | Keeping = 'removed'
      const keeping = (how: Keeping): void => {
        became = how
      }
      const isGone = await this.#noted(
        () => pipeline.deleteRow(this.state, this.id, { ...this.#how(call, compare), keeping }),
        isDone => isDone,
      )
      this.#deleted = became
      return isGone
    })
  }

  /** Puts the fields as they are into another set: a queue, an archive. */
  saveTo(other: unknown, options?: CallOptions): Pending<unknown> {
    return Pending.run(async () => {
      if (!isStated(other)) throw this.#invalid('saveTo() takes a set that records can be inserted into')
      const target = other[stateKey]
      const inside = { ...target, source: reachedFrom(this.state.source, target.source) }
      const record = this.#stored()
      const how = (call: CallOptions): PipelineOptions => ({ options: call, records: this.#records })
      return asOneCall(options, async call => {
        if (target.definition.ids.length > 0) return pipeline.insertRow(inside, this.id, record, how(call))
        return pipeline.createRow(inside, record, how(call))
      })
    })
  }

  #stored(): object {
    const { nodes } = this.state.definition
    return Object.fromEntries(Object.entries(this.#record).filter(([name]) => nodes.has(name)))
  }

  /** The rows that a reference leads to from this record; new ones among them get its key. */
  refState(name: string): SetState {
    const alone = narrowed(this.state, idCondition(this.state.definition, this.#ids))
    if (insideOf(this.state, name) !== undefined) return followed(alone, name)
    const [hop, second] = referenceOf(this.state, name).hops
    if (hop === undefined) return followed(alone, name)
    const conditions = hop.to.map((node, index): Node => {
      const value = this.#keyPart(hop.from[index] ?? '', name)
      return value === null ? new Constant(false) : node.eq(value)
    })
    const [first, ...rest] = conditions
    if (first === undefined) return followed(alone, name)
    const condition = rest.reduce((all, one) => all.and(one), first)
    const reached = narrowed(hop.target, condition)
    const { hookDepth } = this.state
    if (second !== undefined) return { ...related(reached, second), isNarrowed: true, hookDepth }
    const scope = hop.target.scope === undefined ? condition : hop.target.scope.and(condition)
    return { ...reached, scope, isNarrowed: true, hookDepth }
  }

  /** Errors: `invalid` for a column that was not read, of which nobody knows what it leads to. */
  #keyPart(column: string, reference: string): unknown {
    const value = this.#seen.get(column)
    if (value !== undefined) return value
    throw this.#invalid(`${reference} leads by it, and it was not read; add it to select()`, column)
  }

  getRelated(name: string, options?: CallOptions): Pending<unknown> {
    return Pending.run(async () => {
      if (referenceOf(this.state, name).kind !== 'one')
        throw this.#invalid(`leads to many rows; take getRef('${name}')`, name)
      const state = recordState(this.refState(name))
      const row = await firstRow(state, options)
      return row === undefined ? undefined : this.#records.record(state, Object(row))
    })
  }

  addHook(event: unknown, run?: unknown, options?: HookOptions): void {
    const { name } = this.state.definition.entity
    const added = isHook(event) ? hooksIn(event, name) : [hookOf(event, run, options)]
    this.#hooks = [...this.#hooks, ...added]
  }
}

const none: ReadonlySet<string> = new Set()
/** Why the row of a record that was loaded is not there. */
const leftSet = 'it was deleted since the record was loaded, or has left the conditions of the set'

const uncutSets = new WeakMap<SetState, SetState>()

/** The set without its window and order, which a record has nothing to do with; one for all records of the set. */
function uncut(state: SetState): SetState {
  if (!isWindowed(state) && state.order.length === 0 && state.selected === undefined) return state
  let whole = uncutSets.get(state)
  if (whole === undefined) {
    whole = { ...recordState(state), limit: undefined, offset: undefined, order: [] }
    uncutSets.set(state, whole)
  }
  return whole
}

export interface NewPlace {
  readonly state: SetState
  readonly records: HookViews
  readonly isPlain: boolean | undefined
  readonly hooks: readonly Hook[]
}
