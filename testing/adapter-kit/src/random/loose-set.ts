import type { Page, Plan } from '@vantage-ts/core'
import type { Node } from '@vantage-ts/core/adapter'

/** What has columns: a set, or one side of a join, which has no links. */
export interface Columned {
  readonly $: Readonly<Record<string, Node>>
  getLink?(name: string): LooseSet
}

/** A set of columns that nobody knows before the run: names and nodes instead of types. */
export interface LooseSet {
  readonly $: Readonly<Record<string, Node>>
  where(condition: Node): LooseSet
  orderBy(...keys: readonly unknown[]): LooseSet
  limit(rows: number): LooseSet
  offset(rows: number): LooseSet
  select(...names: readonly string[]): LooseSet
  getRef(name: string): LooseSet
  getLink(name: string): LooseSet
  groupBy(...names: readonly string[]): { aggregate(spec: object): LooseSet }
  asSource(): LooseSet
  withExpression(name: string, build: (set: LooseSet) => Node): LooseSet
  withImported(path: string): LooseSet
  join(other: LooseSet, on: OverSides<Node>, options: object): LooseJoin
  explain(): Plan
  list(): Promise<readonly unknown[]>
  insertMany(records: readonly object[]): Promise<number>
  deleteAll(options: Everything): Promise<number>
  updateQuery(options: Everything): LooseUpdate
  insertFrom(other: LooseSet, mapping: (columns: LooseSet['$']) => object): LooseChange
  first(): Promise<unknown>
  stream(options: { readonly batchRows: number }): AsyncIterable<unknown>
  page(options: { readonly size: number; readonly after?: string | undefined }): Promise<Page<unknown>>
  fieldExpr(column: Node): Node
  fieldValues(column: Node): Promise<readonly unknown[]>
  countExpr(): Node
  count(): Promise<unknown>
}
interface Everything {
  readonly everything: boolean
}
/** A change of a set that has not run. */
export interface LooseChange {
  run(): Promise<number>
}
interface LooseUpdate extends LooseChange {
  set(column: string, value: unknown): LooseUpdate
}

/** Gives a result for the columns of all sides. */
export type OverSides<Result> = (...sides: readonly LooseSet['$'][]) => Result

/** Sets side by side. */
export interface LooseJoin {
  join(other: LooseSet, on: OverSides<Node>, options: object): LooseJoin
  where(condition: OverSides<Node>): LooseJoin
  orderBy(...keys: readonly OverSides<unknown>[]): LooseJoin
  limit(rows: number): LooseJoin
  offset(rows: number): LooseJoin
  select(columns: OverSides<object>): LooseSet
}

export function columnOf({ $ }: Columned, name: string): Node {
  const column = Object.hasOwn($, name) ? $[name] : undefined
  if (column === undefined) throw new Error(`the set has a column ${name}`)
  return column
}
