import {
  type Node,
  type Param,
  type ParameterSlot,
  type Select,
  slotOf,
  storageOf,
  type StorageTable,
  unchecked,
} from '@vantage-ts/core/adapter'
import type { RecordId } from 'surrealdb'
import type { Inside } from './inside.ts'
import { freeNames, isDeepPart } from './nesting.ts'
import type { Frame, Scope } from './scope.ts'

/** What one text of a statement is rendered for. */
export interface RenderSettings {
  readonly storages: StorageTable
  /** Tables that turned out not to exist: nothing is read from them. */
  readonly missing: ReadonlySet<string>
  /** How many patterns a long list is cut into; 0 for lists that are compared one by one. */
  readonly shards: number
  /** Whether it runs in a transaction, where the engine cuts rows before it orders them. */
  readonly inTransaction: boolean
  /** Whether it runs in a transaction that may have written: its own writes the engine gives back without their ids when it reads by id. */
  readonly seesOwnWrites: boolean
  /** Whether whole floats arrive as integers, so that the text has to cast them. */
  readonly castsFloats: boolean
  /** Whether deep parts stand apart, since the text would nest more deeply than the engine reads. */
  readonly isFlat: boolean
}

/** How a select inside an expression is rendered, and what it needs of the row outside. */
export type Subselect = (
  select: Select,
  outer: Scope | undefined,
  form: SelectForm,
) => { readonly text: string; readonly frame: Frame }

export interface SelectForm {
  /** What a row is: an array, its only value, an object by property, the id of its record, or just that it is there. */
  readonly shape: 'row' | 'value' | 'object' | 'true' | 'record'
  /** How a cell is made, where it is neither an answer nor an operand. */
  readonly cell?: (node: Node, index: number, inside: Inside) => string
  /** Durations come as microseconds. */
  readonly isMicros?: boolean
  /** Values come as records of this table, whose ids they are. */
  readonly recordsOf?: string
  /** More rows are not looked at. */
  readonly atMost?: number
  /** Rows to pass over, of a select without a window. */
  readonly skip?: number
  /** The id of the record is the last order key, so that two texts of one select agree on every row's place. */
  readonly isTotal?: boolean
}

/** A list that the statement computes, as regular expressions. */
export interface ListPatterns {
  readonly names: readonly string[]
  /** When the list is long, and not too long for patterns. */
  readonly isUsed: string
}

/** Stands on both sides of the name of a number of rows, and in no name or text of anybody. */
export const rowsMark = `\u0001${crypto.randomUUID()}\u0001`

/** The engine takes a number of rows modulo 2^32. */
const mostRows = 2 ** 32 - 1
const clamped = (rows: number): number => Math.min(rows, mostRows)

/** Places of a statement's values and the definitions that its text starts with. */
export class Rendering {
  readonly settings: RenderSettings
  readonly slots: ParameterSlot[] = []
  /** Values that belong to the text and not to a call, by the name they are bound to. */
  readonly constants = new Map<string, string | RecordId>()
  /** Slots of lists that a long text looks up by patterns. */
  readonly patterned = new Set<number>()
  /** `LET …` before everything else: parts that are the same for all rows. */
  readonly hoisted: string[] = []
  /** Sub-queries that are computed once, by the names they have. */
  readonly subqueries = new Map<object, string>()
  /** The same of those whose values are wanted as records of a table. */
  readonly recordSubqueries = new Map<object, string>()
  /** Renders selects; handed in, since selects are made of expressions. */
  readonly subselect: Subselect
  /** Set where the statement itself stands inside another, where the engine cuts rows before it orders them. */
  isNested = false
  /** Set while the values of an update are rendered: there, the engine gives no row for the aggregate of nothing. */
  isChanging = false
  /** Set for vendor text that reads what it writes: nothing is computed before it. */
  isInOrder = false
  /** Set for the second of two texts: lists that the statement computes are compared with by their patterns. */
  matchesPatterns = false
  readonly #patterns = new Map<string, ListPatterns>()
  readonly #bound = new Map<string, string>()
  readonly #shared = new Map<string, string>()
  /** The names of what is hoisted. */
  readonly #atTop = new Set<string>()
  /** Values that arrive as integers and are floats. */
  readonly #casts = new Map<string, string>()
  #locals = 0
  #keys = 0

  /** `like` is another text of the same statement, whose places for values are kept. */
  constructor(settings: RenderSettings, subselect: (rendering: Rendering) => Subselect, like?: Rendering) {
    this.settings = settings
    this.subselect = subselect(this)
    if (like === undefined) return
    this.slots.push(...like.slots)
    for (const [key, name] of like.#bound) this.#bound.set(key, name)
    for (const [name, type] of like.#casts) this.#casts.set(name, type)
  }

  /** Binds a value in its own storage. */
  bind(param: Param): string {
    const storage = param.storage ?? storageOf(this.settings.storages, param.type, 'surrealdb')
    return this.#place(`${param.index}`, () => {
      const slot = slotOf(param, storage)
      const isFloat = param.type.arithmetic === 'float'
      if (!this.settings.castsFloats) return slot
      if (isFloat) this.#cast(param.isList ? 'array<float>' : 'float')
      else if (param.type.item?.arithmetic === 'float' && !param.isList) this.#cast('array<float>')
      return slot
    })
  }

  /** Binds a value, or each item of a list, in another form than its storage's. `role` names the form. */
  bindAs(param: Param, role: string, encode: (value: never) => unknown): string {
    const { index, type, isList } = param
    const encodeList = (values: unknown): unknown => unchecked<readonly never[]>(values, 'a list is bound').map(encode)
    const encodeOne = (value: unknown): unknown => encode(unchecked<never>(value, 'the caller knows its type'))
    return this.#place(`${index}/${role}`, () => ({
      index,
      typeName: isList ? `${type.name}[]` : type.name,
      encode: isList ? encodeList : encodeOne,
    }))
  }

  /** The patterns of a list that the statement computes, defined once. */
  patternsOf(members: string, define: (members: string, rendering: Rendering) => ListPatterns): ListPatterns {
    let patterns = this.#patterns.get(members)
    if (patterns === undefined) {
      patterns = define(members, this)
      this.#patterns.set(members, patterns)
    }
    return patterns
  }

  /** Whether to compare with patterns: a condition, where a list of the statement may be long. */
  get usesPatterns(): string | undefined {
    const conditions = [...this.#patterns.values()].map(({ isUsed }) => isUsed)
    return conditions.length === 0 ? undefined : conditions.join(' AND ')
  }

  /**
   * A number of rows. It stands in the text itself when the statement runs: the engine keeps only the rows it needs while it
   * orders them when it knows their number, which it does not know of a parameter.
   */
  rows(param: Param): string {
    return `${rowsMark}${this.bindAs(param, 'rows', clamped)}${rowsMark}`
  }

  /** The number of the slot behind a bound name. */
  slotOf(name: string): number {
    return Number(name.slice(2))
  }

  /** Binds a value that is no parameter of the statement. */
  constant(value: string | RecordId): string {
    const known = [...this.constants].find(
      ([, bound]) => typeof bound === typeof value && String(bound) === String(value),
    )
    const name = known?.[0] ?? `_c${this.constants.size}`
    this.constants.set(name, value)
    return `$${name}`
  }

  /** A name for something defined inside the text. */
  local(): string {
    return `$_v${this.#locals++}`
  }

  /**
   * A name for a key that rows are ordered by. No other select of the statement has it: the engine takes rows for ordered where
   * the select inside orders them by a field of that name, whatever the field is outside.
   */
  orderName(): string {
    return `\`~k${this.#keys++}\``
  }

  /** Computes a part once, before the statement; gives the name it has there. */
  hoist(text: string): string {
    const name = this.local()
    this.#atTop.add(name)
    this.hoisted.push(`LET ${name} = ${text}`)
    return name
  }

  /**
   * A part that stands in another, apart from it where the statement is too deep: as a function of what it needs of the rows
   * outside, or computed once where it needs nothing. A call is one level, whatever is behind it.
   */
  flattened(text: string): string {
    if (!this.settings.isFlat || !isDeepPart(text)) return text
    const given = freeNames(text).filter(name => !this.#atTop.has(name))
    if (given.length === 0) return this.hoistOnce(text)
    const names = given.join(', ')
    // Bracketed, since nothing may follow a call of a function that has a name.
    return `(${this.hoistOnce(`|${names}| ${text}`)}(${names}))`
  }

  /** Whether a text needs nothing but what is computed once, before the statement. */
  isAtTop(text: string): boolean {
    return freeNames(text).every(name => this.#atTop.has(name))
  }

  /** The same for a part that several places may share. */
  hoistOnce(text: string): string {
    let name = this.#shared.get(text)
    if (name === undefined) {
      name = this.hoist(text)
      this.#shared.set(text, name)
    }
    return name
  }

  #place(key: string, make: () => ParameterSlot): string {
    const known = this.#bound.get(key)
    if (known !== undefined) return known
    const name = `$_${this.slots.length}`
    this.#bound.set(key, name)
    this.slots.push(make())
    return name
  }

  /** Makes a float of what the wire made an integer. */
  #cast(type: string): void {
    this.#casts.set(`$_${this.slots.length}`, type)
  }

  /** What stands before the statement. */
  get definitions(): readonly string[] {
    const casts = [...this.#casts].map(([name, type]) => `LET ${name} = <${type}>${name}`)
    return [...casts, ...this.hoisted]
  }
}
