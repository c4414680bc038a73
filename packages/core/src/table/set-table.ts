import type { ImportOptions, ImportProgress, ReadCallOptions, StreamOptions } from '../dataset/abilities.ts'
import { Pending } from '../errors/pending.ts'
import { VantageError } from '../errors/vantage-error.ts'
import type { CallOptions } from '../expression/execute.ts'
import { templateOperand } from '../expression/functions.ts'
import { Constant, Literal, type Node, Template } from '../expression/node.ts'
import { operation } from '../expression/operate.ts'
import type { AggregateName } from '../expression/node.ts'
import type { Abilities, AbilityName } from '../source/abilities.ts'
import type { BoundSource } from '../source/bound-source.ts'
import { type Plan, thenHere } from '../expression/plan.ts'
import { followed } from '../relation/follow.ts'
import { linked } from '../relation/link.ts'
import { stateKey } from '../set/stated.ts'
import { asOneCall } from '../source/execution.ts'
import { andThen } from '../source/maybe-promise.ts'
import { unsupported } from '../source/guard.ts'
import {
  conditionOf,
  withHooks,
  expressionOf,
  narrowed,
  selectExpressions,
  selectOf,
  type SetState,
} from '../set/state.ts'
import { aggregateNow, aggregateQuery, fieldQuery, fieldValues, wholeNumber } from './aggregate.ts'
import { type CalculatedOptions, withExpression, withImported, withLazy } from './calculated.ts'
import { derivedFrom } from '../set/derived.ts'
import type { JoinKind } from '../expression/statement.ts'
import { firstSide } from '../join/joined.ts'
import { insideTransaction } from './inside-transaction.ts'
import { checkKey, grouped } from './group.ts'
import { intoEntity } from './into-entity.ts'
import { JoinedSet } from './joined-set.ts'
import { insertNested } from './nested-insert.ts'
import { SetChange } from './set-change.ts'
import { deleteOf } from './set-delete.ts'
import { importRows } from './import.ts'
import { insertFromOf } from './insert-from.ts'
import { insertOf } from './insert-records.ts'
import { type Page, type PageOptions, readPage } from './page.ts'
import { type ParameterTypes, placeholdersFor, PreparedSet } from './prepared.ts'
import { firstRow, listRows, rowById, streamRows } from './read.ts'
import { partsOf } from './query-text.ts'
import { updateEach, type UpdateEachOptions, type UpdateEachProgress } from './update-each.ts'
import { updateOf, type SetUpdate } from './set-update.ts'
import { type EverythingOptions, refuseUnwritable } from './writable-set.ts'
import { activeRecord, newRecord } from './active-record.ts'
import { recordState } from './record-place.ts'
import { hookOf, type HookOptions, hooksIn } from '../active/hook.ts'
import { idValues } from './record.ts'
import { notInSet } from './write.ts'
import { accept } from '../types/type.ts'
import { text as textType } from '../types/text.ts'
import type { DeleteAllOptions, ReplaceOptions } from './write.ts'
import type { HookViews, PipelineOptions } from './around.ts'
import {
  createRow,
  deleteAllRows,
  deleteRow,
  insertMany,
  insertReturningId,
  insertRow,
  patchRow,
  replaceRow,
} from './write-pipeline.ts'

/** The run-time form of every table; its typed face is `Table`. Each method hands over to the file of its concept. */
export class SetTable {
  readonly #state: SetState
  /** Rows are plain records instead of instances of the entity. */
  readonly #isPlain: boolean | undefined

  constructor(state: SetState, isPlain?: boolean) {
    this.#state = state
    this.#isPlain = isPlain
  }

  get [stateKey](): SetState {
    return this.#state
  }
  get source(): BoundSource {
    return this.#state.source
  }
  get can(): Abilities {
    return this.#state.source.can
  }
  get $(): Readonly<Record<string, Node>> {
    return this.#state.definition.columns
  }
  /** A column by a name that only the run knows. */
  column(name: string): Node {
    return this.#state.definition.column(name)
  }

  #need(ability: AbilityName, what: string): void {
    if (this.can[ability] !== true) throw unsupported(this.source.name, ability, what)
  }
  #narrowed(condition: Node): SetTable {
    return new SetTable(narrowed(this.#state, condition), this.#isPlain)
  }
  /** The same set but for some of its state. */
  with(changes: Partial<SetState>): SetTable {
    return new SetTable({ ...this.#state, ...changes }, this.#isPlain)
  }

  where(condition: unknown): SetTable {
    this.#need('where', 'filter by a condition')
    return this.#narrowed(conditionOf(condition, this.#state, 'where', this.#state.where))
  }
  scope(condition: unknown): SetTable {
    this.#need('where', 'filter by a condition')
    const node = conditionOf(condition, this.#state, 'scope', this.#state.where)
    const state = narrowed(this.#state, node)
    return new SetTable({ ...state, scope: state.scope === undefined ? node : state.scope.and(node) }, this.#isPlain)
  }
  search(text: unknown): SetTable {
    this.#need('search', 'search')
    const { definition } = this.#state
    const columns = Object.entries(definition.columns).flatMap(([name, column]) =>
      definition.flagsOf(name).includes('searchable') ? [column] : [],
    )
    if (columns.length === 0)
      throw new VantageError(`${definition.entity.name} has no searchable column; give one the flag 'searchable'`, {
        kind: 'invalid',
        details: { entity: definition.entity.name },
      })
    if (typeof text !== 'string') throw new VantageError('search() takes text', { kind: 'invalid' })
    const wanted = accept(textType, text, 'search()')
    const found = columns.map(column => {
      const { type, storage } = column
      if (type.name === 'enum') return operation('containsFolded', [column, new Literal(textType, wanted)])
      if (type.name === 'text') return operation('containsFolded', [column, new Literal(type, wanted, storage)])
      throw new VantageError(
        `${column.preview()} is ${type.name}, which holds no text to search in; take its flag away`,
        {
          kind: 'invalid',
          details: { entity: definition.entity.name, field: column.name },
        },
      )
    })
    return this.#narrowed(found.reduce<Node>((any, one) => any.or(one), new Constant(false)))
  }
  orderBy(...keys: readonly unknown[]): SetTable {
    this.#need('order', 'order rows')
    const { definition } = this.#state
    const order = keys.map(key => {
      const given: unknown = typeof key === 'function' ? key(definition.columns) : key
      const isTerm = typeof given === 'object' && given !== null && 'direction' in given && 'node' in given
      const node = expressionOf(isTerm ? given.node : given, this.#state, 'orderBy')
      if (!node.type.isOrdered)
        throw new VantageError(`orderBy(): ${node.preview()} is ${node.type.name}, which has no order`, {
          kind: 'invalid',
        })
      return { node, direction: isTerm && given.direction === 'desc' ? ('desc' as const) : ('asc' as const) }
    })
    return this.with({ order })
  }
  limit(rows: unknown): SetTable {
    this.#need('window', 'limit rows')
    return this.with({ limit: wholeNumber(rows, 'limit') })
  }
  offset(rows: unknown): SetTable {
    this.#need('window', 'skip rows')
    const skipped = wholeNumber(rows, 'offset')
    return this.with({ offset: skipped === 0 ? undefined : skipped })
  }
  select(...names: readonly string[]): SetTable {
    const { definition } = this.#state
    const wanted = new Set([
      ...definition.ids.map(({ name }) => name),
      ...names.map(name => definition.column(name).name),
    ])
    const selected = definition.projection.filter(({ name }) => wanted.has(name))
    if (selected.length === 0)
      throw new VantageError(`select() of ${definition.entity.name}, which has no id, takes at least one column`, {
        kind: 'invalid',
        details: { entity: definition.entity.name },
      })
    return this.with({ selected })
  }

  getRef(name: string): SetTable {
    return new SetTable(followed(this.#state, name))
  }
  getLink(name: string): SetTable {
    return new SetTable(linked(this.#state, name))
  }
  groupBy(...names: readonly string[]): { aggregate(spec: unknown): SetTable } {
    this.#need('group', 'group rows')
    for (const name of names) checkKey(this.#state, name)
    return { aggregate: spec => new SetTable(grouped(this.#state, names, spec), true) }
  }
  asSource(alias?: string): SetTable {
    this.#need('select', 'read a query as a table')
    if (alias !== undefined && (typeof alias !== 'string' || alias === ''))
      throw new VantageError("asSource() takes a name for the table, such as asSource('largest')", { kind: 'invalid' })
    return new SetTable(derivedFrom(this.#state, { name: alias }), this.#isPlain)
  }
  join(other: unknown, on: unknown, options?: { readonly kind?: JoinKind }): JoinedSet {
    const table = (state: SetState, isPlain: boolean) => new SetTable(state, isPlain || undefined)
    return new JoinedSet(firstSide(this.#state), table).join(other, on, options)
  }
  intoEntity(entity: unknown): SetTable {
    return new SetTable(intoEntity(this.#state, entity))
  }
  withExpression(name: string, build: unknown, options?: CalculatedOptions): SetTable {
    return new SetTable(withExpression(this.#state, this, { name, build, options }), this.#isPlain)
  }
  withImported(path: string): SetTable {
    return new SetTable(withImported(this.#state, path), this.#isPlain)
  }
  withLazy(name: string, compute: unknown): SetTable {
    return new SetTable(withLazy(this.#state, name, compute), this.#isPlain)
  }
  withExpressions(builds: Readonly<Record<string, unknown>>): SetTable {
    return Object.entries(builds).reduce<SetTable>((table, [name, build]) => table.withExpression(name, build), this)
  }

  toSelect(): unknown {
    return this.#state.source.query().fromSet(this)
  }

  expr(parts: TemplateStringsArray, ...args: readonly unknown[]): Template {
    this.#need('template', 'run vendor text')
    return this.#template([...parts], args.map(templateOperand))
  }
  queryExpr(text: string): Template {
    this.#need('template', 'run vendor text')
    const { parts, names } = partsOf(text)
    return this.#template(
      parts,
      names.map(name => this.#state.definition.column(name)),
    )
  }
  #template(parts: readonly string[], args: readonly Node[]): Template {
    const state = this.#state
    const standalone = (node: Node) => selectExpressions(state, [{ name: 'value', node }], true)
    return new Template(state.source, parts, args, standalone, state.definition.occurrence.key)
  }

  prepare(
    types: ParameterTypes,
    build: (set: this, parameters: Readonly<Record<string, Node>>) => unknown,
  ): PreparedSet {
    const built = build(this, placeholdersFor(types))
    if (built instanceof SetTable) return new PreparedSet(built.#state, types)
    throw new VantageError('prepare() takes a function that gives a set', { kind: 'invalid' })
  }
  pipe(change: (table: this) => unknown): unknown {
    return change(this)
  }
  explain(): Plan {
    const plan = this.#state.source.explain(selectOf(this.#state))
    const { lazyNames } = this.#state.definition
    const isComputed = lazyNames.length > 0 && this.#state.selected === undefined
    return isComputed ? thenHere(plan, `compute ${lazyNames.join(', ')} of each row`) : plan
  }
  withTransaction(transaction: unknown): SetTable {
    return new SetTable(insideTransaction(this.#state, transaction), this.#isPlain)
  }
  records(): SetTable {
    return new SetTable(this.#state, true)
  }

  list(options?: ReadCallOptions): Pending<unknown> {
    return Pending.run(() => listRows(this.#state, options, this.#isPlain))
  }
  listValues(options?: ReadCallOptions): Pending<unknown> {
    return Pending.run(() => listRows(this.#state, options, true))
  }
  get(id: unknown, options?: ReadCallOptions): Pending<unknown> {
    return Pending.run(() => rowById(this.#state, id, options, this.#isPlain))
  }
  first(options?: ReadCallOptions): Pending<unknown> {
    return Pending.run(() => firstRow(this.#state, options, this.#isPlain))
  }
  page(options: PageOptions): Pending<Page<unknown>> {
    return Pending.run(() => readPage(this.#state, options))
  }
  stream(options?: StreamOptions): AsyncGenerator<unknown> {
    return streamRows(this.#state, options, this.#isPlain)
  }
  [Symbol.asyncIterator](): AsyncGenerator<unknown> {
    return this.stream()
  }

  #how(options: CallOptions): PipelineOptions {
    return { options, isPlain: this.#isPlain, records }
  }

  insert(id: unknown, record: object, options?: CallOptions): Pending<unknown> {
    return Pending.run(() => asOneCall(options, call => insertRow(this.#state, id, record, this.#how(call))))
  }
  insertNested(id: unknown, record: object, options?: CallOptions): Pending<unknown> {
    return Pending.run(() => asOneCall(options, call => insertNested(this.#state, id, record, this.#how(call))))
  }
  insertReturningId(record: object, options?: CallOptions): Pending<unknown> {
    return Pending.run(() => asOneCall(options, call => insertReturningId(this.#state, record, this.#how(call))))
  }
  insertMany(given: readonly object[], options?: CallOptions): Pending<number> {
    return Pending.run(() => asOneCall(options, call => insertMany(this.#state, given, this.#how(call))))
  }
  replace(id: unknown, record: object, options?: ReplaceOptions): Pending<unknown> {
    const isWhole = options?.whole === true
    return Pending.run(() =>
      asOneCall(options, call => replaceRow(this.#state, id, record, { ...call, whole: isWhole }, this.#how(call))),
    )
  }
  patch(id: unknown, part: object, options?: CallOptions): Pending<unknown> {
    return Pending.run(() => asOneCall(options, call => patchRow(this.#state, id, part, this.#how(call))))
  }
  delete(id: unknown, options?: CallOptions): Pending<boolean> {
    return Pending.run(() => asOneCall(options, call => deleteRow(this.#state, id, this.#how(call))))
  }
  deleteAll(options?: DeleteAllOptions): Pending<number> {
    const { everything } = options ?? {}
    return Pending.run(() =>
      asOneCall(options, call =>
        deleteAllRows(this.#state, { ...call, ...(everything === undefined ? {} : { everything }) }, this.#how(call)),
      ),
    )
  }
  import(rows: AsyncIterable<object>, options?: ImportOptions): Pending<ImportProgress> {
    return Pending.run(() =>
      asOneCall(options, call =>
        importRows(rows, { ...options, ...call }, batch => insertMany(this.#state, batch, this.#how(call))),
      ),
    )
  }

  #record(row: unknown): object {
    const place = { state: this.#state, records, isPlain: this.#isPlain, hooks: [] }
    return activeRecord(Object(row), place, tableOf)
  }
  load(id: unknown, options?: ReadCallOptions): Pending<object> {
    return Pending.run(() =>
      andThen(rowById(recordState(this.#state), id, options, this.#isPlain), row => {
        if (row === undefined) throw notInSet(this.#state.definition, idValues(this.#state.definition, id))
        return this.#record(row)
      }),
    )
  }
  getEntity(id: unknown, options?: ReadCallOptions): Pending<object | undefined> {
    return Pending.run(async () => {
      const row = await rowById(recordState(this.#state), id, options, this.#isPlain)
      return row === undefined ? undefined : this.#record(row)
    })
  }
  loadSome(options?: ReadCallOptions): Pending<object | undefined> {
    return Pending.run(async () => {
      const row = await firstRow(recordState(this.#state), options, this.#isPlain)
      return row === undefined ? undefined : this.#record(row)
    })
  }
  activeList(options?: ReadCallOptions): Pending<readonly object[]> {
    return Pending.run(async () => {
      const rows = await listRows(recordState(this.#state), options, this.#isPlain)
      return rows.map(row => this.#record(row))
    })
  }
  create(values: object, options?: CallOptions): Pending<object> {
    return Pending.run(() =>
      asOneCall(options, async call =>
        this.#record(await createRow(recordState(this.#state), values, this.#how(call))),
      ),
    )
  }
  newEntity(values: object = {}): object {
    refuseUnwritable(this.#state, 'newEntity')
    return newRecord(values, { state: recordState(this.#state), records, isPlain: this.#isPlain, hooks: [] }, tableOf)
  }
  updateEach(change: (record: object) => unknown, options: UpdateEachOptions = {}): Pending<UpdateEachProgress> {
    const isPlain = this.#isPlain
    const record = (state: SetState, row: object) => activeRecord(row, { state, records, isPlain, hooks: [] }, tableOf)
    return Pending.run(() =>
      asOneCall(options, call => updateEach(this.#state, { change, record }, { ...options, ...call })),
    )
  }
  withHook(event: unknown, run?: unknown, options?: HookOptions): SetTable {
    const { definition } = this.#state
    refuseUnwritable(this.#state, 'withHook')
    const isMade = run === undefined && typeof event === 'object'
    const hooks = isMade ? hooksIn(event, definition.entity.name) : [hookOf(event, run, options)]
    return this.with(withHooks(this.#state, hooks))
  }

  insertQuery(given: unknown): SetChange {
    return new SetChange(this.#state, insertOf(this.#state, records, given), this.#isPlain)
  }
  insertFrom(other: unknown, mapping?: unknown): SetChange {
    if (!(other instanceof SetTable))
      throw new VantageError('insertFrom() takes a set; import() takes streams of records', { kind: 'invalid' })
    return new SetChange(this.#state, insertFromOf(this.#state, records, other.#state, mapping), this.#isPlain)
  }
  updateQuery(options?: EverythingOptions): SetUpdate {
    return updateOf(this.#state, records, this.#isPlain, options)
  }
  deleteQuery(options?: EverythingOptions): SetChange {
    return new SetChange(this.#state, deleteOf(this.#state, records, options), this.#isPlain)
  }

  count(options?: CallOptions): Pending<unknown> {
    return this.#now('count', undefined, options)
  }
  countExpr(): Node {
    return this.countQuery()
  }
  countQuery(): Node {
    return this.#query('count', undefined)
  }
  sum(column: unknown, options?: CallOptions): Pending<unknown> {
    return this.#now('sum', column, options)
  }
  sumExpr(column: unknown): Node {
    return this.#query('sum', column)
  }
  sumQuery(column: unknown): Node {
    return this.#query('sum', column)
  }
  min(column: unknown, options?: CallOptions): Pending<unknown> {
    return this.#now('min', column, options)
  }
  minExpr(column: unknown): Node {
    return this.#query('min', column)
  }
  minQuery(column: unknown): Node {
    return this.#query('min', column)
  }
  max(column: unknown, options?: CallOptions): Pending<unknown> {
    return this.#now('max', column, options)
  }
  maxExpr(column: unknown): Node {
    return this.#query('max', column)
  }
  maxQuery(column: unknown): Node {
    return this.#query('max', column)
  }
  avg(column: unknown, options?: CallOptions): Pending<unknown> {
    return this.#now('avg', column, options)
  }
  avgExpr(column: unknown): Node {
    return this.#query('avg', column)
  }
  avgQuery(column: unknown): Node {
    return this.#query('avg', column)
  }
  #now(name: AggregateName, column: unknown, options?: CallOptions): Pending<unknown> {
    return Pending.run(() => aggregateNow(this.#state, name, column, options))
  }
  #query(name: AggregateName, column: unknown): Node {
    this.#need('aggregate', `compute ${name}()`)
    return aggregateQuery(this.#state, name, column)
  }

  fieldValues(column: unknown, options?: CallOptions): Pending<unknown> {
    return Pending.run(() => fieldValues(this.#state, column, options))
  }
  fieldExpr(column: unknown): Node {
    return fieldQuery(this.#state, column)
  }
  fieldQuery(column: unknown): Node {
    return fieldQuery(this.#state, column)
  }
}

const tableOf = (state: SetState): SetTable => new SetTable(state)
/** How hooks are shown their set and their row. */
const records: HookViews = {
  set: tableOf,
  record: (state, row) => activeRecord(row, { state, records, isPlain: undefined, hooks: [] }, tableOf),
}
