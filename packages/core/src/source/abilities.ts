/**
 * What a source can do, as names the compiler knows. True is a promise that the adapter kit proves;
 * anything else is refused with `unsupported` before something is sent.
 */
export const abilityNames = [
  /** Read rows. */
  'read',
  /** Create rows by id, idempotently. */
  'insert',
  /** Add records to a queue, log or file. */
  'append',
  'replace',
  'patch',
  'delete',
  /** Conditions, evaluated where the data is (or where it is scanned). */
  'where',
  'order',
  /** `limit` and `offset`. */
  'window',
  'aggregate',
  'group',
  /** Sub-queries and expressions as operands. */
  'select',
  /** Several tables in one statement, side by side. */
  'join',
  /** Sub-queries that look at the row outside. */
  'correlate',
  /** Vendor text. */
  'template',
  /** Written rows come back from the same statement. */
  'returning',
  'transaction',
  'savepoint',
  'search',
  'stream',
  'watch',
] as const

export type AbilityName = (typeof abilityNames)[number]

/** The abilities of one source: `{ read: true, where: true, … }`; what is left out it cannot do. */
export type Abilities = { readonly [Name in AbilityName]?: boolean }

/** Put on `this`, it makes a missing ability a short compile error, also in functions generic over the source. */
export interface Can<Name extends AbilityName> {
  readonly can: { readonly [Each in Name]: true }
}

/** What takes new rows: tables, and logs that append. */
export interface Takes {
  readonly can: { readonly insert: true } | { readonly append: true }
}
