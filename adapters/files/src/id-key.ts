import type { StoredColumn } from '@vantage-ts/core/adapter'
import type { Cells } from '@vantage-ts/core/memory'

/** A text that is equal for equal ids, however the file spells them: `007` and `7` are one int. */
export function idKey(ids: readonly StoredColumn[]): (cells: Cells) => string {
  const canonical = ids.map(canonicalOf)
  const [only] = canonical
  if (only !== undefined && canonical.length === 1) return cells => only(cells[0])
  return cells => JSON.stringify(canonical.map((textOf, index) => textOf(cells[index])))
}

function canonicalOf({ type, storage }: StoredColumn): (cell: unknown) => string {
  const decode = storage.decode?.bind(storage)
  return cell => {
    if (cell === null || cell === undefined) return 'none'
    try {
      return `=${type.toText(decode === undefined ? cell : decode(cell))}`
    } catch {
      // No value of the type, so it is no id that could be met.
      return `not a ${type.name}: ${String(cell)}`
    }
  }
}
