import type { Abilities, CallOptions, OnBadRow, Page } from '@vantage-ts/core'
import { type Node, unchecked } from '@vantage-ts/core/adapter'

interface Reading extends CallOptions {
  readonly onBadRow?: OnBadRow
}

/** What every set can be asked at run time, whatever its type lets through. */
export interface RunningSet {
  readonly can: Abilities
  readonly source: { readonly name: string; readonly database: object }
  select(...names: readonly string[]): RunningSet
  orderBy(...columns: readonly Node[]): RunningSet
  where(condition: Node): RunningSet
  column(name: string): Node
  records(): RunningSet
  stream(options: Reading & { readonly batchRows: number }): AsyncIterable<object>
  page(options: Reading & { readonly size: number; readonly after: string | undefined }): Promise<Page<object>>
  list(options: CallOptions): Promise<object[]>
  count(options: CallOptions): Promise<number>
  insertMany(records: readonly object[], options: CallOptions): Promise<number>
  patch(id: unknown, part: object, options: CallOptions): Promise<object>
}

/** A set that the plan of a copy has looked at. */
export const runningSet = (set: unknown): RunningSet => unchecked<RunningSet>(set, 'the plan has found it to be a set')
