import {
  type AnyNode,
  ColumnNode,
  Literal,
  type Node,
  suggest,
  type Template,
  type TemplatePlace,
  VantageError,
  type VendorText,
  walk,
} from '@vantage-ts/core/adapter'
import { quoteIdentifier } from '../quote.ts'
import { type Language, nameKey, needFeature, needSame } from './language.ts'
import { problemOf } from './names.ts'
import type { RowSource } from './row-source.ts'

/**
 * Puts the text of a statement together: words and quoted names, with bound values and other operands between them.
 *
 * Shape: `parts` and `operands` are those of a template, which is what a built statement is to the rest of the system.
 */
export class Writer {
  readonly language: Language
  /** What the statement runs in, for statements inside it. */
  readonly database: object | undefined
  /** Makes an expression of text, where a part of the statement is an operand of an operator of sets. */
  readonly #expression: ((text: VendorText) => Template) | undefined
  #unqualified: RowSource | undefined
  /** Rows of the table that a write changes, which goes by its own name. */
  #target: RowSource | undefined
  /** Whether a select is being written that is not the statement around all others. */
  #isInside = false
  readonly #parts: string[] = []
  readonly #operands: Node[] = []
  readonly #gaps: number[] = []
  /** A value of an expression that is used twice is bound once: to the database, GROUP BY and SELECT are then the same. */
  readonly #literals = new Map<Literal, number>()
  readonly #places: TemplatePlace[] = []
  /** Conditions of a set name its own table: they are about its rows here, where there is one place of them. */
  readonly #originals = new Map<string, TemplatePlace | undefined>()
  #windows: ReadonlySet<string> = none
  #tables: ReadonlySet<string> = none
  /** What the selects around each other read, the outermost first. */
  readonly #read: (readonly RowSource[])[] = []
  /** Where values cannot be bound. */
  #unboundPlace: string | undefined
  #text = ''
  #depth = 0
  #rawTexts = 0

  constructor(language: Language, database?: object, expression?: (text: VendorText) => Template) {
    this.language = language
    this.database = database
    this.#expression = expression
  }

  /** What is written inside as an expression of sets, which knows the same windows and named statements. */
  expression(write: (inside: Writer) => void): Template {
    if (this.#expression === undefined)
      throw new VantageError('a part of this statement cannot be an operand of a set', { kind: 'internal' })
    const inside = new Writer(this.language, this.database, this.#expression)
    inside.#unqualified = this.#unqualified
    inside.#target = this.#target
    inside.#isInside = this.#isInside
    inside.#read.push(...this.#read)
    inside.#windows = this.#windows
    inside.#tables = this.#tables
    inside.#depth = this.#depth
    inside.#rawTexts = this.#rawTexts
    write(inside)
    return this.#expression(inside.finish())
  }

  /** Deeper, by one level or several. Errors: `too-large` where the stack, or the parser of the database, might not be. */
  enter(levels = 1): void {
    this.#depth += levels
    if (this.#depth > maxDepth)
      throw new VantageError(
        `the statement is nested deeper than ${maxDepth} levels; name parts of it with cte(), or flatten it`,
        { kind: 'too-large' },
      )
  }
  leave(levels = 1): void {
    this.#depth -= levels
  }

  /** Words of the language, never anything that was given. */
  text(words: string): void {
    this.#text += words
  }
  /** The name of a result, quoted. Errors: `invalid` for one that the database would change. */
  resultName(identifier: string): void {
    this.language.checkResultName?.(identifier)
    this.name(identifier)
  }

  /** A name, quoted. Errors: `invalid` for no name at all, and for one that the database would take for another. */
  name(identifier: string): void {
    const { quote } = this.language
    const quoted = quotedName(identifier)
    this.#text += quote === undefined ? quoted : quote(identifier)
    const { maxNameBytes } = this.language
    if (maxNameBytes !== undefined && identifier.length * 3 > maxNameBytes) this.#checkLength(identifier, maxNameBytes)
  }
  /** The database would cut it, so that two long names could be one, and results have others than were asked for. */
  #checkLength(identifier: string, most: number): void {
    const bytes = utf8.encode(identifier).length
    if (bytes > most)
      throw new VantageError(
        `the name "${identifier.slice(0, 20)}…" has ${bytes} bytes, and ${this.language.name} cuts names at ${most}; shorten it`,
        { kind: 'invalid' },
      )
  }
  /** A value to bind, a column of a set, a sub-query of one. */
  operand(node: Node): void {
    if (node instanceof ColumnNode && this.#isBare(node)) {
      this.name(node.column.name)
      return
    }
    if (this.#unboundPlace !== undefined) this.#refuseValues(node, this.#unboundPlace)
    this.#parts.push(this.#text)
    this.#text = ''
    const known = node instanceof Literal ? this.#literals.get(node) : undefined
    if (node instanceof Literal && known === undefined) this.#literals.set(node, this.#operands.length)
    this.#gaps.push(known ?? this.#operands.length)
    if (known === undefined) this.#operands.push(node)
  }
  /** What is written inside stands where the language binds no values. Errors: `unsupported` for one there. */
  withoutValues(place: string, write: () => void): void {
    const outer = this.#unboundPlace
    this.#unboundPlace = place
    write()
    this.#unboundPlace = outer
  }
  #refuseValues(node: Node, place: string): void {
    walk([node], each => {
      this.need(
        !isBound(each),
        `bound values in ${place}`,
        'give back columns and add the value to the rows, or write a constant as text: sql`…`',
      )
      return undefined
    })
  }
  #isBare({ occurrence }: ColumnNode): boolean {
    const rows = this.#unqualified
    // A select inside has columns of its own.
    if (rows === undefined || this.#isInside) return false
    return occurrence.key === rows.place().occurrence?.key || occurrence.key === rows.original?.key
  }
  /** What the text calls rows that it reads. `original`: the table as the set that they are of knows it. */
  place(place: TemplatePlace, original?: TemplatePlace['occurrence']): void {
    this.#places.push(place)
    if (original === undefined) return
    const { key } = original
    this.#originals.set(key, this.#originals.has(key) ? undefined : { ...place, occurrence: original })
  }
  /** Things one after the other, with words between them. */
  each<T>(things: readonly T[], write: (thing: T) => void, between = ', '): void {
    for (let index = 0; index < things.length; index++) {
      if (index > 0) this.#text += between
      // The index is within the list.
      write(things[index] as T)
    }
  }

  /** The windows that the select being written names, and the rows that it reads; windows of selects around it are none of its own. */
  within(windows: ReadonlySet<string>, read: readonly RowSource[], write: () => void): void {
    const outer = this.#windows
    const wasInside = this.#isInside
    this.#windows = windows
    this.#isInside = true
    this.#read.push(read)
    write()
    this.#read.pop()
    this.#windows = outer
    this.#isInside = wasInside
  }
  /** The rows that a write changes, the first, and looks at. */
  reading(read: readonly RowSource[], write: () => void): void {
    const outer = this.#target
    if (this.language.writes?.targets === 'bare') this.#target = read[0]
    this.#read.push(read)
    write()
    this.#read.pop()
    this.#target = outer
  }
  /** Raw text may read rows that nobody else knows of. */
  raw(write: () => void): void {
    this.#rawTexts++
    write()
    this.#rawTexts--
  }
  /** Whether what is written stands inside something else. */
  get isInside(): boolean {
    return this.#depth > 0
  }
  get isRaw(): boolean {
    return this.#rawTexts > 0
  }
  /** Errors: `invalid` for a window that the select does not define. */
  needWindow(name: string): void {
    if (this.#windows.has(name)) return
    throw new VantageError(
      `there is no window "${name}" in this select.${suggest(name, [...this.#windows])} Define it with window('${name}', …)`,
      {
        kind: 'invalid',
        details: { field: name },
      },
    )
  }

  /** Names that WITH gives to statements, for what is written inside. */
  naming(tables: readonly string[], write: () => void): void {
    const outer = this.#tables
    this.#tables = new Set([...outer, ...tables])
    write()
    this.#tables = outer
  }
  /** Errors: `invalid` for a name that no WITH around it gives. */
  needTable(name: string): void {
    if (this.#tables.has(name)) return
    throw new VantageError(`"${name}" is read and no with() names it; add it: with(${name})`, {
      kind: 'invalid',
      details: { field: name },
    })
  }

  /** Columns of some rows stand without the name of these in what is written inside. */
  unqualified(rows: RowSource, write: () => void): void {
    const outer = this.#unqualified
    const wasInside = this.#isInside
    this.#unqualified = rows
    this.#isInside = false
    write()
    this.#unqualified = outer
    this.#isInside = wasInside
  }
  /** What stands before a column of rows. A select inside has columns of its own, which one without a name could be taken for. */
  qualifierOf(rows: RowSource): string | undefined {
    if (rows.language !== undefined && rows.language !== this.language)
      this.needLanguage(rows.language, `a column of "${rows.alias}"`)
    if (this.#rawTexts === 0 && !rows.isAlwaysSeen) this.#checkSeen(rows)
    if (this.#unqualified !== rows) return rows === this.#target ? rows.nameInDatabase : rows.alias
    return this.#isInside ? rows.nameInDatabase : undefined
  }

  /** Errors: `invalid` for a construct of another language, naming both. */
  needLanguage(language: Language | undefined, what: string): void {
    needSame(this.language, language, what)
  }

  /** Errors: `invalid` for rows that nothing here reads, and for those of a select around this one that others here are called the same as. */
  #checkSeen(rows: RowSource): void {
    const key = nameKey(this.language, rows.alias)
    let isHidden = false
    for (let at = this.#read.length - 1; at >= 0; at--) {
      const read = this.#read[at] ?? []
      if (read.includes(rows)) {
        if (!isHidden) return
        throw new VantageError(
          `a column of "${rows.alias}" is used in a select that reads other rows called "${rows.alias}"; give one of them another name`,
          { kind: 'invalid', details: { field: rows.alias } },
        )
      }
      isHidden ||= read.some(({ alias }) => nameKey(this.language, alias) === key)
    }
    // Rows of a set go by the name of their table, which another object may have as well.
    if (isHidden) return
    throw new VantageError(
      `a column of "${rows.alias}" is used where nothing reads these rows; add them with from(…) or a join`,
      { kind: 'invalid', details: { field: rows.alias } },
    )
  }

  /** Refuses what the language lacks. Errors: `unsupported`, with what would do. */
  need(isThere: boolean, what: string, instead: string): void {
    needFeature(this.language, isThere, what, instead)
  }

  /** Errors: `invalid` for a column of a set that is read under two names, by none of which it is called. */
  #refuseUnclear(): void {
    walk(this.#operands, node => {
      if (readsByItself(node)) return false
      const { key } = node.kind === 'column' ? node.occurrence : { key: undefined }
      if (key !== undefined && this.#originals.has(key) && this.#originals.get(key) === undefined)
        throw new VantageError(
          `${node.preview()} may be of several places of the statement; take the column from what rowsOf(…) gave for one of them`,
          { kind: 'invalid', details: { field: node.preview() } },
        )
      return undefined
    })
  }

  finish(): VendorText & { readonly places: readonly TemplatePlace[] } {
    const originals = [...this.#originals.values()].filter(place => place !== undefined)
    if (originals.length < this.#originals.size) this.#refuseUnclear()
    return {
      parts: [...this.#parts, this.#text],
      operands: this.#operands,
      ...(this.#gaps.length === this.#operands.length ? {} : { gaps: this.#gaps }),
      places: originals.length === 0 ? this.#places : [...this.#places, ...originals],
    }
  }
}

/** Whether the driver is given a value for it; null is a word. */
const isBound = (node: AnyNode): boolean => (node.kind === 'literal' ? node.value !== null : boundKinds.has(node.kind))
const boundKinds: ReadonlySet<AnyNode['kind']> = new Set(['list', 'now', 'param', 'deferred'])

/** Rows that a part reads by itself have columns of their own. */
const readsByItself = (node: AnyNode): boolean =>
  node.kind === 'subquery' || (node.kind === 'template' && node.places.length > 0)

/** Parts write the parts inside them; engines go down a statement the same way. */
const maxDepth = 1000
const none: ReadonlySet<string> = new Set()
const utf8 = new TextEncoder()
const known = new Map<string, string>()
const maxKnown = 5000

/** Names are few and come again and again. */
function quotedName(identifier: string): string {
  let quoted = known.get(identifier)
  if (quoted === undefined) {
    const problem = problemOf(identifier)
    if (problem !== undefined) throw new VantageError(`a name in a statement ${problem}`, { kind: 'invalid' })
    quoted = quoteIdentifier(identifier)
    if (known.size >= maxKnown) known.clear()
    known.set(identifier, quoted)
  }
  return quoted
}
