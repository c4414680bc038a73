import { type Answer, type Insert, type Request, unchecked, VantageError } from '@vantage-ts/core/adapter'
import { Uuid } from 'surrealdb'
import type { CalculatedCell, SurrealStatement, Text } from './compile.ts'
import type { Session } from './connection.ts'
import { explained, missingTable } from './errors.ts'
import { isLongList } from './membership.ts'
import { memberPatterns, nothingPattern } from './patterns.ts'
import { pause } from './pause.ts'
import { recordOf } from './record-key.ts'
import { isField, rowsName } from './render-write.ts'
import { resultRows } from './whole-result.ts'
import { mayWrite } from './write-turns.ts'

/** Runs a compiled statement. Errors: `VantageError`, the driver's explained by the table. */
export async function runStatement(
  compiled: SurrealStatement,
  request: Request,
  session: Session,
  source: string,
): Promise<Answer> {
  const shards = shardsOf(compiled.usual, request.parameters)
  const missing = new Set<string>()
  let attempts = 0
  const { inTransaction, seesOwnWrites } = session
  // A table that does not exist has no rows: SurrealDB makes tables by the first insert. Each turn leaves out one more.
  for (;;) {
    const isUsual = shards === 0 && missing.size === 0 && !inTransaction
    const text = isUsual ? compiled.usual : compiled.variant({ shards, missing, inTransaction, seesOwnWrites })
    const sent = text.sent(request.parameters)
    const values = valuesOf(compiled, text, request)
    try {
      return answerOf(
        compiled,
        await (isRead(compiled, sent) ? session.query(sent, values) : session.write(sent, values)),
      )
    } catch (thrown) {
      const table = isPassedOver(compiled) ? missingTable(thrown) : undefined
      if (table !== undefined && !missing.has(table)) missing.add(table)
      else await untilRepeated(explained(thrown, source), compiled, session, ++attempts)
    }
  }
}

const isRead = ({ statement }: SurrealStatement, text: string): boolean =>
  statement.kind === 'select' || (statement.kind === 'raw' && !mayWrite(text))

const mostAttempts = 30

/**
 * Waits before a statement is sent again: the engine refuses one that met another's write of the same record, and has done
 * nothing then. Throws what is no such conflict, and any inside a transaction, which is over by it.
 */
async function untilRepeated(
  error: VantageError,
  { statement }: SurrealStatement,
  { inTransaction }: Session,
  attempt: number,
): Promise<void> {
  const isConflict = error.details.reason === 'serialization'
  if (!isConflict || statement.kind === 'raw' || inTransaction || attempt > mostAttempts) throw error
  await pause(Math.random() * Math.min(2 ** attempt, 64))
}

/** Vendor text is run as it stands. An insert makes its table, of edges too once it does not look for them. */
const isPassedOver = ({ statement }: SurrealStatement): boolean => statement.kind !== 'raw'

/** How many patterns the longest list needs; a power of two, so that few texts are rendered. */
export function shardsOf({ patterned }: Text, parameters: readonly unknown[]): number {
  let most = 0
  for (const slot of patterned) {
    const list = parameters[slot]
    if (!Array.isArray(list) || !isLongList(list.length)) continue
    most = Math.max(most, memberPatterns(list.map(textOfMember)).length)
  }
  return most === 0 ? 0 : 2 ** Math.ceil(Math.log2(most))
}

const textOfMember = (member: unknown): string => (member instanceof Uuid ? member.toString() : String(member))

/** Everything that the text names. */
export function valuesOf({ statement }: SurrealStatement, text: Text, request: Request): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  const { parameters } = request
  for (let index = 0; index < parameters.length; index++) values[`_${index}`] = parameters[index]
  for (const [name, value] of text.constants) values[name] = value
  if (statement.kind === 'insert') values[rowsName] = recordsOf(statement, request.rows)
  if (text.shards > 0) bindPatterns(text, parameters, values)
  return values
}

function bindPatterns(
  { patterned, shards }: Text,
  parameters: readonly unknown[],
  values: Record<string, unknown>,
): void {
  for (const slot of patterned) {
    const list = unchecked<readonly unknown[]>(parameters[slot], 'only lists are looked up by patterns')
    const patterns = memberPatterns(list.map(textOfMember))
    for (let shard = 0; shard < shards; shard++) values[`_${slot}_${shard}`] = patterns[shard] ?? nothingPattern
  }
}

/** Rows as objects; the id columns become the id of the record. */
function recordsOf({ into, columns }: Insert, rows: readonly (readonly unknown[])[]): readonly object[] {
  const { table } = into
  const keys = table.ids.map(id => columns.findIndex(({ property }) => property === id.property)).filter(at => at >= 0)
  const cells = columns.flatMap((column, index) => (isField(column, table) ? [{ name: column.name, index }] : []))
  const keyOf = keyMaker(keys, table.ids.length === 1 && table.ids[0]?.type.name === 'uuid')
  return rows.map(row => {
    // A map, since an object would take a field named __proto__ for something else.
    const record = new Map<string, unknown>()
    const key = keyOf(row)
    if (key !== undefined) record.set('id', recordOf(table.name, key))
    for (const { name, index } of cells) record.set(name, row[index])
    return record
  })
}

/** The key of a row's record: its only id, its ids in order, a new uuid, or nothing for one that the database makes. */
function keyMaker(keys: readonly number[], isUuid: boolean): (row: readonly unknown[]) => unknown {
  const [only, second] = keys
  if (only === undefined) return () => (isUuid ? Uuid.v7() : undefined)
  if (second === undefined) return row => row[only]
  return row => keys.map(at => row[at])
}

function answerOf({ statement, calculated }: SurrealStatement, result: unknown): Answer {
  if (typeof result === 'number' && statement.kind !== 'raw') return { rows: [], count: result }
  const rows = resultRows(result)
  if (calculated.length > 0) checkNumbers(rows, calculated)
  return { rows, count: rows.length }
}

/** A calculated number that its type cannot hold is too large, where a stored one would be of a wrong type. */
export function checkNumbers(rows: readonly unknown[], cells: readonly CalculatedCell[]): void {
  for (const row of rows) {
    const values = unchecked<readonly unknown[]>(row, 'rows come by position')
    for (const { index, type } of cells) {
      const value = values[index]
      const isBeyond =
        typeof value === 'bigint'
          ? type === 'int'
          : typeof value === 'number' && !(type === 'int' ? Number.isSafeInteger(value) : Number.isFinite(value))
      if (isBeyond)
        throw new VantageError(`a calculated number is beyond what ${type} holds; calculate with toDecimal()`, {
          kind: 'too-large',
          details: { type },
        })
    }
  }
}
