import { int } from '@vantage-ts/core'
import type { StoredColumn } from '@vantage-ts/core/adapter'

/** The line on which a row begins, as a column that no file has: it stands behind the cells of every row that is scanned. */
export const lineColumn: StoredColumn = {
  property: '#line',
  name: '#line',
  type: int,
  storage: { name: 'number' },
  isNullable: false,
  isId: false,
  collation: 'binary',
}
