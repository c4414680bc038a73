import { type Answer, type Request, throwIfAborted } from '@vantage-ts/core/adapter'
import type { RenderedInsert } from '@vantage-ts/sql'
import { answerOf } from './answer.ts'
import type { BulkInsert } from './bulk-insert.ts'
import type { DuckdbStatement } from './compile.ts'
import { type Sent, withLiteralLimits } from './literal-limits.ts'
import type { Session } from './session.ts'

/** Rows from which on the appender is faster than a list of values. */
const bulkFrom = 25

/** Runs a statement on a connection. `isInside`: a transaction is open on it already. */
export async function runStatement(
  session: Session,
  compiled: DuckdbStatement,
  request: Request,
  isInside: boolean,
): Promise<Answer> {
  const { insert } = compiled
  if (insert !== undefined) return insertRows(session, { compiled, insert, request, isInside })
  const { signal } = request
  const { text, values } = sentFor(compiled, request.parameters)
  if (compiled.isLasting) return answerOf(compiled, await session.run(text, values, signal))
  if (compiled.kind === 'raw' && !readsOrChanges.test(text))
    return answerOf(compiled, await session.runOnce(text, values, signal))
  // What a plan takes for granted has to hold when it runs: both are in one transaction.
  if (values.length === 0 && compiled.kind !== 'raw') return answerOf(compiled, await session.runNow(text, signal))
  return atomic(session, isInside, async () => answerOf(compiled, await session.runOnce(text, values, signal)))
}

/** What the driver is given for these values. */
export const sentFor = ({ text, hasBoundLimits }: DuckdbStatement, values: readonly unknown[]): Sent =>
  hasBoundLimits ? withLiteralLimits(text, values) : { text, values }

/** Vendor text that may stand in a transaction. */
const readsOrChanges = /^\s*(?:select|from|with|values|insert|update|delete|merge)\b/i

interface Inserting {
  readonly compiled: DuckdbStatement
  readonly insert: RenderedInsert
  readonly request: Request
  readonly isInside: boolean
}

function insertRows(session: Session, inserting: Inserting): Promise<Answer> {
  const { compiled, insert, request, isInside } = inserting
  const { rows, signal } = request
  const { bulk } = compiled
  if (bulk === undefined)
    return atomic(session, isInside || rows.length === 1, () => insertDefaults(session, inserting))
  if (rows.length < bulkFrom)
    return session.run(insert.textFor(rows.length), rows.flat(), signal).then(result => answerOf(compiled, result))
  return appendRows(session, bulk, inserting)
}

/** Rows without values take one statement each. */
async function insertDefaults(session: Session, { compiled, request }: Inserting): Promise<Answer> {
  const rows: unknown[] = []
  let count = 0
  for (const _ of request.rows) {
    const answer = answerOf(compiled, await session.run(compiled.text, [], request.signal))
    rows.push(...answer.rows)
    count += answer.count
  }
  return { rows, count }
}

/** The temporary table comes and goes in the same turns as the transaction. */
async function appendRows(session: Session, bulk: BulkInsert, inserting: Inserting): Promise<Answer> {
  const { compiled, request, isInside } = inserting
  const { signal } = request
  let isDone = isInside
  await session.execute(isInside ? bulk.prepare : `BEGIN; ${bulk.prepare}`)
  try {
    await append(session, bulk, request)
    const answer = answerOf(compiled, await session.runNow(bulk.text, signal))
    await session.execute(bulk.finish)
    if (isInside) return answer
    isDone = true
    await session.execute('COMMIT')
    return answer
  } finally {
    // A commit that fails has rolled back.
    if (!isDone) await session.execute('ROLLBACK')
  }
}

async function append(session: Session, bulk: BulkInsert, { rows, signal }: Request): Promise<void> {
  const appender = await session.connection.createAppender(bulk.passage, 'main', 'temp')
  try {
    for (const chunk of bulk.chunks(rows)) {
      throwIfAborted(signal)
      appender.appendDataChunk(chunk)
    }
    appender.flushSync()
  } finally {
    appender.closeSync()
  }
}

/** All of the work or none of it. */
export async function atomic<Result>(
  session: Session,
  isInside: boolean,
  work: () => Promise<Result>,
): Promise<Result> {
  if (isInside) return work()
  await session.execute('BEGIN')
  let isDone = false
  try {
    const result = await work()
    isDone = true
    await session.execute('COMMIT')
    return result
  } finally {
    // A commit that fails has rolled back.
    if (!isDone) await session.execute('ROLLBACK')
  }
}
