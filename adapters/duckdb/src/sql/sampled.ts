import type { TemplatePlace } from '@vantage-ts/core/adapter'
import {
  type Columns,
  columnsOf,
  type Language,
  RowSource,
  type Rows,
  rowsBehind,
  type RowsOf,
  sampleText,
  type Writer,
} from '@vantage-ts/sql/build'
import { duckdbLanguage } from './language.ts'
import type { SampleSize } from './query.ts'

/** Some rows of a table, before anything else looks at them: `sampled(o, { percent: 10, method: 'system' })`. */
export function sampled<Name extends string>(rows: RowsOf<'duckdb', Name>, size: SampleSize): Columns<'duckdb', Name>
export function sampled(rows: Rows<'duckdb'>, size: SampleSize): Columns<'duckdb'>
export function sampled(rows: Rows<'duckdb'>, size: SampleSize): Columns<'duckdb'> {
  return columnsOf(new SampledRows(rowsBehind(rows, 'sampled'), sampleText(size, 'sampled')))
}

class SampledRows extends RowSource {
  readonly #source: RowSource
  readonly #size: string
  constructor(source: RowSource, size: string) {
    super()
    this.#source = source
    this.#size = size
  }
  override get alias(): string {
    return this.#source.alias
  }
  override get columns(): readonly string[] | undefined {
    return this.#source.columns
  }
  override get language(): Language {
    return duckdbLanguage
  }
  override get database(): object | undefined {
    return this.#source.database
  }
  override storedName(column: string): string {
    return this.#source.storedName(column)
  }
  override place(): TemplatePlace {
    return this.#source.place()
  }
  override get original(): TemplatePlace['occurrence'] {
    return this.#source.original
  }
  override write(out: Writer): void {
    this.#source.write(out)
    out.text(` TABLESAMPLE ${this.#size}`)
  }
}
