import { type Request, throwIfAborted, unchecked } from '@vantage-ts/core/adapter'
import Cursor from 'pg-cursor'
import { checkedRows, sendingOf, wireValues } from './answer.ts'
import { cancelOnAbort } from './cancel.ts'
import type { PostgresStatement } from './compile.ts'
import type { Connections } from './connect.ts'
import { endsConnection, postgresError } from './errors.ts'
import type { Session } from './session.ts'
import type { Fields, RawRow, WireValue } from './wire-query.ts'

/** Cells stay the text they come in. */
const asText = { getTypeParser: () => (cell: string) => cell }

interface Batch {
  readonly rows: readonly RawRow[]
  readonly fields: Fields
}

/** A cursor that is read in batches. */
class Reader {
  readonly #cursor: Cursor<RawRow>
  /** Failed, or read to its end: then pg-cursor has closed it, and closing it again would wait for ever. */
  isOver = false

  constructor(session: Session, text: string, values: readonly WireValue[]) {
    this.#cursor = session.client.query(
      new Cursor<RawRow>(text, [...values], { rowMode: 'array', types: unchecked(asText, 'pg asks for nothing else') }),
    )
  }

  read(count: number): Promise<Batch> {
    return new Promise((resolve, reject) => {
      this.#cursor.read(count, (error, rows, result) => {
        if (error !== undefined && error !== null) {
          this.isOver = true
          return reject(error)
        }
        if (rows.length < count) this.isOver = true
        const { fields = [] } = result ?? {}
        const [names, oids] = [fields.map(field => field.name), fields.map(field => field.dataTypeID)]
        resolve({ rows, fields: { names, oids } })
      })
    })
  }

  /** Ends a cursor that was left before its end; also settles when the connection breaks meanwhile. */
  close(session: Session): Promise<void> {
    if (this.isOver) return Promise.resolve()
    this.isOver = true
    return new Promise(resolve => {
      const done = (): void => {
        session.client.off('end', done)
        resolve()
      }
      session.client.once('end', done)
      this.#cursor.close(done)
    })
  }
}

/** Reads a select in batches over a connection of its own; the database waits while nobody asks for the next batch. */
export async function* streamByCursor(
  connections: Connections,
  compiled: PostgresStatement,
  request: Request,
  batchRows: number,
): AsyncGenerator<readonly unknown[]> {
  const { signal } = request
  const session = await connections.keep(signal)
  const cancelling = signal === undefined ? undefined : cancelOnAbort(connections.pool, session, signal)
  let isBroken = false
  let reader: Reader | undefined
  try {
    throwIfAborted(signal)
    const values = wireValues(compiled, request)
    reader = new Reader(session, sendingOf(compiled, values, false).text, values)
    while (!reader.isOver) {
      const { rows, fields } = await reader.read(batchRows)
      if (rows.length > 0) yield checkedRows(compiled, rows, fields)
    }
  } catch (thrown) {
    const error = postgresError(thrown, { place: connections.place, phase: 'running', isWrite: false })
    isBroken = endsConnection(thrown, error)
    throw error
  } finally {
    if (!isBroken) await reader?.close(session)
    await cancelling?.end()
    connections.letGo(session, isBroken)
  }
}
