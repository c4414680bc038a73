import { type Answer, type Request, VantageError } from '@vantage-ts/core/adapter'
import type { CalculatedColumn, MysqlStatement, Plan } from './compile.ts'
import { endsConnection, hasLostPlan, isUnprepared } from './errors.ts'
import type { Piece } from './piece.ts'
import { rawObjects } from './raw-row.ts'
import type { GivingBack, ReadByIds } from './returning.ts'
import type { Header, RawRow, Result, Session } from './session.ts'
import { newRows, resetThere } from './skipped.ts'
import { cellValue, type WireValue, wireValue } from './wire-value.ts'

/** Rows that one statement of a bulk insert takes, largest first; what is left goes one by one. */
const insertSizes: readonly number[] = [500, 50, 5]
/** Values of one statement. */
const maxParameters = 65_535
/** Rows that are read back by one statement. */
const readRows = 500

/** Where several statements are one. */
export interface Together {
  /** Whether a transaction is open. */
  readonly isInside: boolean
  /** Runs work as one: in a transaction of its own, or as a part of the one that is open. */
  atomically<T>(work: () => Promise<T>): Promise<T>
}

/** Runs a compiled statement on a connection. Errors: whatever the driver gives. */
export async function perform(
  session: Session,
  compiled: MysqlStatement,
  request: Request,
  together: Together,
): Promise<Answer> {
  const plan = planFor(session, compiled)
  const { insert, givingBack } = plan
  if (insert !== undefined) {
    if (givingBack === undefined && request.rows.length === 1) return insertRows(session, plan, request.rows)
    return together.atomically(() =>
      givingBack === undefined
        ? insertRows(session, plan, request.rows)
        : insertAndRead(session, plan, givingBack, request),
    )
  }
  if (givingBack?.how === 'by-id' && givingBack.block !== undefined)
    return runBlock(session, compiled, request, together.isInside ? givingBack.block.within : givingBack.block.alone)
  if (givingBack !== undefined)
    return together.atomically(() => writeAndRead(session, compiled, plan, givingBack, request))
  const values = valuesOf(compiled, plan, request)
  const text = compiled.isRaw && session.server.flavor === 'mysql' ? typedText(plan.text, values) : plan.text
  const result = await send(session, text, values)
  return answerOf(compiled, plan, result)
}

/**
 * The text with the types of its values. MySQL keeps for a prepared statement those of the first ones: after a number, `SELECT ?` would
 * give 0 for every text.
 */
function typedText(text: string, values: readonly WireValue[]): string {
  if (values.length === 0) return text
  const letters = values.map(value => {
    if (value === null) return 'n'
    if (typeof value === 'string') return 's'
    return typeof value === 'number' ? 'd' : value instanceof Uint8Array ? 'b' : 'l'
  })
  return `/*${letters.join('')}*/ ${text}`
}

/** The plan for the server of a session. */
export function planFor(session: Session, { plans }: MysqlStatement): Plan {
  const plan = plans[session.server.flavor]
  if (VantageError.is(plan)) throw plan
  if (plan !== undefined) return plan
  throw new VantageError('one source meets servers of MySQL and of MariaDB; open one for each', { kind: 'connection' })
}

/** The values of a piece of a statement. */
export function valuesOf({ slots }: MysqlStatement, { from, to }: Piece, { parameters }: Request): WireValue[] {
  const values: WireValue[] = []
  for (let at = from; at < to; at++) values.push(wireValue(parameters[at], slots[at]?.typeName === 'float'))
  return values
}

/** Sends once more, since nothing was done yet, what the server lost or does not prepare. */
async function send(session: Session, text: string, values: readonly WireValue[]): Promise<Result> {
  try {
    return await session.run(text, values)
  } catch (thrown) {
    if (hasLostPlan(thrown)) return session.run(text, values)
    if (isUnprepared(thrown) && values.length === 0) return session.command(text)
    throw thrown
  }
}

/** Rows that were found, whether or not they changed: the first number that the server says of an update. */
const foundBy = ({ info, affectedRows }: Header): number => Number(/\d+/.exec(info)?.[0] ?? affectedRows)

function answerOf(compiled: MysqlStatement, { marksThere }: Pick<Plan, 'marksThere'>, result: Result): Answer {
  const { rows, fields, header } = result
  if (compiled.isRaw) return { rows: rawObjects(rows, fields), count: rawCount(compiled, result) }
  if (header !== undefined && fields.length === 0)
    return { rows, count: compiled.kind === 'update' ? foundBy(header) : header.affectedRows }
  const given = marksThere ? newRows(rows) : checkedRows(compiled, rows)
  return { rows: given, count: given.length }
}

function rawCount({ text }: MysqlStatement, { rows, header }: Result): number {
  if (header === undefined) return rows.length
  return /^\s*update\b/i.test(text) ? foundBy(header) : header.affectedRows
}

/** Errors: `too-large` for a calculated number that its type does not hold. */
export function checkedRows({ calculated }: MysqlStatement, rows: readonly RawRow[]): readonly RawRow[] {
  for (const column of calculated) for (const row of rows) refuseTooLarge(row[column.index], column)
  return rows
}

function refuseTooLarge(cell: unknown, { arithmetic }: CalculatedColumn): void {
  if (cell === null) return
  const size = Math.abs(Number(cell))
  // A fraction is no overflow: it stays what it is, and the column's type refuses it.
  if (arithmetic === 'int' ? size <= Number.MAX_SAFE_INTEGER : size !== Number.POSITIVE_INFINITY) return
  const bound = arithmetic === 'int' ? '±(2^53 − 1)' : 'the largest double'
  throw new VantageError(
    `a calculated number is beyond ${bound}, which ${arithmetic} holds; convert an operand with toDecimal()`,
    {
      kind: 'too-large',
      details: { type: arithmetic },
    },
  )
}

/** Inserts rows in as few statements as there are sizes. */
async function insertRows(session: Session, plan: Plan, rows: Request['rows']): Promise<Answer> {
  const { insert, marksThere } = plan
  const width = insert?.width ?? 0
  const returned: RawRow[] = []
  let count = 0
  let start = 0
  const sendSize = async (size: number): Promise<void> => {
    const text = insert?.textFor(size) ?? ''
    for (; start + size <= rows.length; start += size) {
      const result = await send(session, text, cellsOf(rows, start, size, width)).catch(async thrown => {
        throw marksThere ? await afterMark(session, thrown) : thrown
      })
      const given = marksThere ? newRows(result.rows) : result.rows
      count += result.header?.affectedRows ?? given.length
      returned.push(...given)
    }
  }
  for (const size of insertSizes)
    if (width > 0 && size * width <= maxParameters && rows.length >= size) await sendSize(size)
  if (start < rows.length) await sendSize(1)
  return { rows: returned, count }
}

/** A failure may have left the mark of a row that was there. */
async function afterMark(session: Session, thrown: unknown): Promise<unknown> {
  if (!endsConnection(thrown)) await session.command(`SET ${resetThere}`).catch(() => {})
  return thrown
}

function cellsOf(rows: Request['rows'], start: number, size: number, width: number): WireValue[] {
  const values: WireValue[] = new Array(size * width)
  for (let row = 0, at = 0; row < size; row++) {
    const cells = rows[start + row]
    for (let column = 0; column < width; column++) values[at++] = cellValue(cells?.[column] ?? null)
  }
  return values
}

/** Errors: those of the driver; a transaction that the block has begun is over then. */
async function runBlock(session: Session, compiled: MysqlStatement, request: Request, block: Piece): Promise<Answer> {
  try {
    const { rows } = await send(session, block.text, valuesOf(compiled, block, request))
    return { rows, count: rows.length }
  } catch (thrown) {
    if (block.text.includes(' START TRANSACTION; ') && !endsConnection(thrown)) await session.command('ROLLBACK')
    throw thrown
  }
}

async function writeAndRead(
  session: Session,
  compiled: MysqlStatement,
  plan: Plan,
  back: GivingBack,
  request: Request,
): Promise<Answer> {
  const piece = (one: Piece): Promise<Result> => send(session, one.text, valuesOf(compiled, one, request))
  if (back.how === 'before') {
    const { rows } = await piece(back.read)
    if (rows.length > 0) await piece(plan)
    return { rows, count: rows.length }
  }
  if (back.how === 'by-id') {
    const { header } = await piece(plan)
    if (header === undefined || foundBy(header) === 0) return { rows: [], count: 0 }
    const { rows } = await piece(back.read)
    return { rows, count: rows.length }
  }
  if (back.how !== 'by-keys') throw new VantageError('an insert is read back as one', { kind: 'internal' })
  const { rows: keys } = await piece(back.keys)
  if (keys.length === 0) return { rows: [], count: 0 }
  const { header } = await piece(plan)
  if (header !== undefined && foundBy(header) !== keys.length) throw changedMeanwhile()
  const rows = await readBack(session, back.read, keys)
  return { rows, count: rows.length }
}

const changedMeanwhile = (): VantageError =>
  new VantageError('rows came to the set while it was changed; roll back and repeat the transaction', {
    kind: 'conflict',
    retry: 'safe',
    details: { reason: 'serialization' },
  })

async function readBack(session: Session, textFor: ReadByIds, keys: readonly RawRow[]): Promise<RawRow[]> {
  const rows: RawRow[] = []
  for (let start = 0; start < keys.length; start += readRows) {
    const some = keys.slice(start, start + readRows)
    const values = some.flatMap(key => key.map(cell => wireValue(cell, false)))
    rows.push(...(await send(session, textFor(some.length), values)).rows)
  }
  return rows
}

/** Inserts row by row and reads what was created by the ids that were given or made. */
async function insertAndRead(session: Session, plan: Plan, back: GivingBack, { rows }: Request): Promise<Answer> {
  if (back.how !== 'inserted') throw new VantageError('an insert is read back by its ids', { kind: 'internal' })
  const keys: RawRow[] = []
  for (const row of rows) {
    const given = back.positions.map(position => row[position])
    const { header } = await send(session, plan.insert?.textFor(1) ?? '', row.map(cellValue))
    if (header === undefined || header.affectedRows === 0) continue
    keys.push(back.positions.map((position, index) => (position < 0 ? header.insertId : given[index])))
  }
  const made = await readBack(session, back.read, keys)
  return { rows: made, count: made.length }
}
