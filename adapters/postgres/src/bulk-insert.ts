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
  if (copy === undefined || rows.length < leastCopiedRows || !(await mayCopy(session, insert, copy))) return undefined
  try {
    const query = await session.copyIn(copy, rows)
    wasCopied(insert)
    return query
  } catch (thrown) {
    if (!isOfRows(insert, thrown)) throw thrown
    return undefined
  }
}

/** Whether the next rows of an insert may go by COPY: it means the same for the table, and none that is there was met lately. */
export async function mayCopy(session: Session, insert: CompiledInsert, copy: CompiledCopy): Promise<boolean> {
  const pause = pauses.get(insert)
  if (pause !== undefined && pause.left > 0) {
    pause.left--
    return false
  }
  const left = looked.get(insert) ?? 0
  if (left === 0 && !(await isCopyable(session, copy))) return false
  looked.set(insert, left === 0 ? looksLast : left - 1)
  return true
}

/** A COPY went through: the next may too. */
export const wasCopied = (insert: CompiledInsert): void => {
  pauses.delete(insert)
}

/** Whether a COPY failed because of its rows, and not of the connection; after one that was there already the next wait. */
export function isOfRows(insert: CompiledInsert, thrown: unknown): boolean {
  const code = driverErrorOf(thrown)?.code
  if (!saysOfRows(code)) return false
  const length = Math.min(longestPause, (pauses.get(insert)?.length ?? 0) * 2 || 1)
  if (code === uniqueViolation) pauses.set(insert, { length, left: length })
  return true
}

const uniqueViolation = '23505'

/** Classes of errors after which the connection goes on and nothing was done: data, constraints, rights, names, features. */
const saysOfRows = (code: string | undefined): boolean => code !== undefined && /^(?:0A|22|23|42|44|P0)/.test(code)

async function isCopyable(session: Session, { table, columns, ids }: CompiledCopy): Promise<boolean> {
  const { rows } = await session.run(copyableText, [table, quotedArrayText(columns), quotedArrayText(ids)])
  return rows[0]?.[0] === 't'
}
