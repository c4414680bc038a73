import type { CompiledInsert } from './insert.ts'
import { type CompiledCopy, copyableText, leastCopiedRows } from './copy-in.ts'
import { driverErrorOf } from './driver-error.ts'
import { quotedArrayText } from './array-text.ts'
import type { Session } from './session.ts'
import type { WireQuery } from './wire-query.ts'

/** How many inserts of a table go the other way after one that met a row. */
interface Pause {
  length: number
  left: number
}

const longestPause = 64
const pauses = new WeakMap<CompiledInsert, Pause>()

/** How many inserts of a table go by one look at it. */
const looksLast = 100
const looked = new WeakMap<CompiledInsert, number>()

/**
 * Inserts many rows by COPY where that means the same; undefined where they are to be inserted the usual way, which also tells
 * what is wrong with them.
 *
 * Shape: outside of transactions only, since a refusal would end one. A row that is there already fails the whole COPY, which undoes it; then the
 * next ones are not tried, ever more of them.
 * Errors: those of the connection.
 */
export async function copiedIn(
  session: Session,
  insert: CompiledInsert,
  rows: readonly (readonly unknown[])[],
): Promise<WireQuery | undefined> {
  const { copy } = insert
  if (copy === undefined || rows.length < leastCopiedRows) return undefined
  const pause = pauses.get(insert)
  if (pause !== undefined && pause.left > 0) {
    pause.left--
    return undefined
  }
  const left = looked.get(insert) ?? 0
  if (left === 0 && !(await isCopyable(session, copy))) return undefined
  looked.set(insert, left === 0 ? looksLast : left - 1)
  try {
    const query = await session.copyIn(copy, rows)
    pauses.delete(insert)
    return query
  } catch (thrown) {
    const code = driverErrorOf(thrown)?.code
    if (!saysOfRows(code)) throw thrown
    const length = Math.min(longestPause, (pause?.length ?? 0) * 2 || 1)
    if (code === uniqueViolation) pauses.set(insert, { length, left: length })
    return undefined
  }
}

const uniqueViolation = '23505'

/** Classes of errors after which the connection goes on and nothing was done: data, constraints, rights, names, features. */
const saysOfRows = (code: string | undefined): boolean => code !== undefined && /^(?:0A|22|23|42|44|P0)/.test(code)

async function isCopyable(session: Session, { table, columns, ids }: CompiledCopy): Promise<boolean> {
  const { rows } = await session.run(copyableText, [table, quotedArrayText(columns), quotedArrayText(ids)])
  return rows[0]?.[0] === 't'
}
