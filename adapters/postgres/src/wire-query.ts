/** One row as the driver gives it: the text of each cell, or null. */
export type RawRow = readonly (string | null)[]

/** A value as it is sent: text, or the bytes of a bytea. */
export type WireValue = string | Buffer | null

/** The part of pg's connection that sends messages of the protocol. */
export interface Wire {
  readonly stream: {
    readonly writableNeedDrain: boolean
    readonly destroyed: boolean
    cork(): void
    uncork(): void
    write(bytes: Buffer): void
    destroy(): void
    on(event: 'drain' | 'close', listener: () => void): void
    off(event: 'drain' | 'close', listener: () => void): void
  }
  /** Named statements that the server knows on this connection; pg keeps it. */
  readonly parsedStatements: Record<string, string | undefined>
  /** Text without values, in one message. */
  query(text: string): void
  parse(message: { readonly name: string; readonly text: string }): void
  bind(message: { readonly statement: string; readonly values: readonly WireValue[] }): void
  describe(message: { readonly type: 'P' }): void
  execute(message?: object): void
  close(message: { readonly type: 'S'; readonly name: string }): void
  sync(): void
  endCopyFrom(): void
  sendCopyFail(reason: string): void
}

/** The columns of an answer. */
export interface Fields {
  readonly names: readonly string[]
  readonly oids: readonly number[]
}
const noFields: Fields = { names: [], oids: [] }

/** How much of a statement the server knows on one connection. */
export interface Preparation {
  /** Empty: an unnamed statement. */
  readonly name: string
  /** Whether the server has the text. */
  readonly isParsed: boolean
  /** The columns of its answer, when they are known: then nobody asks for them. */
  readonly fields: Fields | undefined
  /** Named statements that the server is to forget first. */
  readonly dropped: readonly string[]
}

export const unnamed: Preparation = { name: '', isParsed: false, fields: undefined, dropped: [] }

interface FieldMessage {
  readonly name: string
  readonly dataTypeID: number
}

/**
 * One run of one statement, in the way pg lets extensions write them (pg-cursor is another).
 *
 * It keeps cells as the text they come in, and sends the text of a named statement and asks for its columns only once per
 * connection, which is what makes it cheaper than pg's own query. Without a list of values it is a command of the adapter's own,
 * such as COMMIT, which takes one message instead of five.
 * Source: https://www.postgresql.org/docs/18/protocol-flow.html#PROTOCOL-FLOW-EXT-QUERY
 */
export class WireQuery {
  /** pg marks a named statement as known by these two. */
  readonly name: string
  readonly text: string
  readonly rows: RawRow[] = []
  fields: Fields
  callback: (error?: unknown) => void
  readonly #values: readonly WireValue[] | undefined
  readonly #preparation: Preparation
  #tag = ''

  constructor(
    text: string,
    values: readonly WireValue[] | undefined,
    preparation: Preparation,
    done: (error?: unknown) => void,
  ) {
    this.text = text
    this.name = preparation.name
    this.fields = preparation.fields ?? noFields
    this.callback = done
    this.#values = values
    this.#preparation = preparation
  }

  /** `SELECT`, `INSERT`, `COMMIT`, …: what was done. */
  get command(): string {
    return this.#tag.split(' ', 1)[0] ?? ''
  }
  /** Rows changed or given back. */
  get count(): number {
    return Number(/\d+$/.exec(this.#tag)?.[0] ?? 0)
  }

  submit(wire: Wire): void {
    const values = this.#values
    if (values === undefined) {
      wire.query(this.text)
      return
    }
    const { name, isParsed, fields, dropped } = this.#preparation
    wire.stream.cork()
    try {
      for (const old of dropped) {
        delete wire.parsedStatements[old]
        wire.close({ type: 'S', name: old })
      }
      if (!isParsed) wire.parse({ name, text: this.text })
      wire.bind({ statement: name, values })
      if (fields === undefined) wire.describe({ type: 'P' })
      wire.execute()
      wire.sync()
    } finally {
      wire.stream.uncork()
    }
  }

  // What pg calls as the answer comes.
  handleRowDescription({ fields }: { readonly fields: readonly FieldMessage[] }): void {
    this.fields = { names: fields.map(field => field.name), oids: fields.map(field => field.dataTypeID) }
  }
  handleDataRow({ fields }: { readonly fields: RawRow }): void {
    this.rows.push(fields)
  }
  handleCommandComplete({ text }: { readonly text: string }): void {
    this.#tag = text
  }
  handleReadyForQuery(): void {
    this.callback()
  }
  handleError(error: unknown): void {
    this.callback(error)
  }
  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}
  handleCopyInResponse(wire: Wire): void {
    wire.sendCopyFail('COPY … FROM STDIN has nothing to read here')
  }
  handleCopyData(): void {}
}
