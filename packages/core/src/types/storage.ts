import { VantageError } from '../errors/vantage-error.ts'
import type { Type } from './type.ts'

/**
 * How a source holds one glue type: data in a vendor's table, used by binders and decoders that are built once per shape.
 *
 * Shape: no method uses `this`. `null` is never handed in.
 * Errors: `encode` and `decode` throw `TypeProblem` when the other side cannot hold the value exactly.
 */
export interface Storage<out T = unknown> {
  /** Vendor type: 'timestamptz', 'text', … */
  readonly name: string
  /** From the value (in canonical form) to what the driver takes; absent: as is. */
  encode?(value: T): unknown
  /** From what the driver gives to the value; absent: `guard` decides and the raw value is the value. */
  decode?(raw: unknown): T
  /** Whether a raw value is the value as it stands. */
  guard?(raw: unknown): boolean
  /** What drivers nearly always give: rows take it without calling `decode` or `guard`, which say the same of it. */
  readonly usual?: UsualRaw
}

/**
 * Raw values of which everybody knows the value: text, safe whole numbers, finite numbers and truth values are it, `bit` is
 * 1 for true and 0 for false.
 */
export type UsualRaw = 'text' | 'whole' | 'finite' | 'truth' | 'bit'

/** Makes the storage of a column of some type: one for links to other records holds keys of any type. */
export type StorageOf = (type: Type<unknown>) => Storage

/** A column that is given a storage: where it is in the database, and what is said of it. */
export interface StoredPlace {
  /** Their names in the database. */
  readonly table: string
  readonly column: string
  readonly type: Type<unknown>
  /** The table whose ids the column holds, where its definition says so. */
  readonly link: string | undefined
}

/** The type system of a source: per name of a glue type its storage, or how to make one for types with parameters. */
export interface StorageTable {
  readonly [typeName: string]: Storage | StorageOf
}

const made = /* @__PURE__ */ new WeakMap<StorageTable, WeakMap<Type<unknown>, Storage>>()

/**
 * Finds how a source holds a type; the same object every time it is asked.
 *
 * Errors: `type-mismatch` when the source has no storage for the type, or none for its parameters.
 */
export function storageOf(table: StorageTable, type: Type<unknown>, sourceName: string): Storage {
  let known = made.get(table)
  if (known === undefined) {
    known = new WeakMap()
    made.set(table, known)
  }
  const before = known.get(type)
  if (before !== undefined) return before
  const entry = Object.hasOwn(table, type.name) ? table[type.name] : undefined
  if (entry === undefined) throw noStorage(type, sourceName)
  const storage = typeof entry === 'function' ? entry(type) : entry
  known.set(type, storage)
  return storage
}

const noStorage = ({ name }: Type<unknown>, source: string): VantageError =>
  new VantageError(
    `${source} has no storage for the type ${name}; convert the value with .map(), or choose a storage for the column when you open the table`,
    { kind: 'type-mismatch', details: { source, type: name } },
  )
