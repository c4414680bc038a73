import type { Node } from './node.ts'
import type { From, Insert, InsertSelect, Select, Statement } from './statement.ts'

/** A statement as readable text without values, for plans, events and errors. */
export function describe(statement: Statement): string {
  switch (statement.kind) {
    case 'select':
      return describeSelect(statement)
    case 'insert':
      return describeInsert(statement)
    case 'insert-select':
      return `${describeInsert(statement)} ${describeSelect(statement.select)}`
    case 'update': {
      const changes = statement.set.map(({ column, node }) => `${column.property} = ${node.preview()}`).join(', ')
      return `update ${statement.table.table.entity} set ${changes}${clause('where', statement.where)}`
    }
    case 'delete':
      return `delete from ${statement.table.table.entity}${clause('where', statement.where)}`
    case 'raw':
      return statement.node.preview()
  }
}

function describeInsert({ into, columns, onConflict }: Insert | InsertSelect): string {
  const names = columns.map(column => column.property).join(', ')
  return `insert into ${into.table.entity} (${names})${onConflict === 'skip' ? ' unless the id exists' : ''}`
}

function describeSelect(select: Select): string {
  const columns = select.columns.map(({ node }) => node.preview()).join(', ')
  const groups = select.groupBy?.map(node => node.preview()).join(', ')
  const order = select.order.map(({ node, direction }) => `${node.preview()} ${direction}`).join(', ')
  return [
    `select ${columns}`,
    select.from === undefined ? '' : ` from ${describeFrom(select.from)}`,
    clause('where', select.where),
    groups === undefined ? '' : ` group by ${groups}`,
    clause('having', select.having),
    order === '' ? '' : ` order by ${order}`,
    clause('limit', select.limit),
    clause('offset', select.offset),
  ].join('')
}

function describeFrom(from: From): string {
  if (from.kind === 'table') return from.occurrence.table.entity
  if (from.kind === 'derived') return `(${describeSelect(from.select)})`
  if (from.kind === 'text') return `(${from.node.preview()})`
  return `${describeFrom(from.left)} ${from.join} join ${describeFrom(from.right)} on ${from.on.preview()}`
}

const clause = (word: string, node: Node | undefined): string =>
  node === undefined ? '' : ` ${word} ${node.preview()}`
