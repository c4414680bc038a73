import type { QlExpression } from './expression.ts'
import { Part } from './part.ts'
import type { Writer } from './writer.ts'

/** A key of an order: `name.asc().collate()`. */
export class OrderKey extends Part {
  declare readonly '~language': 'surrealql'
  readonly #key: QlExpression
  readonly #direction: 'ASC' | 'DESC'
  readonly #modes: readonly ('COLLATE' | 'NUMERIC')[]
  constructor(key: QlExpression, direction: 'ASC' | 'DESC', modes: readonly ('COLLATE' | 'NUMERIC')[] = []) {
    super()
    this.#key = key
    this.#direction = direction
    this.#modes = modes
  }
  /** Texts by the order of Unicode, capitals beside small letters. */
  collate(): OrderKey {
    return new OrderKey(this.#key, this.#direction, ['COLLATE', ...this.#modes.filter(mode => mode !== 'COLLATE')])
  }
  /** Numbers in texts by their size. */
  numeric(): OrderKey {
    return new OrderKey(this.#key, this.#direction, [...this.#modes.filter(mode => mode !== 'NUMERIC'), 'NUMERIC'])
  }
  override write(out: Writer): void {
    this.#key.writeHere(out)
    out.text(` ${[...this.#modes, this.#direction].join(' ')}`)
  }
}
