import {
  type Aggregate,
  type ColumnNode,
  type Occurrence,
  type StoredColumn,
  type TemplatePlace,
  VantageError,
} from '@vantage-ts/core/adapter'
import { isEdges, isEnd } from './edges.ts'
import { quoted } from './identifier.ts'
import { linkIn } from './record-link.ts'
import { madeRecord } from './made-record.ts'
import { freeNames } from './nesting.ts'
import type { Rendering } from './rendering.ts'
import { known, sure, textOf, type Value } from './value.ts'

/** Where a column is found in the rows of a select. */
export interface Place {
  /** Right once it is known that there is a value. */
  readonly text: string
  /** Absent only for parts of a record id: every other field may be missing, whatever the entity says. */
  readonly mayBeNull: boolean
  /** The record itself, where the column is its id or a link to it. */
  readonly record?: RecordPlace
  /** The column is the whole id of the record that the row is. */
  readonly isId?: boolean
  /** The column is a part of the id of a record: its position, and of how many. */
  readonly part?: { readonly at: number; readonly of: number }
}

interface RecordPlace {
  readonly table: string
  readonly text: string
}

export const valueAt = ({ text, mayBeNull, record }: Place): Value =>
  mayBeNull ? { text, guards: [known(record?.text ?? text)], lets: [] } : sure(text)

/** What is stored there: a link itself, and not the id that it holds. */
export const rawText = ({ text, record, isId }: Place): string => (isId === true ? text : (record?.text ?? text))

/** Where a column is stored as it is. */
export function placeOf(text: string, { storage }: StoredColumn, mayBeNull = true): Place {
  const link = linkIn(storage)
  if (link === undefined) return { text, mayBeNull }
  return { text: `${text}.id()`, mayBeNull, record: { table: link.table, text } }
}

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
    return this.#found(node, (own, frame) => {
      const isLink = own.record !== undefined && own.isId !== true
      return { text: frame.#handedIn(isLink ? textOf(valueAt(own)) : own.text), mayBeNull: own.mayBeNull }
    })
  }

  /** The same as the record of a table whose id it is: what the engine compares with by an index, which no function is. */
  captureRecord(node: ColumnNode, table: string): Place {
    return this.#found(node, (own, frame) => {
      const isOfTable = own.record?.table === table
      const made = madeRecord(this.#rendering, table, own.text, node.type)
      const text = frame.#handedIn(isOfTable ? (own.record?.text ?? '') : textOf(valueAt(own), made))
      return { text, mayBeNull: own.mayBeNull }
    })
  }

  #found(node: ColumnNode, make: (own: Place, frame: Frame) => Place): Place {
    let frame: Frame = this
    for (;;) {
      const outer = frame.#outer
      if (outer === undefined) throw strangeColumn(node)
      frame.isCorrelated = true
      const own = outer.own(node)
      if (own !== undefined) return make(own, frame)
      frame = outer.frame
    }
  }

  /** Names what is the same for all rows of the select: it is evaluated in the row furthest outside that knows all it needs. */
  define(text: string): string {
    const needed = freeNames(text)
    let frame: Frame = this
    while (frame.#outer?.frame.isInner === true && !frame.#defines(needed)) frame = frame.#outer.frame
    return frame.#handedIn(text)
  }

  #defines(names: readonly string[]): boolean {
    for (const name of this.#captured.values()) if (names.includes(name)) return true
    return false
  }

  #handedIn(text: string): string {
    let name = this.#captured.get(text)
    if (name === undefined) {
      name = this.#rendering.local()
      this.#captured.set(text, name)
    }
    return name
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
    if (!column.isId) return placeOf(quoted(column.name), column)
    if (ids.length === 1) return { text: 'id.id()', mayBeNull: false, record: { table: name, text: 'id' }, isId: true }
    const at = ids.findIndex(id => id.property === column.property)
    // The end of an edge is a field besides, which an index may be on.
    const text = isEnd(column) && isEdges(this.#occurrence.table) ? quoted(column.name) : `id.id()[${at}]`
    return { ...placeOf(text, column, false), part: { at, of: ids.length } }
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
    return placeOf(quoted(column.property), column)
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
    return occurrence.key === this.#occurrence.key ? placeOf(quoted(column.name), column) : undefined
  }
}

/** The rows that vendor text reads by itself: tables, and selects in the place of them. */
export class PlacedScope implements Scope {
  readonly frame: Frame
  readonly #scopes: readonly Scope[]
  constructor(frame: Frame, places: readonly TemplatePlace[]) {
    this.frame = frame
    this.#scopes = places.flatMap(({ occurrence, isDerived }) => {
      if (occurrence === undefined) return []
      return isDerived === true ? new DerivedScope(frame, occurrence) : new TableScope(frame, occurrence)
    })
  }
  own(node: ColumnNode): Place | undefined {
    for (const scope of this.#scopes) {
      const found = scope.own(node)
      if (found !== undefined) return found
    }
    return undefined
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
