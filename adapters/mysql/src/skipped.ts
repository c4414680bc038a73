import type { Dialect } from '@vantage-ts/sql'
import { skippingExisting } from './dialect.ts'

// MariaDB gives the rows of an insert back whether they are new or were there. Each row that was there sets a variable of the session,
// which is given beside the row and reset.

const there = '@vantage_there'

/** The dialect whose inserts mark the rows that were there. */
export const markThere = (dialect: Dialect): Dialect => ({
  ...dialect,
  skipExisting: skippingExisting(id => `IF(${there} := 1, ${id}, ${id})`),
})

/** What comes after the columns of RETURNING: whether the row was there, and the reset. */
export const countThere = `, coalesce(${there}, 0), ${there} := 0`

/** What a statement that failed between the two may have left. */
export const resetThere = `${there} = 0`

/** The rows that are new, without the two columns. */
export const newRows = (rows: readonly (readonly unknown[])[]): readonly (readonly unknown[])[] =>
  rows.filter(row => Number(row.at(-2)) === 0).map(row => row.slice(0, -2))
