import type { Source } from '@vantage-ts/core'
import type { LanguageSource } from '@vantage-ts/core/adapter'
import { rawText } from './raw-text.ts'
import { QlStatement } from './statement.ts'
import type { Writer } from './writer.ts'

/** A whole statement of raw text: several, with semicolons, give the result of the last. */
export class RawStatement<DS extends Source = Source> extends QlStatement<DS, unknown> {
  readonly #text: (out: Writer) => void
  constructor(source: LanguageSource, parts: TemplateStringsArray, given: readonly unknown[]) {
    super(source)
    this.#text = rawText(parts, given)
  }
  protected override get isSeveral(): boolean {
    return true
  }
  override writeStatement(out: Writer): void {
    out.mayWrite()
    this.#text(out)
  }
  protected override writeValue(out: Writer): void {
    this.writeStatement(out)
  }
}
