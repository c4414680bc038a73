import { VantageError } from '@vantage-ts/core/adapter'
import { RowSource } from './row-source.ts'
import type { Writer } from './writer.ts'

/** A table or view of the database by its name. */
export class NamedTable extends RowSource {
  override readonly alias: string
  override readonly columns: readonly string[] | undefined
  readonly #path: readonly string[]
  readonly #isRenamed: boolean

  /** `path`: the schemas around it, outermost first, then its name. */
  constructor(path: readonly string[], alias: string | undefined, columns?: readonly string[]) {
    super()
    const name = path.at(-1)
    if (name === undefined || path.some(part => typeof part !== 'string' || part === ''))
      throw new VantageError('table() takes the name of a table, a text that is not empty', { kind: 'invalid' })
    this.#path = path
    this.alias = alias ?? name
    this.#isRenamed = alias !== undefined
    this.columns = columns
  }

  override get tableName(): string | undefined {
    return this.#path.at(-1)
  }

  override write(out: Writer): void {
    this.#name(out)
    if (!this.#isRenamed) return
    out.text(' AS ')
    out.name(this.alias)
  }

  override writeTarget(out: Writer): void {
    this.write(out)
  }

  #name(out: Writer): void {
    out.each(this.#path, part => out.name(part), '.')
  }
}
