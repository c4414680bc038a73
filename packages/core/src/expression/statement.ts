import type { Storage } from '../types/storage.ts'
import type { Type } from '../types/type.ts'
import type { ExpressionSource } from './execute.ts'
import type { Node } from './node.ts'

/** A column as one source holds it. */
export interface StoredColumn {
  /** The name in the entity. */
  readonly property: string
  /** The name in the database. */
  readonly name: string
  readonly type: Type<unknown>
  /** How the source holds the type: its default, or the override given for this table. */
  readonly storage: Storage
  readonly isNullable: boolean
  readonly isId: boolean
  /** How text in it compares: byte order, case-insensitive, or nobody knows. */
  readonly collation: 'binary' | 'ci' | 'unknown'
}

/** A table as one source holds it. */
export interface StoredTable {
  readonly entity: string
  readonly name: string
  /** Schema, namespace or folder, outermost first. */
  readonly path: readonly string[]
  readonly columns: readonly StoredColumn[]
  readonly ids: readonly StoredColumn[]
  /** Tells two differently shaped tables apart, and is the same for two equal ones; part of every structural key. */
  readonly key: string
}

/** One appearance of a table in a statement; the identity of its columns. Two with one `key` and one database are the same. */
export interface Occurrence {
  readonly table: StoredTable
  readonly key: string
  readonly source: ExpressionSource
}

export interface OrderKey {
  readonly node: Node
  readonly direction: 'asc' | 'desc'
}

export interface Projection {
  /** The property in the result row. */
  readonly name: string
  readonly node: Node
}

export type From =
  | { readonly kind: 'table'; readonly occurrence: Occurrence }
  /** A sub-query in the place of a table; its result columns are those of the occurrence's table, by property. */
  | { readonly kind: 'derived'; readonly select: Select; readonly occurrence: Occurrence }
  | TextFrom
  | Join

/** Vendor text in the place of a table; its result columns go by the stored names of the occurrence's table. */
export interface TextFrom {
  readonly kind: 'text'
  readonly node: Node
  readonly occurrence: Occurrence
}

/** `left` keeps the rows of the left side that find none, `right` those of the right side, `full` both. */
export type JoinKind = 'inner' | 'left' | 'right' | 'full'

/** The pairs of rows of two sides that meet a condition. */
export interface Join {
  readonly kind: 'join'
  readonly join: JoinKind
  readonly left: From
  readonly right: From
  readonly on: Node
  /** The first of its tables. */
  readonly occurrence: Occurrence
}

/** Reads rows. Nulls sort last in both directions, in every source. */
export interface Select {
  readonly kind: 'select'
  /** Absent: one row of expressions that need no table. */
  readonly from?: From | undefined
  readonly columns: readonly Projection[]
  readonly where?: Node | undefined
  readonly groupBy?: readonly Node[] | undefined
  readonly having?: Node | undefined
  readonly order: readonly OrderKey[]
  readonly limit?: Node | undefined
  readonly offset?: Node | undefined
  /** All columns are plain ones of the table: nothing in them is bound or deferred. */
  readonly isPlain?: boolean | undefined
  /** Whether it looks at rows of tables outside it, where that is known. */
  readonly isLinked?: boolean | undefined
  /** `key` as a number, where it was made from parts. */
  readonly shape?: number | undefined
  /** Nobody reads a second row: an adapter may stop after the first. A limit, if there is one, is then 1. */
  readonly isSingle?: boolean | undefined
  readonly key: string
}

/** Creates rows. `rows` hold values of the columns' types in column order; `undefined` leaves the column to the database. */
export interface Insert {
  readonly kind: 'insert'
  readonly into: Occurrence
  readonly columns: readonly StoredColumn[]
  readonly rows: readonly (readonly unknown[])[]
  /** `skip` leaves a row whose id exists as it is and returns nothing for it; only id conflicts are skipped. */
  readonly onConflict: 'fail' | 'skip'
  /** Columns of the created rows to give back; empty: only their number. */
  readonly returning: readonly StoredColumn[]
  readonly key: string
}

/** Creates a row for each row of a select, whose columns give the values in the order of `columns`. */
export interface InsertSelect {
  readonly kind: 'insert-select'
  readonly into: Occurrence
  readonly columns: readonly StoredColumn[]
  readonly select: Select
  /** As for `Insert`; of rows of the select that have one id only the first is created. */
  readonly onConflict: 'fail' | 'skip'
  readonly returning: readonly StoredColumn[]
  readonly key: string
}

/** Changes the rows that meet `where`. */
export interface Update {
  readonly kind: 'update'
  readonly table: Occurrence
  readonly set: readonly { readonly column: StoredColumn; readonly node: Node }[]
  readonly where?: Node | undefined
  readonly returning: readonly StoredColumn[]
  readonly key: string
  /** The number of its key, where that is known without it. */
  readonly shape?: number
}

/** Removes the rows that meet `where`. */
export interface Delete {
  readonly kind: 'delete'
  readonly table: Occurrence
  readonly where?: Node | undefined
  /** Columns of the removed rows, as they were, to give back; empty: only their number. */
  readonly returning: readonly StoredColumn[]
  readonly key: string
}

/** Vendor text with bound values, run as it stands. */
export interface Raw {
  readonly kind: 'raw'
  readonly node: Node
  readonly key: string
}

/** What a source is asked to do: a neutral tree. Adapters compile it, nobody else renders text. */
export type Statement = Select | Insert | InsertSelect | Update | Delete | Raw
