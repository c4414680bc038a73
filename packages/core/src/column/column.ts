import { VantageError } from '../errors/vantage-error.ts'
import { unchecked } from '../types/cast.ts'
import type { StandardSchema } from '../types/standard-schema.ts'
import type { Type } from '../types/type.ts'

/** Flags with a meaning of their own; any other text is yours. */
export type Flag = 'hidden' | 'system' | 'searchable' | (string & {})
export type Collation = 'binary' | 'ci' | 'unknown'

/** What a column is, as data. */
export interface ColumnFacts {
  readonly type: Type<unknown>
  readonly isId: boolean
  readonly isOptional: boolean
  /** The database fills it: left out of inserts. */
  readonly isGenerated: boolean
  /** Name in the database, where it differs. */
  readonly storedName: string | undefined
  readonly flags: readonly string[]
  readonly collation: Collation
  /** Makes the value for a record that leaves the column out. */
  readonly fill: (() => unknown) | undefined
  /** Refinements, run on create and change, never on load. */
  readonly checks: readonly StandardSchema[]
}

type Trait = 'id' | 'optional' | 'default' | 'generated'

/**
 * A column of an entity: `col(text).optional().flag('searchable')`. Immutable; each call gives a new one.
 *
 * `Traits` is a union of the type's name and what was said of the column: `'uuid' | 'id'`.
 */
export interface ColumnDef<out T, out Traits extends string> {
  readonly '~t': T
  readonly '~traits': Traits
  readonly facts: ColumnFacts
  /** Part of the key of the table; several such columns make a composite key. */
  id(): ColumnDef<T, Traits | 'id'>
  /** May be null, and may be left out of an insert. */
  optional(): ColumnDef<T | null, Traits | 'optional'>
  /** Filled on insert and replace when absent; a function is called each time. */
  default(value: NoInfer<T> | (() => NoInfer<T>)): ColumnDef<T, Traits | 'default'>
  /** The database makes the value. */
  generated(): ColumnDef<T, Traits | 'generated'>
  /** The name in the database. */
  named(storedName: string): ColumnDef<T, Traits>
  flag(...flags: readonly Flag[]): ColumnDef<T, Traits>
  /** How the database compares this text. `binary` unless said otherwise. */
  collation(tag: Collation): ColumnDef<T, Traits>
  /** Refines the value by any Standard Schema (zod, valibot, arktype) on create and change; its output becomes the type. */
  check<U extends T>(schema: StandardSchema<T, U>): ColumnDef<U, Traits>
}

/** Starts the definition of a column: `age: col(int)`. */
export function col<T, Name extends string>(type: Type<T, Name>): ColumnDef<T, Name> {
  return defined<T, Name>({
    type,
    isId: false,
    isOptional: false,
    isGenerated: false,
    storedName: undefined,
    flags: [],
    collation: 'binary',
    fill: undefined,
    checks: [],
  })
}

function defined<T, Traits extends string>(facts: ColumnFacts): ColumnDef<T, Traits> {
  const next = <U, More extends Trait>(changes: Partial<ColumnFacts>): ColumnDef<U, Traits | More> =>
    defined<U, Traits | More>({ ...facts, ...changes })
  const definition = {
    facts: Object.freeze(facts),
    id: () => next<T, 'id'>({ isId: true }),
    optional: () => next<T | null, 'optional'>({ isOptional: true }),
    default: (value: unknown) => next<T, 'default'>({ fill: filler(value, facts.type) }),
    generated: () => next<T, 'generated'>({ isGenerated: true }),
    named: (storedName: string) => next<T, never>({ storedName: goodName(storedName) }),
    flag: (...flags: readonly string[]) => next<T, never>({ flags: [...new Set([...facts.flags, ...flags])] }),
    collation: (collation: Collation) => next<T, never>({ collation }),
    check: (schema: StandardSchema) => next<never, never>({ checks: [...facts.checks, schema] }),
  }
  return unchecked<ColumnDef<T, Traits>>(Object.freeze(definition), 'T and Traits are phantom')
}

function filler(value: unknown, type: Type<unknown>): () => unknown {
  if (typeof value === 'function')
    return () => unchecked<() => unknown>(value, 'default() takes a value or a function')()
  const problem = value === null ? undefined : type.problem(value)
  if (problem !== undefined) throw new VantageError(`default(): the value ${problem}`, { kind: 'type-mismatch' })
  return () => value
}

/** Any text but the empty one and one with NUL, which no database takes. */
export function goodName(name: string): string {
  if (name === '' || name.includes('\0') || !name.isWellFormed())
    throw new VantageError('a name in the database is well-formed text, not empty and without NUL', { kind: 'invalid' })
  return name
}
