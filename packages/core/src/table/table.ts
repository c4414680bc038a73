import type { Model } from '../column/model.ts'
import type { Source } from '../source/source.ts'
import type { Composing } from './composing.ts'
import { fromQuery } from './from-query.ts'
import type { Loading } from './loading.ts'
import type { Reading } from './reading.ts'
import type { Writing } from './writing.ts'

/**
 * A set of rows of an entity in a source: lazy, immutable, typed.
 *
 * Building is synchronous and does no I/O; one `await` of a terminal call runs one statement, plus one per part of
 * another database. What the source cannot do is a compile error, and `unsupported` at run time.
 */
export interface Table<in out DS extends Source, in out M extends Model>
  extends Composing<DS, M>,
    Reading<DS, M>,
    Writing<DS, M>,
    Loading<DS, M> {}

/** Tables that no entity declares. */
export const Table: { readonly fromQuery: typeof fromQuery } = Object.freeze({ fromQuery })
