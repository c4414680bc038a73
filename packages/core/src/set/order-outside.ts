import { ColumnNode } from '../expression/node.ts'
import type { OrderKey, Projection } from '../expression/statement.ts'
import { columnFor } from './column-for.ts'
import { derivedColumn } from './derived.ts'
import type { SetState } from './state.ts'

/** An order of rows that are read as a table, for the set that reads it: the order of a select inside another is nobody's. */
export interface OrderOutside {
  /** The table's columns, then the keys that are none of them, which no row shows. */
  readonly columns: readonly Projection[]
  /** The same order over the table. */
  of(table: SetState): readonly OrderKey[]
}

export function orderOutside(shown: readonly Projection[], order: readonly OrderKey[]): OrderOutside {
  const columns = [...shown]
  const keys = order.map(({ node, direction }) => {
    let key = columnFor(columns, node)
    if (key === undefined) {
      key = { name: freeName(columns), node }
      columns.push(key)
    }
    return { key, direction }
  })
  return {
    columns,
    of: ({ definition, source }) =>
      keys.map(({ key: { name, node }, direction }) => {
        const known = definition.nodes.get(name)
        return {
          node: known ?? new ColumnNode(definition.occurrence, derivedColumn(name, node, [], source)),
          direction,
        }
      }),
  }
}

function freeName(columns: readonly Projection[]): string {
  let name = `~order${columns.length}`
  while (columns.some(column => column.name === name)) name = `~${name}`
  return name
}
