import { unchecked } from '@vantage-ts/core/adapter'

const exact = (cell: unknown): unknown => {
  if (typeof cell !== 'bigint') return cell
  const number = Number(cell)
  return Number.isSafeInteger(number) ? number : cell
}

/** A row by position whose whole numbers came as bigints: numbers where they are exact, in place. No row stays none. */
export function exactCells(row: unknown): unknown {
  if (row === undefined) return undefined
  const cells = unchecked<unknown[]>(row, 'the driver was told to give rows by position')
  for (let index = 0; index < cells.length; index++) cells[index] = exact(cells[index])
  return cells
}

/** A row by name whose whole numbers came as bigints: a plain object with numbers where they are exact. */
export const exactRow = (row: unknown): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(unchecked<object>(row, 'the driver gives rows by name as objects')).map(([name, cell]) => [
      name,
      exact(cell),
    ]),
  )
