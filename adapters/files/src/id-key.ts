import type { StoredColumn } from '@vantage-ts/core/adapter'
import type { Cells } from '@vantage-ts/core/memory'

/** Makes something of the cells of ids that is the same for equal ids only, however the file spells them: `007` and `7` are one int. */
export type IdKey = (cells: Cells, places: readonly number[]) => unknown

export function idKey(ids: readonly StoredColumn[]): IdKey {
  const keys = ids.map(keyOf)
  const [only] = keys
  if (only !== undefined && keys.length === 1) return (cells, [place = 0]) => only(cells[place])
  return (cells, places) => JSON.stringify(places.map((place, index) => shown(keys[index]?.(cells[place]))))
}

const shown = (key: unknown): string => (typeof key === 'bigint' ? `${key}n` : `${typeof key} ${String(key)}`)

/** Types whose values are equal exactly when `===` says so. */
const identities: ReadonlySet<string> = new Set(['int', 'float', 'bool', 'text', 'enum', 'uuid', 'bigint'])

/** A value of the type or its text; for what is none a text of its own, which is met by no id. */
function keyOf({ type, storage }: StoredColumn): (cell: unknown) => unknown {
  const decode = storage.decode?.bind(storage)
  const isIdentity = identities.has(type.name)
  return cell => {
    if (cell === null || cell === undefined) return none
    try {
      const value = decode === undefined ? cell : decode(cell)
      return isIdentity ? value : type.toText(value)
    } catch {
      return `not a ${type.name}: ${String(cell)}`
    }
  }
}
const none = Symbol('none')
