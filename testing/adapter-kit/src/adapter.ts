import type { ErrorKind, Source, VantageError } from '@vantage-ts/core'
import type { KitTable } from './kit-table.ts'

/** A source on tables made for one case. */
export interface OpenedTables {
  readonly source: Source
  /** Ends the source and removes the tables. */
  close(): Promise<void>
}

/** Why a case does not hold for an adapter, and how it fails. The build breaks when it starts passing. */
export interface Gap {
  /** `not-yet`: to be mended; `impossible`: the engine cannot; `by-design`: the engine means something else. */
  readonly verdict: 'not-yet' | 'impossible' | 'by-design'
  /** The kind of the error it ends with, or `wrong-answer` where nothing fails and the result is another. */
  readonly fails: ErrorKind | 'wrong-answer'
  readonly why: string
}

/** Why a source is without an ability, a type or an operator. */
export interface Lack {
  /** `not-yet`: to be built; `impossible`: the engine cannot; `by-design`: it is not what the source is for. */
  readonly verdict: 'not-yet' | 'impossible' | 'by-design'
  readonly why: string
}

/** Values that a type holds and the engine's form of it does not, such as a negative length of time. */
export interface RefusedValues {
  readonly why: string
  /** Whether the engine lacks the value. It is then refused as `type-mismatch` before anything is sent, which the kit proves. */
  lacks(value: unknown): boolean
}

/** What an adapter hands to the kit. */
export interface AdapterUnderTest {
  readonly name: string
  /** Makes real tables or files with these rows and opens a source on them: fresh and apart from every other call. */
  open(tables: readonly KitTable[]): Promise<OpenedTables>
  /** A second handle on the data of an open source, where the engine has several connections. */
  reopen?(opened: OpenedTables): Promise<OpenedTables>
  /** Names of the types whose values the database makes when an insert leaves them out: `['int']`. */
  readonly generates?: readonly string[]
  /** Values that the engine cannot hold, by name of their type. */
  readonly refuses?: { readonly [typeName: string]: RefusedValues }
  /**
   * How deep sets made at random may nest (selects inside selects, roughly), where the engine bounds it; absent: as they come.
   * Of the sets that stay below, at most one in ten may be refused as too large.
   */
  readonly maxNesting?: number
  /** Names of tables and columns that the engine cannot keep. They are refused as `invalid` before anything is sent, which the kit proves. */
  readonly refusesNames?: { readonly why: string; lacks(name: string): boolean }
  /** Sets made at random that the engine has no form for: at most one in ten may be refused so. */
  readonly refusesSets?: { readonly why: string; isSuch(error: VantageError): boolean }
  /** Why two transactions that change the same rows crosswise may both be refused, where the engine never waits for a row. Absent: one is done. */
  readonly losesBoth?: string
  /** Texts that must never show in errors, events or inspection, such as the password of its address. */
  readonly secrets?: readonly string[]
  /**
   * Why it is without abilities, types and operators, by their names. With `results`, everything that is missing has to be told:
   * see `lacksToTell`.
   */
  readonly lacks?: { readonly [name: string]: Lack }
  /**
   * The file that holds what the kit found, as JSON: absolute, or relative to the test file. A run that finds something else
   * fails; `vitest -u` writes it anew.
   */
  readonly results?: string
  /** By id of the case. */
  readonly gaps?: { readonly [caseId: string]: Gap }
}
