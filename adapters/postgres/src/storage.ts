import { TypeProblem } from '@vantage-ts/core/adapter'
import type { SqlStorage } from '@vantage-ts/sql'
import { ForeignCell, type Reads } from './vendor-types.ts'

/**
 * How PostgreSQL holds a glue type. Values go and come as text, as the database writes it.
 *
 * Shape: `encode` gives text, or bytes; `decode` takes text. `cast` is absent where the type of a bound value is better left
 * to what it meets: then it fits text, varchar, citext, enums and uuids alike.
 */
export interface PostgresStorage<T = unknown> extends SqlStorage<T> {
  /** Whether its text stands in an array without quotation marks. */
  readonly isBare?: boolean
  /** The vendor types whose text it reads; absent: it is not checked. */
  readonly reads?: Reads
}

/** Makes `decode` of what reads text. Errors: `TypeProblem` for cells of another vendor type and for values out of range. */
export const reading =
  <T>(read: (text: string) => T) =>
  (raw: unknown): T => {
    if (typeof raw !== 'string') throw foreign(raw)
    try {
      return read(raw)
    } catch (thrown) {
      // Temporal's own message shows the text, which may be private.
      if (thrown instanceof RangeError) throw new TypeProblem('is out of the range that JavaScript can hold')
      throw thrown
    }
  }

/** The refusal of what is no text of a type that the storage reads. */
export function foreign(raw: unknown): TypeProblem {
  if (!(raw instanceof ForeignCell)) return new TypeProblem('must come as text from the driver')
  return new TypeProblem(
    `is ${raw.vendorType} in the database; declare the column with another type, or give the table its storage`,
  )
}
