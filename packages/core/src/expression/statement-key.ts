import { keyOfName, pairShape, textShape } from './shape.ts'
import type {
  Delete,
  From,
  Insert,
  InsertSelect,
  OrderKey,
  Projection,
  Select,
  Statement,
  StoredColumn,
  Update,
} from './statement.ts'

/** Structural keys of statements: equal keys compile to equal text and bind values in the same order. */
export const projectionKey = (columns: readonly Projection[]): string =>
  columns.map(({ name, node }) => `${keyOfName(name)}=${node.key}`).join(',')

export const orderKey = (order: readonly OrderKey[]): string =>
  order.length === 0 ? '' : order.map(({ node, direction }) => `${direction}(${node.key})`).join(',')

function fromKey(from: From | undefined): string {
  if (from === undefined) return ''
  if (from.kind === 'table') return from.occurrence.key
  if (from.kind === 'text') return `[${from.node.key}]${from.occurrence.key}`
  if (from.kind === 'derived') return `(${from.select.key})${from.occurrence.key}`
  return `${from.join}(${fromKey(from.left)},${fromKey(from.right)},${from.on.key})`
}

/** Columns and order may be given as ready keys, since the same ones are read again and again. */
export function selectKey(
  select: Omit<Select, 'kind' | 'key'>,
  columns = projectionKey(select.columns),
  order = orderKey(select.order),
): string {
  let key = `S|${fromKey(select.from)}|${columns}`
  if (select.where !== undefined) key += `|w:${select.where.key}`
  if (select.groupBy !== undefined) key += `|g:${select.groupBy.map(node => node.key).join(',')}`
  if (select.having !== undefined) key += `|h:${select.having.key}`
  if (order !== '') key += `|o:${order}`
  if (select.limit !== undefined) key += `|l:${select.limit.key}`
  if (select.offset !== undefined) key += `|f:${select.offset.key}`
  if (select.isSingle === true) key += '|1'
  return key
}

/** Flags of a select in its shape; each has a bit. */
const flagsOf = ({ limit, offset, isSingle }: Omit<Select, 'kind' | 'key'>): number =>
  (limit === undefined ? 0 : 1) + (offset === undefined ? 0 : 2) + (isSingle === true ? 4 : 0)

/**
 * The shape of a select that reads a table without groups, from the shapes of its parts.
 *
 * Limits and offsets are bound whole numbers, so that they are there is all that counts.
 */
export function selectShape(
  select: Omit<Select, 'kind' | 'key'>,
  table: number,
  columns: number,
  order: number,
): number {
  const base = pairShape(pairShape(table, columns), order)
  return pairShape(pairShape(base, select.where?.shape ?? 0), flagsOf(select))
}

/** The shape of the place that a select reads. */
export function fromShape(from: From | undefined): number {
  if (from === undefined) return 0
  if (from.kind === 'table') return textShape(from.occurrence.key)
  if (from.kind === 'text')
    return pairShape(pairShape(textShape('text'), from.node.shape), textShape(from.occurrence.key))
  if (from.kind === 'derived')
    return pairShape(pairShape(textShape('derived'), shapeOf(from.select)), textShape(from.occurrence.key))
  return pairShape(
    pairShape(pairShape(textShape(from.join), fromShape(from.left)), fromShape(from.right)),
    from.on.shape,
  )
}

const projectionShape = (columns: readonly Projection[]): number =>
  columns.reduce((shape, { name, node }) => pairShape(pairShape(shape, textShape(name)), node.shape), columns.length)

/** The shape of any select, groups included; the same parts as in its key. */
export function wholeShape(select: Omit<Select, 'kind' | 'key' | 'shape'>): number {
  const base = selectShape(select, fromShape(select.from), projectionShape(select.columns), orderShape(select.order))
  if (select.groupBy === undefined && select.having === undefined) return base
  const groups = (select.groupBy ?? []).reduce((shape, node) => pairShape(shape, node.shape), textShape('group'))
  return pairShape(pairShape(base, groups), select.having?.shape ?? 0)
}

export const orderShape = (order: readonly OrderKey[]): number =>
  order.reduce((shape, { node, direction }) => pairShape(pairShape(shape, node.shape), direction === 'asc' ? 0 : 1), 0)

/** The number under which a statement is kept. */
export const shapeOf = (statement: Statement): number =>
  (statement.kind === 'select' || statement.kind === 'update' ? statement.shape : undefined) ?? textShape(statement.key)

const names = (columns: readonly StoredColumn[]): string => columns.map(column => keyOfName(column.property)).join(',')

/** Holds no row count: adapters bind any number of rows. */
export const insertKey = (insert: Omit<Insert, 'kind' | 'key' | 'rows'>): string =>
  `I|${insert.into.key}|${names(insert.columns)}|${insert.onConflict}|r:${names(insert.returning)}`

export const insertSelectKey = (insert: Omit<InsertSelect, 'kind' | 'key'>): string =>
  `J|${insert.into.key}|${names(insert.columns)}|${insert.onConflict}|r:${names(insert.returning)}|(${insert.select.key})`

export const updateKey = (update: Omit<Update, 'kind' | 'key'>): string =>
  `U|${update.table.key}|${update.set.map(({ column, node }) => `${keyOfName(column.property)}=${node.key}`).join(',')}` +
  `|w:${update.where?.key ?? ''}|r:${names(update.returning)}`

export const deleteKey = (remove: Omit<Delete, 'kind' | 'key'>): string =>
  `D|${remove.table.key}|w:${remove.where?.key ?? ''}|r:${names(remove.returning)}`
