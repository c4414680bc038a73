import type { Node } from '../expression/node.ts'
import { looksOutsideAnew } from '../expression/outlook.ts'
import { selectKey, wholeShape } from '../expression/statement-key.ts'
import type { From, OrderKey, Projection, Select } from '../expression/statement.ts'

/** What a select is made of, where it is not a set as it stands. */
export interface SelectParts {
  readonly from: From
  readonly columns: readonly Projection[]
  readonly where: Node | undefined
  readonly groupBy?: readonly Node[] | undefined
  readonly order: readonly OrderKey[]
  readonly limit?: Node | undefined
  readonly offset?: Node | undefined
  /** Whether it looks at rows of tables outside it; found out where it is not given. */
  readonly isLinked?: boolean
}

/** A select of parts. Its key is worked out only for a statement that nobody has prepared: its shape says as much, and is cheap. */
export class BuiltSelect implements Select {
  readonly kind = 'select'
  readonly from: From
  readonly columns: readonly Projection[]
  readonly where: Node | undefined
  readonly groupBy: readonly Node[] | undefined
  readonly having = undefined
  readonly order: readonly OrderKey[]
  readonly limit: Node | undefined
  readonly offset: Node | undefined
  readonly isLinked: boolean
  #key: string | undefined
  #shape = 0

  constructor({ from, columns, where, groupBy, order, limit, offset, isLinked }: SelectParts) {
    this.from = from
    this.columns = columns
    this.where = where
    this.groupBy = groupBy
    this.order = order
    this.limit = limit
    this.offset = offset
    this.isLinked = isLinked ?? looksOutsideAnew(this, [])
  }

  get key(): string {
    this.#key ??= selectKey(this)
    return this.#key
  }

  get shape(): number {
    if (this.#shape === 0) this.#shape = wholeShape(this)
    return this.#shape
  }
}
