import {
  type LanguageSource,
  Literal,
  type Node,
  type TemplatePlace,
  VantageError,
  type VendorText,
} from '@vantage-ts/core/adapter'
import { conditionMark, rowMark, variablePlace } from '../text-places.ts'
import { freeVariables } from '../variables.ts'
import { nameText } from './name.ts'

interface Finished extends VendorText {
  readonly places: readonly TemplatePlace[]
}

/** What a field without a start is a field of: rows that a statement reads, the edge or item of a filter, or nothing in a closure. */
interface Level {
  readonly kind: 'rows' | 'items' | 'closure'
  /** The table, where it is known. */
  readonly rows: object | undefined
  /** The name of the only table that is read here; undefined where there are several, or others than tables. */
  readonly table: string | undefined
  readonly heldAs: string | undefined
}

/** Rows that a statement reads or changes. */
interface Rows {
  readonly name: string
  readonly key: object
  /** What columns of them are known by that programs hold; such rows inside themselves could not be told apart. */
  readonly heldAs?: string | undefined
}

/** What all pieces of one statement share. */
interface Shared {
  readonly levels: Level[]
  writes: number
  isWrite: boolean
  depth: number
  /** Names of variables that are defined here. */
  readonly variables: string[]
  /** Those that are read and not defined: a statement around this one may define them. */
  readonly undefined: Set<string>
}

/**
 * Puts the text of a statement together: words and names, with bound values and other operands between them.
 *
 * Shape: `parts` and `operands` are those of a template, which is what a built statement is to the rest of the system.
 */
export class Writer {
  readonly #source: LanguageSource
  readonly #parts: string[] = []
  readonly #operands: Node[] = []
  readonly #places: TemplatePlace[] = []
  readonly #shared: Shared
  #text = ''

  constructor(source: LanguageSource, shared: Shared = newShared()) {
    this.#source = source
    this.#shared = shared
  }
  get #levels(): Level[] {
    return this.#shared.levels
  }

  /** How many statements so far may change something. */
  get writes(): number {
    return this.#shared.writes
  }
  /** Whether one of them changes something for sure: of raw text nobody knows. */
  get isWrite(): boolean {
    return this.#shared.isWrite
  }
  wrote(): void {
    this.#shared.writes++
    this.#shared.isWrite = true
  }
  mayWrite(): void {
    this.#shared.writes++
  }

  get source(): LanguageSource {
    return this.#source
  }

  /** Words of the language, never anything that was given. */
  text(words: string): void {
    this.#text += words
  }
  /** A name, quoted where it must be. Errors: `invalid` for NUL and for no name at all. */
  name(identifier: string): void {
    this.#text += nameText(identifier)
  }
  /** A value to bind, a column of a set, a sub-query of one. */
  operand(node: Node): void {
    if (!(node instanceof Literal)) for (const name of freeVariables(node)) this.#read(name)
    this.#parts.push(this.#text)
    this.#text = ''
    this.#operands.push(node)
  }
  /** A condition of a set: true or not, where a value would be true, false or null. */
  condition(node: Node): void {
    const places = [{ name: conditionMark }]
    this.operand(this.#source.text({ parts: ['', ''], operands: [node], places }))
  }
  /** What the columns of a set are found by in this text. `original`: the table as the set itself knows it. */
  place(place: TemplatePlace, original: TemplatePlace['occurrence']): void {
    this.#places.push(place)
    if (original !== undefined) this.#places.push({ ...place, occurrence: original })
  }
  /** Things one after the other, with words between them. */
  each<T>(things: readonly T[], write: (thing: T) => void, between = ', '): void {
    things.forEach((thing, index) => {
      if (index > 0) this.#text += between
      write(thing)
    })
  }

  /** A part of a part. Errors: `too-large` where the stack might not be as deep. */
  deeper(write: () => void, levels = 1): void {
    this.#shared.depth += levels
    if (this.#shared.depth > maxDepth) throw tooDeep('this statement')
    write()
    this.#shared.depth -= levels
  }

  /** What is defined inside is not known outside. */
  scope(write: () => void): void {
    const { variables } = this.#shared
    const known = variables.length
    write()
    variables.length = known
  }
  /** From here on there is a variable of this name. */
  define(name: string): void {
    this.#shared.variables.push(name)
  }
  variable(name: string): void {
    this.#read(name)
    this.#text += `$${name}`
  }
  #read(name: string): void {
    if (!this.#shared.variables.includes(name)) this.#shared.undefined.add(name)
  }
  /** A parameter of the database. Errors: `invalid` where a variable of its name hides it. */
  parameter(name: string): void {
    if (this.#shared.variables.includes(name))
      throw new VantageError(
        `a variable $${name} hides the parameter of the database; give the variable another name`,
        {
          kind: 'invalid',
          details: { field: name },
        },
      )
    this.#text += `$${name}`
  }
  /** Places for the variables that a statement around this one has to define. */
  get variablePlaces(): readonly TemplatePlace[] {
    return [...this.#shared.undefined].map(name => ({ name: variablePlace(name) }))
  }

  /** What is written inside has rows, items or nothing of its own. */
  within(kind: Level['kind'], rows: Rows | undefined, write: () => void, isOnly = true): void {
    const heldAs = rows?.heldAs
    if (heldAs !== undefined && this.#levels.some(level => level.heldAs === heldAs)) throw insideThemselves(rows?.name)
    this.#levels.push({ kind, rows: rows?.key, table: isOnly ? rows?.name : undefined, heldAs })
    try {
      write()
    } finally {
      this.#levels.pop()
    }
  }

  /** Errors: `invalid` for a field of a table that nothing here reads: SurrealQL takes it for a missing one of the table that is read. */
  #needRead(field: string, rows: object): void {
    const table = 'name' in rows ? rows.name : undefined
    const isStrange = ({ table: read }: Level): boolean => read !== undefined && read !== table
    if (typeof table !== 'string' || !this.#levels.every(isStrange)) return
    throw new VantageError(
      `${field} is a field of ${table}, which nothing here reads; take one of ${this.#levels.map(level => level.table).join(', ')}`,
      { kind: 'invalid', details: { field } },
    )
  }

  /** A field of rows. Errors: `invalid` where SurrealQL would not see it and take it for a missing one. */
  field(name: string, rows: object | undefined): void {
    const inner = this.#levels.at(-1)
    const isInner = inner === undefined || rows === undefined || inner.rows === rows
    if (inner?.kind === 'closure') throw unseen(name, 'a closure, which sees no row')
    if (isInner || !this.#levels.some(level => level.rows === rows)) {
      if (!isInner && inner.kind === 'rows') this.#needRead(name, rows)
      this.name(name)
      return
    }
    if (inner.kind !== 'rows' || this.#levels.at(-2)?.rows !== rows)
      throw unseen(name, inner.kind === 'rows' ? 'a select that is not directly inside that of its table' : 'a filter')
    this.#text += '$parent.'
    this.name(name)
  }

  /**
   * Text that looks at rows of its own. Columns of sets outside are handed in by name, which is why it is a piece of its own.
   */
  apart(write: (out: Writer) => void): void {
    const inner = new Writer(this.#source, this.#shared)
    write(inner)
    const made = inner.finishApart()
    if (made.places.length > 0) {
      this.operand(this.#source.text(made))
      return
    }
    made.parts.forEach((part, index) => {
      this.text(part)
      const operand = made.operands[index]
      if (operand !== undefined) this.operand(operand)
    })
  }

  /** The same, marked where columns of sets are in it. */
  finishApart(): Finished {
    const made = this.finish()
    const isMarked = made.operands.some(({ scope }) => scope !== undefined)
    return isMarked ? { ...made, places: [...made.places, { name: rowMark }] } : made
  }
  finish(): Finished {
    return { parts: [...this.#parts, this.#text], operands: this.#operands, places: this.#places }
  }
}

const newShared = (): Shared => ({
  levels: [],
  writes: 0,
  isWrite: false,
  depth: 0,
  variables: [],
  undefined: new Set(),
})

/** Far more than the engine takes; paths and methods one after the other are parts of parts too. */
const maxDepth = 350

export const tooDeep = (what: string): VantageError =>
  new VantageError(`${what} is nested deeper than SurrealDB takes (about 20 levels); flatten it, or name parts of it`, {
    kind: 'too-large',
  })

const insideThemselves = (name = 'a set'): VantageError =>
  new VantageError(`${name} is read inside itself under one name; give those inside another: rowsOf(set, 'inner')`, {
    kind: 'invalid',
    details: { field: name },
  })

const unseen = (name: string, where: string): VantageError =>
  new VantageError(`the field "${name}" is read inside ${where}; name it outside: given({ x: … }, ({ x }) => …)`, {
    kind: 'invalid',
    details: { field: name },
  })
