import { type Aggregate, type ColumnNode, type Occurrence, VantageError } from '@vantage-ts/core/adapter'
import { quoted } from './identifier.ts'
import type { Rendering } from './rendering.ts'
import { type Value, nullable, sure } from './value.ts'

/** Where a column is found in the rows of a select. */
export interface Place {
  readonly text: string
  /** Absent only for parts of a record id: every other field may be missing, whatever the entity says. */
  readonly mayBeNull: boolean
  /** The column is the whole id of a record, which is compared and ordered as `id`. */
  readonly recordOf?: string
  /** The column is a part of the id of a record: its position, and of how many. */
  readonly part?: { readonly at: number; readonly of: number }
}

export const valueAt = ({ text, mayBeNull }: Place): Value => (mayBeNull ? nullable(text) : sure(text))

/** What the expressions of one select may name. */
export interface Scope {
  /** The select that it is of; selects in its place of a table share it. */
  readonly frame: Frame
  /** A column of its own rows. */
  own(node: ColumnNode): Place | undefined
  /** The result of an aggregate; absent where rows are not grouped. */
  aggregate?(node: Aggregate): Value
  /** A field of its rows once more, as text; absent where rows cannot be given further fields. */
  readonly texts?: TextFields
}

/**
 * Fields as text, which are compared with patterns: the engine compiles a pattern once for a field, and once per row for an
 * expression.
 */
export class TextFields {
  readonly #names = new Map<string, string>()
  /** False while something is rendered that has no such fields. */
  isOpen = true

  nameOf(field: string): string | undefined {
    const known = this.#names.get(field)
    if (known !== undefined || !this.isOpen) return known
    const name = `\`~s${this.#names.size}\``
    this.#names.set(field, name)
    return name
  }

  /** Rows with the fields that were asked for. */
  over(source: string): string {
    const fields = [...this.#names].map(([field, name]) => `<string>${field} AS ${name}`)
    return fields.length === 0 ? source : `(SELECT *, ${fields.join(', ')} FROM ${source})`
  }

  get isUsed(): boolean {
    return this.#names.size > 0
  }
}

/** A select inside an expression of another: what it needs of the row outside is handed in under names. */
export class Frame {
  readonly #outer: Scope | undefined
  readonly #rendering: Rendering
  readonly #captured = new Map<string, string>()
  /** Whether it needs something of a row outside, near or far. */
  isCorrelated = false

  constructor(rendering: Rendering, outer: Scope | undefined) {
    this.#rendering = rendering
    this.#outer = outer
  }

  /** Whether it is a select inside an expression. */
  get isInner(): boolean {
    return this.#outer !== undefined
  }

  /** The definitions that stand before the select, evaluated in the row outside. */
  get lets(): readonly string[] {
    return [...this.#captured].map(([text, name]) => `LET ${name} = ${text}`)
  }

  /** Finds a column in the selects around. Errors: `invalid` for one that none of them reads. */
  capture(node: ColumnNode): Place {
    const outer = this.#outer
    if (outer === undefined) throw strangeColumn(node)
    this.isCorrelated = true
    const own = outer.own(node)
    if (own === undefined) return outer.frame.capture(node)
    let name = this.#captured.get(own.text)
    if (name === undefined) {
      name = this.#rendering.local()
      this.#captured.set(own.text, name)
    }
    return { text: name, mayBeNull: own.mayBeNull }
  }
}

const strangeColumn = (node: ColumnNode): VantageError =>
  new VantageError(`${node.preview()} belongs to a table that this set does not read`, {
    kind: 'invalid',
    details: { field: node.preview() },
  })

/** The rows of a real table. */
export class TableScope implements Scope {
  readonly frame: Frame
  readonly texts = new TextFields()
  readonly #occurrence: Occurrence
  constructor(frame: Frame, occurrence: Occurrence) {
    this.frame = frame
    this.#occurrence = occurrence
  }

  own({ occurrence, column }: ColumnNode): Place | undefined {
    if (occurrence.key !== this.#occurrence.key) return undefined
    const { ids, name } = this.#occurrence.table
    if (!column.isId) return { text: quoted(column.name), mayBeNull: true }
    if (ids.length === 1) return { text: 'id.id()', mayBeNull: false, recordOf: name }
    const at = ids.findIndex(id => id.property === column.property)
    return { text: `id.id()[${at}]`, mayBeNull: false, part: { at, of: ids.length } }
  }
}

/** The rows of a select in the place of a table, named by property. */
export class DerivedScope implements Scope {
  readonly frame: Frame
  readonly texts = new TextFields()
  readonly #occurrence: Occurrence
  constructor(frame: Frame, occurrence: Occurrence) {
    this.frame = frame
    this.#occurrence = occurrence
  }

  own({ occurrence, column }: ColumnNode): Place | undefined {
    if (occurrence.key !== this.#occurrence.key) return undefined
    return { text: quoted(column.property), mayBeNull: true }
  }
}

/** The rows of vendor text, named as in the database. */
export class TextScope implements Scope {
  readonly frame: Frame
  readonly #occurrence: Occurrence
  constructor(frame: Frame, occurrence: Occurrence) {
    this.frame = frame
    this.#occurrence = occurrence
  }

  own({ occurrence, column }: ColumnNode): Place | undefined {
    return occurrence.key === this.#occurrence.key ? { text: quoted(column.name), mayBeNull: true } : undefined
  }
}

/** A select without a table. */
export class EmptyScope implements Scope {
  readonly frame: Frame
  constructor(frame: Frame) {
    this.frame = frame
  }
  own(): undefined {
    return undefined
  }
}
