import type { Language } from './language.ts'
import { RowSource } from './row-source.ts'
import { onlyRead } from './set-rows.ts'
import type { Writer } from './writer.ts'

/** A table or view of the database by its name. */
export class NamedTable extends RowSource {
  override readonly alias: string
  override readonly columns: readonly string[] | undefined
  readonly #language: Language | undefined
  readonly #path: readonly string[]
  readonly #isRenamed: boolean

  /** `path`: the schemas around it, outermost first, then its name. */
  constructor(
    path: readonly string[],
    {
      alias,
      columns,
      language,
    }: { alias?: string | undefined; columns?: readonly string[] | undefined; language?: Language | undefined } = {},
  ) {
    super()
    this.#path = path
    this.alias = alias ?? path.at(-1) ?? ''
    this.#isRenamed = alias !== undefined
    this.columns = columns
    this.#language = language
  }

  override get language(): Language | undefined {
    return this.#language
  }
  override get tableName(): string | undefined {
    return this.#path.at(-1)
  }

  override write(out: Writer): void {
    const own = out.language.rowsText?.(this.#path, undefined)
    if (own === undefined) this.#name(out)
    else out.text(own)
    if (!this.#isRenamed && own === undefined) return
    out.text(' AS ')
    out.name(this.alias)
  }

  override writeTarget(out: Writer): void {
    if (out.language.writes?.targets === 'bare') this.writeTable(out)
    else {
      this.#needTable(out)
      this.write(out)
    }
  }
  override writeTable(out: Writer): void {
    this.#needTable(out)
    this.#name(out)
  }

  #needTable({ language }: Writer): void {
    if (language.rowsText?.(this.#path, undefined) !== undefined) throw onlyRead(this.#path)
  }

  #name(out: Writer): void {
    out.each(this.#path, part => out.name(part), '.')
  }
}
