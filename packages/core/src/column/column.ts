import type { Input } from '../expression/expr.ts'
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
  /** The table whose ids it holds, for databases that keep links between records. */
  readonly link?: string
  readonly flags: readonly string[]
  readonly collation: Collation
  /** Makes the value for a record that leaves the column out. */
  readonly fill: (() => unknown) | undefined
  /** `fill` makes a value of its own for every record. */
  readonly isFilledAnew: boolean
  /** Refinements, run on create and change, never on load. */
  readonly checks: readonly StandardSchema[]
  /** Makes the value of a row that is created without one; a row that is replaced without one keeps its own. */
  readonly onInsert?: Stamp
  /** Makes the value of a row that is created or changed without one. */
  readonly onSave?: Stamp
  /** Counts the changes of its row. */
  readonly isVersion?: boolean
}

/** When a value is made: `now` is one moment for all columns of a record, cut to what the column holds. */
export interface Moment {
  readonly now: Temporal.Instant
}

/** Makes the value of a column as its row is written; undefined leaves the column out. */
export type Stamp = (moment: Moment) => unknown

/** What a column is to a record that is written; nothing else makes a part of the key optional. */
export type Role = 'id' | 'needed' | 'optional'
type OptionalUnlessId<R extends Role> = R extends 'id' ? 'id' : 'optional'

/** A column of an entity: `col(text).optional().flag('searchable')`. Immutable; each call gives a new one. */
export interface ColumnDef<out T, out Name extends string, R extends Role = Role> {
  readonly '~t': T
  readonly '~in': Input<T>
  readonly '~name': Name
  readonly '~role': R
  readonly facts: ColumnFacts
  /** Part of the key of the table; several such columns make a composite key. */
  id(): ColumnDef<T, Name, 'id'>
  /** May be null, and may be left out of an insert. */
  optional(): ColumnDef<T | null, Name, OptionalUnlessId<R>>
  /** Filled on insert and replace when absent; a function is called each time. */
  default(value: NoInfer<T> | (() => NoInfer<T>)): ColumnDef<T, Name, OptionalUnlessId<R>>
  /** Made when a row is created without one: `.onInsert(({ now }) => now)`. A row that is replaced without one keeps its own. */
  onInsert(make: (moment: Moment) => NoInfer<T> | undefined): ColumnDef<T, Name, OptionalUnlessId<R>>
  /** Made whenever a row is created or changed without one, also by `updateQuery()`. */
  onSave(make: (moment: Moment) => NoInfer<T> | undefined): ColumnDef<T, Name, OptionalUnlessId<R>>
  /**
   * Counts the changes of its row, from 1. Records are saved only where the count is the one they were loaded with, and so is
   * a patch or a replace that names it. Errors: `conflict` with `details.current`, the row as it is.
   */
  version(this: ColumnDef<number | bigint, Name, R>): ColumnDef<T, Name, OptionalUnlessId<R>>
  /** The database makes the value. */
  generated(): ColumnDef<T, Name, OptionalUnlessId<R>>
  /** The name in the database. */
  named(storedName: string): ColumnDef<T, Name, R>
  flag(...flags: readonly Flag[]): ColumnDef<T, Name, R>
  /** How the database compares this text. `binary` unless said otherwise. */
  collation(tag: Collation): ColumnDef<T, Name, R>
  /** Refines the value by any Standard Schema (zod, valibot, arktype) on create and change; its output becomes the type. */
  check<U extends T>(schema: StandardSchema<T, U>): ColumnDef<U, Name, R>
}

/** The column literal of an entity. */
export interface Fields {
  readonly [property: string]: ColumnDef<unknown, string>
}

/** Starts the definition of a column: `age: col(int)`. */
export function col<T, Name extends string>(type: Type<T, Name>): ColumnDef<T, Name, 'needed'> {
  return defined<T, Name, 'needed'>({
    type,
    isId: false,
    isOptional: false,
    isGenerated: false,
    storedName: undefined,
    flags: [],
    collation: 'binary',
    fill: undefined,
    isFilledAnew: false,
    checks: [],
  })
}

function defined<T, Name extends string, R extends Role>(facts: ColumnFacts): ColumnDef<T, Name, R> {
  const next = (changes: Partial<ColumnFacts>): object => defined({ ...facts, ...changes })
  const definition = {
    facts: Object.freeze(facts),
    id: () => next({ isId: true }),
    optional: () => next({ isOptional: true }),
    default: (value: unknown) => next({ fill: filler(value, facts.type), isFilledAnew: typeof value === 'function' }),
    onInsert: (make: unknown) => next({ onInsert: stamp('onInsert', make) }),
    onSave: (make: unknown) => next({ onSave: stamp('onSave', make) }),
    version: () => next({ isVersion: true, fill: firstVersion(facts.type), isOptional: false }),
    generated: () => next({ isGenerated: true }),
    named: (storedName: string) => next({ storedName: goodName(storedName) }),
    flag: (...flags: readonly string[]) => next({ flags: [...new Set([...facts.flags, ...flags])] }),
    collation: (collation: Collation) => next({ collation }),
    check: (schema: StandardSchema) => next({ checks: [...facts.checks, schema] }),
  }
  return unchecked<ColumnDef<T, Name, R>>(Object.freeze(definition), 'the parameters are phantoms')
}

function filler(value: unknown, type: Type<unknown>): () => unknown {
  if (typeof value === 'function')
    return () => unchecked<() => unknown>(value, 'default() takes a value or a function')()
  const problem = value === null ? undefined : type.problem(value)
  if (problem !== undefined) throw new VantageError(`default(): the value ${problem}`, { kind: 'type-mismatch' })
  return () => value
}

function stamp(verb: string, make: unknown): Stamp {
  if (typeof make !== 'function')
    throw new VantageError(`${verb}() takes a function, such as ({ now }) => now; default() takes a value`, {
      kind: 'invalid',
    })
  return unchecked<Stamp>(make, 'a function')
}

function firstVersion({ name }: Type<unknown>): () => unknown {
  if (name !== 'int' && name !== 'bigint')
    throw new VantageError(`version(): a column of ${name} does not count; take col(int)`, { kind: 'invalid' })
  const first = name === 'int' ? 1 : 1n
  return () => first
}

/** Any text but the empty one and one with NUL, which no database takes. */
export function goodName(name: string): string {
  if (name === '' || name.includes('\0') || !name.isWellFormed())
    throw new VantageError('a name in the database is well-formed text, not empty and without NUL', { kind: 'invalid' })
  return name
}
