import { VantageError } from '../errors/vantage-error.ts'
import type { AggregateName, Node } from '../expression/node.ts'
import type { SetState } from '../set/state.ts'
import { aggregateNode } from './aggregate-node.ts'

/** The run-time form of every aggregator. */
export class NamedAggregator {
  readonly #name: AggregateName
  readonly #column: unknown
  readonly #option: Node | undefined
  constructor(name: AggregateName, column: unknown, option?: Node) {
    this.#name = name
    this.#column = column
    this.#option = option
  }
  over(state: SetState): Node {
    return aggregateNode(state, this.#name, this.#column, this.#option)
  }
}

/** The node of an aggregator over a set. Errors: `invalid` for anything else. */
export function aggregatorNode(state: SetState, name: string, given: unknown): Node {
  if (given instanceof NamedAggregator) return given.over(state)
  throw new VantageError(`aggregate(): "${name}" takes an aggregator, such as sum(o => o.total)`, {
    kind: 'invalid',
    details: { entity: state.definition.entity.name, field: name },
  })
}
