import type { Pending } from '../errors/pending.ts'
import { VantageError } from '../errors/vantage-error.ts'
import { bool } from '../types/bool.ts'
import { decimal } from '../types/decimal-type.ts'
import { float } from '../types/float.ts'
import { instant } from '../types/instant.ts'
import { int } from '../types/int.ts'
import { json } from '../types/json.ts'
import type { Storage } from '../types/storage.ts'
import type { Type } from '../types/type.ts'
import type { CallOptions, Execution, ExpressionSource } from './execute.ts'
import { type Home, joinHome, joinScope, laterHome, type Scope } from './home.ts'
import type { OperatorName } from './operator.ts'
import { previewOperation } from './preview-operation.ts'
import { keyOfName, literalShape, pairShape, textShape } from './shape.ts'
import type { Plan, Resolved } from './plan.ts'
import { outlookOf } from './outlook.ts'
import type { From, Occurrence, Select, StoredColumn } from './statement.ts'

/** Compilers go down a tree by calling themselves: a deeper one might not fit a stack that frameworks have half filled. */
const maxDepth = 500
/** A condition added to a chain of `and` or of `or`: its compilers need less than for a level. */
const linkDepth = 0.5

const tooDeep = (): VantageError =>
  new VantageError(
    `expressions are nested deeper than ${maxDepth} levels, or chained to more than about ${maxDepth / linkDepth} conditions; in() takes many values`,
    { kind: 'too-large' },
  )

function depthOf(nodes: readonly Node[]): number {
  let most = 0
  for (const { depth } of nodes) if (depth > most) most = depth
  return most
}

function depthOver(operator: OperatorName, args: readonly Node[]): number {
  const [left, right] = args
  const isLink =
    (operator === 'and' || operator === 'or') && left instanceof Operation && left.operator === operator && right
  return isLink ? Math.max(left.depth, right.depth) + linkDepth : depthOf(args) + 1
}

function depthOfFrom(from: From | undefined): number {
  if (from === undefined || from.kind === 'table') return 0
  if (from.kind === 'text') return from.node.depth + 1
  if (from.kind === 'derived') return depthOfSelect(from.select) + 1
  return Math.max(depthOfFrom(from.left), depthOfFrom(from.right), from.on.depth) + 1
}

function depthOfSelect({ columns, from, where, having, order }: Select): number {
  let most = Math.max(where?.depth ?? 0, having?.depth ?? 0, depthOfFrom(from))
  for (const { node } of columns) if (node.depth > most) most = node.depth
  for (const { node } of order) if (node.depth > most) most = node.depth
  return most
}

/** The operators that every node has; `operate.ts` puts them there. Typed for callers by `Expr`. */
export interface Operators
  extends Record<Exclude<OperatorName, 'now' | 'containsFolded'>, (...args: readonly unknown[]) => Node> {
  between(low: unknown, high: unknown): Node
  map(type: Type<unknown>, convert: (value: never) => unknown): Node
  asc(): { readonly node: Node; readonly direction: 'asc' }
  desc(): { readonly node: Node; readonly direction: 'desc' }
  run(options?: CallOptions): Pending<unknown>
  explain(resolved?: Resolved): Plan
}

export interface Node extends Operators {}

/**
 * The run-time form of every expression: an immutable tree with a structural key.
 *
 * `key` holds kinds, types, identifiers and null-or-not; never values or list lengths: equal keys compile to equal text.
 * `home` and `scope` say which source and which table occurrence the tree touches, so that the usual case needs no walk.
 * Fields are declared only: one that is defined and then assigned makes building a query a twentieth slower.
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: `operate.ts` defines every operator on the prototype
export abstract class Node {
  abstract readonly kind: string
  declare readonly type: Type<unknown>
  declare readonly isNullable: boolean
  declare readonly home: Home
  declare readonly scope: Scope
  /** How many levels are below; a link of a chain of `and` or of `or` is half of one. */
  declare readonly depth: number
  #key: string | undefined
  #shape = 0

  constructor(type: Type<unknown>, isNullable: boolean, home: Home, scope: Scope, depth = 0) {
    if (depth > maxDepth) throw tooDeep()
    this.type = type
    this.isNullable = isNullable
    this.home = home
    this.scope = scope
    this.depth = depth
  }

  get key(): string {
    this.#key ??= this.structure()
    return this.#key
  }
  protected abstract structure(): string
  /** The structural key as a number; cheap to join and to look up. */
  get shape(): number {
    if (this.#shape === 0) this.#shape = this.shaped()
    return this.#shape
  }
  protected shaped(): number {
    return textShape(this.key)
  }
  /** How literals that meet this node are encoded, when it is a column. */
  get storage(): Storage | undefined {
    return undefined
  }
  /** Whether the value is a list of `type` rather than one. */
  get isList(): boolean {
    return false
  }

  preview(): string {
    return this.key
  }
}

/** A bound value; null is part of the shape. */
export class Literal extends Node {
  override readonly kind = 'literal'
  declare readonly value: unknown
  readonly #storage: Storage | undefined
  constructor(type: Type<unknown>, value: unknown, storage?: Storage) {
    super(type, value === null, undefined, undefined)
    this.value = value
    this.#storage = storage
  }
  override get storage(): Storage | undefined {
    return this.#storage
  }
  protected override structure(): string {
    const held = this.#storage === undefined ? '' : `/${this.#storage.name}`
    return this.value === null ? `null:${this.type.name}` : `?${this.type.name}${held}`
  }
  protected override shaped(): number {
    return this.value === null ? super.shaped() : literalShape(this.type, this.#storage, () => this.key)
  }
}

/** A value that a prepared set is given at each run; it takes the storage of the column it meets. */
export class Placeholder extends Literal {
  declare readonly name: string
  constructor(name: string, type: Type<unknown>, storage?: Storage) {
    super(type, Placeholder, storage)
    this.name = name
  }
  meeting(storage: Storage | undefined): Placeholder {
    return new Placeholder(this.name, this.type, storage)
  }
  override preview(): string {
    return `:${this.name}`
  }
}

/** True or false known while building: what an empty list folds to. */
export class Constant extends Node {
  override readonly kind = 'constant'
  declare readonly value: boolean
  constructor(value: boolean) {
    super(bool, false, undefined, undefined)
    this.value = value
  }
  protected override structure(): string {
    return this.value ? 'true' : 'false'
  }
}

/** A list of bound values without nulls; its length is no part of the shape. */
export class List extends Node {
  override readonly kind = 'list'
  declare readonly values: readonly unknown[]
  readonly #storage: Storage | undefined
  constructor(type: Type<unknown>, values: readonly unknown[], storage?: Storage) {
    super(type, false, undefined, undefined)
    this.values = values
    this.#storage = storage
  }
  override get storage(): Storage | undefined {
    return this.#storage
  }
  override get isList(): boolean {
    return true
  }
  protected override structure(): string {
    return `?list:${this.type.name}/${this.#storage?.name ?? ''}`
  }
}

/** The moment of the execution, the same in all its statements. */
export class Now extends Node {
  override readonly kind = 'now'
  constructor() {
    super(instant, false, undefined, undefined)
  }
  protected override structure(): string {
    return '?now'
  }
}

/** A column of one table occurrence. */
export class ColumnNode extends Node {
  override readonly kind = 'column'
  declare readonly occurrence: Occurrence
  declare readonly column: StoredColumn
  constructor(occurrence: Occurrence, column: StoredColumn) {
    super(column.type, column.isNullable, occurrence.source, occurrence.key)
    this.occurrence = occurrence
    this.column = column
  }
  get name(): string {
    return this.column.property
  }
  override get storage(): Storage {
    return this.column.storage
  }
  protected override structure(): string {
    return `${this.occurrence.key}.${keyOfName(this.column.property)}`
  }
  override preview(): string {
    return `${this.occurrence.table.entity}.${this.column.property}`
  }
}

/** A column that is computed: it stands for its expression and knows its name. What adapters compile holds the expression only. */
export class Calculated extends Node {
  override readonly kind = 'calculated'
  declare readonly name: string
  declare readonly entity: string
  declare readonly node: Node
  constructor(entity: string, name: string, node: Node) {
    super(node.type, node.isNullable, node.home, node.scope, node.depth)
    this.entity = entity
    this.name = name
    this.node = node
  }
  override get storage(): Storage | undefined {
    return this.node.storage
  }
  override get isList(): boolean {
    return this.node.isList
  }
  protected override structure(): string {
    return this.node.key
  }
  protected override shaped(): number {
    return this.node.shape
  }
  override preview(): string {
    return `${this.entity}.${this.name}`
  }
}

/** An operator with its operands. */
export class Operation extends Node {
  override readonly kind = 'operation'
  declare readonly operator: OperatorName
  declare readonly args: readonly Node[]
  constructor(
    operator: OperatorName,
    args: readonly Node[],
    type: Type<unknown>,
    isNullable: boolean,
    home: Home,
    scope: Scope,
  ) {
    super(type, isNullable, home, scope, depthOver(operator, args))
    this.operator = operator
    this.args = args
  }
  protected override structure(): string {
    const [left, right, third] = this.args
    if (right === undefined) return `${this.operator}(${left?.key ?? ''})`
    if (third === undefined) return `${this.operator}(${left?.key},${right.key})`
    return `${this.operator}(${this.args.map(arg => arg.key).join(',')})`
  }
  protected override shaped(): number {
    let shape = textShape(this.operator)
    for (const arg of this.args) shape = pairShape(shape, arg.shape)
    return pairShape(shape, this.args.length)
  }
  override preview(): string {
    return previewOperation(this)
  }
}

/** A part whose value comes from async code or another source; resolved at execution, once, then bound. */
export class Deferred extends Node {
  override readonly kind = 'deferred'
  readonly label: string
  /** What it is made from, for plans. */
  readonly origin: Node | undefined
  readonly resolve: (execution: Execution) => Promise<unknown>
  /** Whether it gives an expression that takes its place, instead of a value to bind. */
  readonly expands: boolean
  readonly #isList: boolean
  constructor(
    type: Type<unknown>,
    isList: boolean,
    label: string,
    origin: Node | undefined,
    resolve: (execution: Execution) => Promise<unknown>,
    expands = false,
    home: Home = laterHome(undefined, origin === undefined ? [] : [origin]),
  ) {
    super(type, true, home, undefined)
    this.expands = expands
    this.#isList = isList
    this.label = label
    this.origin = origin
    this.resolve = resolve
  }
  override get isList(): boolean {
    return this.#isList
  }
  protected override structure(): string {
    return `deferred:${this.#isList ? 'list:' : ''}${this.type.name}`
  }
  override preview(): string {
    return `⟨${this.label}⟩`
  }
}

/** A select used as a value: `single` for one value (null for no row), `column` for a list of them, `exists` for a test. */
export type SubqueryMode = 'single' | 'column' | 'exists' | 'rows'
export class Subquery extends Node {
  override readonly kind = 'subquery'
  declare readonly select: Select
  /** `rows`: all its columns under their names, for vendor text that reads it as a table. */
  declare readonly mode: SubqueryMode
  declare readonly source: ExpressionSource
  constructor(select: Select, mode: SubqueryMode, source: ExpressionSource, type: Type<unknown>, isNullable: boolean) {
    const { home, scope } = outlookOf(select, source)
    super(type, isNullable, home, scope, depthOfSelect(select) + 1)
    this.select = select
    this.mode = mode
    this.source = source
  }
  override get isList(): boolean {
    return this.mode === 'column'
  }
  protected override structure(): string {
    return `${this.mode}(${this.select.key})`
  }
  protected override shaped(): number {
    return pairShape(textShape(this.mode), this.select.shape ?? textShape(this.select.key))
  }
  override preview(): string {
    // No engine could render what looks at a row outside by itself.
    return `(${this.scope === undefined ? this.source.describe(this.select) : outline(this.select)})`
  }
}

function outline({ columns, from, where }: Select): string {
  const condition = where === undefined ? '' : ` where ${where.preview()}`
  return `select ${columns.map(({ node }) => node.preview()).join(', ')} from ${from?.occurrence.table.entity ?? ''}${condition}`
}

/** A name by which vendor text calls the rows that it reads, and the table of these rows where their columns are operands. */
export interface TemplatePlace {
  readonly name: string
  readonly occurrence?: Occurrence | undefined
  /** Whether the rows are those of a select, whose columns go by their properties. */
  readonly isDerived?: boolean | undefined
}

/** Vendor text with operands between its parts. Outside its own set it stands for the value of that set's only row. */
export class Template extends Node {
  override readonly kind = 'template'
  readonly parts: readonly string[]
  declare readonly args: readonly Node[]
  /** Absent for free text, which takes the source and the type of the place it is used in. */
  declare readonly source: ExpressionSource | undefined
  /** The select that gives this expression as its only column, for use outside the set it was written on. */
  readonly standalone: (node: Node) => Select
  /** False until `.as(type)`: then it runs as a statement of its own and gives rows. */
  readonly isTyped: boolean
  /** The rows that the text itself reads: its operands may be columns of them. */
  readonly places: readonly TemplatePlace[]
  /** Which operand stands in each gap, where one stands in several: a value that is bound once. Absent: each in its own. */
  readonly gaps: readonly number[] | undefined
  constructor(
    source: ExpressionSource | undefined,
    parts: readonly string[],
    args: readonly Node[],
    standalone: (node: Node) => Select,
    scope: Scope,
    type?: Type<unknown>,
    places: readonly TemplatePlace[] = noPlaces,
    gaps?: readonly number[],
  ) {
    // Where it stands decides whether it is part of the row or a value of its own.
    super(type ?? json, true, laterHome(source, args), scope, depthOf(args) + 1)
    this.isTyped = type !== undefined
    this.source = source
    this.parts = parts
    this.args = args
    this.standalone = standalone
    this.places = places
    this.gaps = gaps
  }
  as(type: Type<unknown>): Template {
    return this.with(this.args, type)
  }
  /** The same text around other operands. */
  with(args: readonly Node[], type = this.isTyped ? this.type : undefined): Template {
    return new Template(this.source, this.parts, args, this.standalone, this.scope, type, this.places, this.gaps)
  }
  /** What stands after a part of the text. */
  argAfter(part: number): Node | undefined {
    return this.args[this.gaps === undefined ? part : (this.gaps[part] ?? -1)]
  }
  protected override structure(): string {
    const places = this.places.map(({ name, occurrence }) => [name, occurrence?.key])
    const named = places.length === 0 ? '' : JSON.stringify(places)
    const gaps = this.gaps === undefined ? '' : `[${this.gaps.join(',')}]`
    return `text:${this.type.name}${JSON.stringify(this.parts)}${named}${gaps}(${this.args.map(arg => arg.key).join(',')})`
  }
  override preview(): string {
    return this.parts.reduce((shown, part, index) => shown + (this.argAfter(index - 1)?.preview() ?? '') + part)
  }
}

const noPlaces: readonly TemplatePlace[] = Object.freeze([])

export type AggregateName = 'count' | 'sum' | 'min' | 'max' | 'avg' | 'percentile' | 'concat'

/** `avg` of int, bigint and float is float, as is every percentile; of decimal and duration an average stays what it was. */
function aggregateType(name: AggregateName, arg: Node | undefined): Type<unknown> {
  if (name === 'count' || arg === undefined) return int
  if (name === 'percentile') return float
  if (name !== 'avg') return arg.type.arithmetic === 'decimal' ? decimal : arg.type
  return arg.type.arithmetic === 'decimal' ? decimal : arg.type.arithmetic === 'duration' ? arg.type : float
}

/**
 * One value of a set or of each group. `sum` of nothing is zero, of nothing `count` is 0, the others are null.
 *
 * Shape: `percentile` goes between the two values next to its place; `concat` joins texts in the order of their code points.
 */
export class Aggregate extends Node {
  override readonly kind = 'aggregate'
  declare readonly name: AggregateName
  /** Absent for the count of rows; otherwise nulls are passed over. */
  declare readonly arg: Node | undefined
  /** The fraction of a percentile, the separator of joined texts: one value for all rows. */
  declare readonly option: Node | undefined
  constructor(name: AggregateName, arg: Node | undefined, option?: Node) {
    super(
      aggregateType(name, arg),
      name !== 'count' && name !== 'sum',
      arg?.home,
      arg?.scope,
      arg === undefined ? 0 : arg.depth + 1,
    )
    this.name = name
    this.arg = arg
    this.option = option
  }
  protected override structure(): string {
    const option = this.option === undefined ? '' : `,${this.option.key}`
    return `${this.name}(${this.arg?.key ?? '*'}${option})`
  }
  protected override shaped(): number {
    return pairShape(pairShape(textShape(this.name), this.arg?.shape ?? 0), this.option?.shape ?? 0)
  }
  override preview(): string {
    return `${this.name}(${this.arg?.preview() ?? '*'})`
  }
}

/** The result of the first branch whose condition is true. */
export class Case extends Node {
  override readonly kind = 'case'
  readonly branches: readonly { readonly when: Node; readonly then: Node }[]
  readonly otherwise: Node
  constructor(branches: Case['branches'], otherwise: Node) {
    const parts = [...branches.flatMap(branch => [branch.when, branch.then]), otherwise]
    super(
      branches[0]?.then.type ?? otherwise.type,
      otherwise.isNullable || branches.some(branch => branch.then.isNullable),
      parts.reduce<Home>((home, part) => joinHome(home, part.home), undefined),
      parts.reduce<Scope>((scope, part) => joinScope(scope, part.scope), undefined),
      depthOf(parts) + 1,
    )
    this.branches = branches
    this.otherwise = otherwise
  }
  protected override structure(): string {
    const branches = this.branches.map(({ when, then }) => `${when.key}:${then.key}`)
    return `case(${branches.join(',')};${this.otherwise.key})`
  }
}

/** A place for a value in a compiled statement: the only form of a value that adapters meet. */
export class Param extends Node {
  override readonly kind = 'param'
  /** Position in the values of the statement, in the order of `collect`; -1 for what is known at run only. */
  readonly index: number
  /** Stands for the moment of the execution, which is another one each time. */
  readonly isNow: boolean
  readonly #storage: Storage | undefined
  readonly #isList: boolean
  constructor(type: Type<unknown>, index: number, storage: Storage | undefined, isList: boolean, isNow = false) {
    super(type, false, undefined, undefined)
    this.index = index
    this.isNow = isNow
    this.#storage = storage
    this.#isList = isList
  }
  override get storage(): Storage | undefined {
    return this.#storage
  }
  override get isList(): boolean {
    return this.#isList
  }
  protected override structure(): string {
    return `?${this.index}:${this.type.name}`
  }
  override preview(): string {
    return '?'
  }
}

/** Any node that a tree may hold; `switch (node.kind)` is exhaustive over it. */
export type AnyNode =
  | Literal
  | Constant
  | List
  | Now
  | ColumnNode
  | Calculated
  | Operation
  | Deferred
  | Subquery
  | Template
  | Aggregate
  | Case
  | Param
