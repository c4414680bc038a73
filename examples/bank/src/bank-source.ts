import type { AbilityName, Has, Holds, Source, TransactionSource } from '@vantage-ts/core'

const needed = [
  'transaction',
  'read',
  'where',
  'order',
  'aggregate',
  'select',
  'correlate',
  'insert',
  'patch',
  'returning',
] as const satisfies readonly AbilityName[]

/** What the bank asks of a source: no vendor, but transactions, abilities and the types of its columns. */
export interface BankSource extends TransactionSource {
  readonly can: Has<(typeof needed)[number]>
  readonly '~holds': Holds<'text' | 'int' | 'bool' | 'decimal'>['~holds']
}

/** What a source can do is asked of the source, never of its name. */
export const isBankSource = (source: Source): source is BankSource => needed.every(name => source.can[name] === true)
