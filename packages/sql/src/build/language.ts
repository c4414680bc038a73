import { type StoredTable, VantageError } from '@vantage-ts/core/adapter'
import type { OperatorNames } from './operators.ts'

/**
 * What the builders of one SQL database write otherwise than those of another: data that they read.
 *
 * Shape: constructs that a language lacks are no part of its types either; this refuses them to callers without types.
 */
export interface Language {
  /** For messages: `PostgreSQL`. */
  readonly name: string
  /** The same word as in the types of its expressions. */
  readonly tag: string
  /** Where programs find its words, for messages: `@vantage-ts/postgres/sql`. */
  readonly entry?: string
  readonly has: LanguageFeatures
  /** The operators that `operator()` takes. Default: any. */
  readonly operators?: OperatorNames
  /**
   * A select of the only row of `vantage_value ("value")`, which fails on a second one, where the engine would take the first.
   * Default: the engine fails by itself.
   */
  readonly onlyValue?: string
  /** The longest name, where longer ones are cut without a word. */
  readonly maxNameBytes?: number
  /** Whether names that differ in the case of letters are one. */
  readonly foldsNames?: boolean
  /** Quotes a name. Default: double quotes, doubled inside. */
  quote?(name: string): string
  /** Errors: `invalid` for a name after AS that the database would change. Default: it takes all. */
  checkResultName?(name: string): void
  /** What it writes otherwise than standard SQL. Default: nothing. */
  readonly writes?: LanguageForms
  /** Text of rows that are no table of the database, such as those of a file, by their path; undefined for any other. */
  readonly rowsText?: (path: readonly string[], table: StoredTable | undefined) => string | undefined
  /** What stands for no limit before an offset, where the language needs a limit there. */
  readonly noLimit?: string
}

/** Errors: `invalid` for a construct of another language, naming both and where to find words of the first. */
export function needSame(own: Language, given: Language | undefined, what: string): void {
  if (given === undefined || given.tag === own.tag) return
  throw new VantageError(
    `${what} is of ${given.name}, and the statement is of ${own.name}; take the words of ${own.entry ?? own.name}`,
    { kind: 'invalid' },
  )
}

/** Refuses what a language lacks. Errors: `unsupported`, with what would do. */
export function needFeature({ name }: Language, isThere: boolean, what: string, instead: string): void {
  if (!isThere)
    throw new VantageError(`${name} has no ${what}; ${instead}`, { kind: 'unsupported', details: { source: name } })
}

/** What a name is told apart by. */
export const nameKey = ({ foldsNames }: Language, name: string): string =>
  foldsNames === true ? name.replace(/[A-Z]+/g, letters => letters.toLowerCase()) : name

/** Forms that differ from those of standard SQL. All optional. */
export interface LanguageForms {
  /** Equality that takes null for equal to null, in the place of `IS NOT DISTINCT FROM`. */
  readonly nullSafe?: string
  /** `concat(a, b)`, where `||` is another operator. */
  readonly concat?: 'call'
  /** Nulls are put first or last by a key of their own, since there are no words for it. */
  readonly nulls?: 'key'
  /** What follows the table of an insert without columns. */
  readonly emptyRow?: string
  /** Rows that are written down are selects, united. */
  readonly values?: 'selects'
  /** Words of locks by the standard ones: `FOR SHARE`. */
  readonly locks?: { readonly [words: string]: string }
  /** The table of a write goes by its own name, and other tables are listed beside it. */
  readonly targets?: 'bare'
}

export interface LanguageFeatures {
  readonly distinctOn: boolean
  readonly lateral: boolean
  /** `FOR UPDATE`, `FOR SHARE`. */
  readonly rowLocks: boolean
  /** `ROLLUP`, `CUBE`, `GROUPING SETS`. */
  readonly groupingSets: boolean
  /** `INTERSECT ALL`, `EXCEPT ALL`. */
  readonly allOfSets: boolean
  /** Whether a part of a compound may stand in brackets; otherwise it is a select from the part. */
  readonly bracketedParts: boolean
  /** Whether a CTE may be a write. */
  readonly writesInWith: boolean
  /** `DELETE … USING`. */
  readonly deleteUsing: boolean
  /** `MATERIALIZED`, `NOT MATERIALIZED`. */
  readonly materialized: boolean
  /** `WITHIN GROUP (ORDER BY …)`. */
  readonly withinGroup: boolean
  /** `ON CONFLICT ON CONSTRAINT`. */
  readonly namedConstraints: boolean
  /** `INSERT OR REPLACE`, `UPDATE OR IGNORE`. */
  readonly resolvingWords: boolean
  /** More than one ON CONFLICT, of which the first that fits is taken. */
  readonly severalConflicts: boolean
  /** Whether a select before ON CONFLICT needs a condition, so that ON is not taken for that of a join. */
  readonly conflictAfterWhere: boolean
  /** Whether RETURNING knows a table by the name that the statement gives it. */
  readonly aliasInReturning: boolean
  /** Whether INTERSECT binds tighter than UNION and EXCEPT. */
  readonly intersectFirst: boolean
  /** Whether rows may name their columns after their own name: `(VALUES …) AS v (a, b)`. */
  readonly columnAliases: boolean
  /** `DEFAULT` as a value of a row. */
  readonly defaultValue: boolean
  /** Whether an aggregate over a window may take each value once: `count(DISTINCT x) OVER ()`. */
  readonly distinctInWindow: boolean
  /** Whether an aggregate over a window may have an order of its own: `group_concat(x ORDER BY x) OVER ()`. */
  readonly orderInWindow: boolean
  /** `QUALIFY`, `USING SAMPLE` and joins that are `ASOF`, `SEMI` or `ANTI`. */
  readonly analyticClauses?: boolean
  /** `WITH RECURSIVE … USING KEY`. */
  readonly recursionByKey?: boolean
  /** `MERGE`. */
  readonly merge?: boolean
  /** What nearly every language has; absent: there. */
  readonly fullJoin?: false
  /** `FILTER (WHERE …)` of an aggregate. */
  readonly filter?: false
  /** `GROUPS` and `EXCLUDE` of frames. */
  readonly groupFrames?: false
  /** `ON CONFLICT`. */
  readonly onConflict?: false
  /** `RETURNING` of an update, and of a delete that looks at other tables. */
  readonly returningOfChanges?: false
  /** `ESCAPE` with a character that is none of ASCII. */
  readonly wideEscape?: false
  /** Bound values in RETURNING. */
  readonly valuesInReturning?: false
  /** `WITH` in a part of a compound; otherwise the part is a select from it. */
  readonly withInParts?: false
  /** `WITH` before a write. */
  readonly withBeforeWrites?: false
  /** Locks of some of the tables: `FOR UPDATE OF t`. */
  readonly locksOf?: false
  /** `ON DUPLICATE KEY UPDATE`; absent: not there. */
  readonly duplicateKey?: true
}
