import type { AggregateName, StorageTable, StoredColumn, StoredTable, Type } from '@vantage-ts/core/adapter'
import type { Fragment, Operand, OperatorTable } from './operand.ts'
import type { AliasRules } from './scope.ts'
import type { SqlStorage } from './storage.ts'

/** Renders one aggregate; `option` is the fraction of a percentile, the separator of joined texts. */
export type AggregateTemplate = (
  arg: Operand | undefined,
  type: Type<unknown>,
  option: Operand | undefined,
) => string | Fragment

/** How one SQL database differs from the others: data that the renderer reads. Everything optional has a standard form. */
export interface Dialect extends AliasRules {
  /** For messages. */
  readonly name: string
  readonly storages: StorageTable
  /** Form of result rows. */
  readonly rows: 'arrays' | 'objects'
  /** Text of the placeholder at a position, counted from 1. */
  placeholder(position: number): string
  /** Whether one placeholder may stand at several places (`$1`); otherwise its value is bound again (`?`). */
  readonly repeatsPlaceholders: boolean
  /** How many values a statement may bind, where the driver does not say so itself. */
  readonly maxParameters?: number
  /** Text that stands for a table whose rows are no table of the database, such as a file; undefined for any other table. */
  tableText?(table: StoredTable): string | undefined
  /** Default: double quotes, doubled inside. */
  quote?(name: string): string
  readonly constants: { readonly true: string; readonly false: string }
  /** Default: `CAST(sql AS vendorType)`. */
  cast?(sql: string, vendorType: string): string
  /** Renders the operators that it lowers; usually `{ ...standardOperators, … }`. */
  readonly operators: OperatorTable
  readonly aggregates: { readonly [Name in AggregateName]: AggregateTemplate }
  readonly list: ListForm
  /** Default: `direction NULLS LAST`, for keys that may be null. */
  nullsLast?(key: string, direction: 'asc' | 'desc'): string
  /** Makes ordered comparison of text go by code point; called for text and enum keys. Default: as it is. */
  collate?(sql: string, collation: StoredColumn['collation']): string
  /** Whether groups and members of lists need `collate` too: texts are equal there by the collation of their column. Default: no. */
  readonly collatesKeys?: boolean
  /** What a stored form is compared by, where that is not for its storage to say; undefined: as its storage says. */
  sortKey?(sql: string, storage: SqlStorage): string | undefined
  /** Brings operands of two types (int with float, text with enum, moments) into forms that compare. Default: as they are. */
  align?(left: Operand, right: Operand): readonly [string, string]
  /** A scalar sub-query that must fail on a second row; `value` names its column. Default: the engine fails by itself. */
  scalar?(select: string, value: string): string
  /** Default: `LIMIT x OFFSET y`. */
  window?(limit: string | undefined, offset: string | undefined): string
  /** Text after the values of an insert that leaves existing ids alone. Default: `ON CONFLICT (ids) DO NOTHING`. */
  skipExisting?(ids: readonly string[], table: string): string
  /**
   * Text after the values of an update that makes the engine compute all of them before it writes. Default: none, since SQL says
   * that expressions see the rows as they were.
   */
  readonly valuesFirst?: string
  /**
   * Updates by a join with a select of the values, for engines that would read rows they have changed already: `around` where values
   * read other rows, `assigned` also where they read a column that is set. Default: never.
   */
  readonly updatesByJoin?: 'around' | 'assigned'
  /**
   * Whether the conditions of an update or delete may not read the table that it writes: then the rows are found by a join with a
   * select of their ids.
   */
  readonly lacksReadingTarget?: boolean
  /** Text of an insert without columns, after the table. Default: `DEFAULT VALUES`. */
  readonly defaultValues?: string
  /** Whether an insert binds its cells without casts, since columns say their types. */
  readonly insertsBare?: boolean
  /** Whether a full join has to be put together from a left one and what is left of the right side. */
  readonly lacksFullJoin?: boolean
  /** Whether a derived table may not look at the rows around the select that it stands in. */
  readonly lacksLateral?: boolean
  /** Whether the members of IN may not be a select with a limit, so that it stands in another one. */
  readonly lacksCutMembers?: boolean
  /** What begins a comment to the end of the line, besides `--`. */
  readonly lineComment?: string
}

/** How a list is bound as one parameter. */
export interface ListForm {
  /** Renders membership; `key` makes of an item what `left` is compared as. */
  in(left: string, list: string, item: ListItem): string
  notIn(left: string, list: string, item: ListItem): string
  /** From the encoded items to what the driver takes. Default: the array. */
  encode?(items: readonly unknown[], item: ListItem): unknown
}

export interface ListItem {
  readonly type: Type<unknown>
  readonly storage: SqlStorage
  /** What is looked for in the list, as it is stored. */
  readonly left: Operand
  key(sql: string): string
}
