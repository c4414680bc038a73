import type { StoredColumn, StoredTable } from '@vantage-ts/core/adapter'
import { linkIn } from './record-link.ts'

/** Fields of an edge with the records that it leads from and to. */
const ends: ReadonlySet<string> = new Set(['in', 'out'])

export const isEnd = ({ name, storage }: StoredColumn): boolean => ends.has(name) && linkIn(storage) !== undefined

/** Whether the rows of a table are edges of the graph: `in` and `out` are links. */
export const isEdges = ({ columns }: StoredTable): boolean => columns.filter(isEnd).length === ends.size
