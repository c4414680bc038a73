import type { AbilityName, Type, VantageError } from '@vantage-ts/core'
import type { OperatorName } from '@vantage-ts/core/adapter'
import type { SourceFacts } from './facts.ts'
import type { Opened } from './kit-source.ts'
import type { KitTable } from './kit-table.ts'

/** What a case works with. Everything it opens is closed when it ends. */
export interface KitContext {
  readonly adapter: string
  /** What the source declares. */
  readonly facts: SourceFacts
  /** Whether the source says that it lacks a value of a type which it holds otherwise. */
  lacks(type: Type<unknown>, value: unknown): boolean
  /** Whether the source says that it cannot keep a name of a table or column. */
  lacksName(name: string): boolean
  /** Whether a set made at random is refused because the engine has no form for it, or as too large. */
  isRefused(error: VantageError): boolean
  /** Whether two transactions that change the same rows crosswise may both be refused. */
  readonly losesBoth: boolean
  /** Names of the types the database makes values of. */
  readonly generates: readonly string[]
  /** How deep sets made at random may nest; absent: as they come. */
  readonly maxNesting: number | undefined
  /** Passwords and the like that the source is opened with. */
  readonly secrets: readonly string[]
  /** Fresh tables in a database of their own, in a source of the kind under test. */
  open(...tables: readonly KitTable[]): Promise<Opened>
  /** The same in memory: another database, and the oracle. */
  openMemory(...tables: readonly KitTable[]): Promise<Opened>
  /** Runs work with a context of its own, and closes what it opened when the work ends. */
  during(work: (context: KitContext) => Promise<void>): Promise<void>
}

/** One promise that a source with the needed abilities keeps. */
export interface KitCase {
  /** `topic/what`. */
  readonly id: string
  readonly topic: string
  /** What holds, as a sentence. */
  readonly title: string
  readonly needs: readonly AbilityName[]
  /** Types beyond text, int, float and bool, which every source holds. */
  readonly types: readonly Type<unknown>[]
  /** Operators that the source has to evaluate. */
  readonly operators: readonly OperatorName[]
  run(context: KitContext): Promise<void>
}

/** What a topic's file says of a case. */
export interface CaseParts {
  readonly what: string
  readonly title: string
  readonly needs?: readonly AbilityName[]
  readonly types?: readonly Type<unknown>[]
  readonly operators?: readonly OperatorName[]
  run(context: KitContext): Promise<void>
}

/** The cases of one topic; `needs` holds for all of them. */
export const topic = (name: string, needs: readonly AbilityName[], cases: readonly CaseParts[]): readonly KitCase[] =>
  cases.map(({ what, title, run, ...rest }) => ({
    id: `${name}/${what}`,
    topic: name,
    title,
    needs: [...new Set([...needs, ...(rest.needs ?? [])])],
    types: rest.types ?? [],
    operators: rest.operators ?? [],
    run,
  }))
