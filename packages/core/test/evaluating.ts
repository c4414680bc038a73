import { Aggregate, type AggregateName, ColumnNode, Literal, type Node } from '../src/expression/node.ts'
import type { OperatorName } from '../src/expression/operator.ts'
import { operation } from '../src/expression/operate.ts'
import { selectKey } from '../src/expression/statement-key.ts'
import type { Insert, Occurrence, Select, StoredColumn } from '../src/expression/statement.ts'
import { insertKey } from '../src/expression/statement-key.ts'
import { type Memory, type MemoryOptions, memory } from '../src/memory/index.ts'
import type { BoundSource } from '../src/source/bound-source.ts'
import { boundSource } from '../src/source/open.ts'
import { int } from '../src/types/int.ts'
import type { Type } from '../src/types/type.ts'

/** A value of a type as a node, null included. */
export const literal = (type: Type<unknown>, value: unknown): Node => new Literal(type, value)

/** An operator applied to nodes. */
export const apply = (operator: OperatorName, ...args: readonly Node[]): Node => operation(operator, args, true)

const here = boundSource(memory())

/** The value of an expression without a table. */
export async function resultOf(node: Node, source: BoundSource = here): Promise<unknown> {
  const rows = await rowsOf({ columns: [node] }, source)
  return rows[0]?.[0]
}

export interface Parts {
  readonly from?: Select['from']
  readonly columns: readonly Node[]
  readonly where?: Node
  readonly groupBy?: readonly Node[]
  readonly having?: Node
  readonly order?: readonly { readonly node: Node; readonly direction: 'asc' | 'desc' }[]
  readonly limit?: number
  readonly offset?: number
}

export function select({ columns, limit, offset, order = [], ...rest }: Parts): Select {
  const parts = {
    ...rest,
    columns: columns.map((node, index) => ({ name: node instanceof ColumnNode ? node.name : `c${index}`, node })),
    order,
    ...(limit === undefined ? {} : { limit: new Literal(int, limit) }),
    ...(offset === undefined ? {} : { offset: new Literal(int, offset) }),
  }
  return { kind: 'select', ...parts, key: selectKey(parts) }
}

export async function rowsOf(parts: Parts, source: BoundSource = here): Promise<readonly (readonly unknown[])[]> {
  return source.evaluate(select(parts), source.execution())
}

export interface Columns {
  readonly [name: string]:
    | Type<unknown>
    | { readonly type: Type<unknown>; readonly isRequired?: boolean; readonly isId?: boolean }
}

let tables = 0

/** A table of one source without an entity: nodes of its columns, and rows put in through them. */
export class TestTable {
  readonly source: BoundSource
  readonly memory: Memory
  readonly occurrence: Occurrence
  readonly $: Readonly<Record<string, ColumnNode>>

  constructor(columns: Columns, given: Memory | MemoryOptions = {}, name = 'items') {
    this.memory = 'can' in given ? given : memory(given)
    this.source = boundSource(this.memory)
    const stored = Object.entries(columns).map(([property, column]) => storedColumn(property, column, this.source))
    const key = `t${++tables}`
    const table = { entity: name, name, path: [], columns: stored, ids: stored.filter(column => column.isId), key }
    this.occurrence = { table, key, source: this.source }
    this.$ = Object.fromEntries(stored.map(column => [column.property, new ColumnNode(this.occurrence, column)]))
  }

  get from(): { readonly kind: 'table'; readonly occurrence: Occurrence } {
    return { kind: 'table', occurrence: this.occurrence }
  }

  column(name: string): ColumnNode {
    const node = this.$[name]
    if (node === undefined) throw new TypeError(`no column ${name}`)
    return node
  }

  insertion(rows: readonly object[], onConflict: 'fail' | 'skip' = 'fail'): Insert {
    const { columns } = this.occurrence.table
    const parts = { into: this.occurrence, columns, onConflict, returning: columns }
    const values = rows.map(row => columns.map(({ property }) => new Map(Object.entries(row)).get(property)))
    return { kind: 'insert', ...parts, rows: values, key: insertKey(parts) }
  }

  async insert(...rows: readonly object[]): Promise<this> {
    await this.source.evaluate(this.insertion(rows), this.source.execution())
    return this
  }

  rows(parts: Omit<Parts, 'from'>): Promise<readonly (readonly unknown[])[]> {
    return rowsOf({ from: this.from, ...parts }, this.source)
  }

  async values(parts: Omit<Parts, 'from'>): Promise<readonly unknown[]> {
    return (await this.rows(parts)).map(row => row[0])
  }

  async aggregate(name: AggregateName, arg?: Node, where?: Node): Promise<unknown> {
    const rows = await this.rows({ columns: [new Aggregate(name, arg)], ...(where === undefined ? {} : { where }) })
    return rows[0]?.[0]
  }
}

function storedColumn(property: string, given: Columns[string], source: BoundSource): StoredColumn {
  const { type, isRequired = false, isId = false } = 'problem' in given ? { type: given } : given
  return {
    property,
    name: property,
    type,
    storage: source.storageOf(type),
    isNullable: !isRequired && !isId,
    isId,
    collation: 'binary',
  }
}
