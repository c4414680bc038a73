import type { Dice } from './dice.ts'
import type { Kind } from './schema.ts'

/** A column of the rows inside. */
interface HeldColumn extends Kind {
  readonly storedName: string
  readonly isNullable: boolean
  readonly isId: boolean
}

/** Values of a column that holds rows of these columns: lists of objects, or one object, with unlike ids inside one value. */
export function columnOfRows(dice: Dice, columns: readonly HeldColumn[], holds: 'one' | 'many'): readonly unknown[] {
  const rowsOf = (): readonly object[] => {
    const taken = new Set<string>()
    const rows = Array.from({ length: holds === 'one' ? 1 : dice.below(4) }, () => rowOf(dice, columns))
    return rows.flatMap(({ id, object }) => (taken.size === taken.add(id).size ? [] : [object]))
  }
  return Array.from({ length: 4 }, () => (holds === 'one' ? rowsOf()[0] : rowsOf()))
}

/** A null is there as one, or left out. */
function rowOf(dice: Dice, columns: readonly HeldColumn[]): { readonly id: string; readonly object: object } {
  const cells = columns.map(column => ({
    ...column,
    value: column.isNullable && dice.oneIn(3) ? null : dice.pick(column.pool),
  }))
  const written = cells.filter(({ value }) => value !== null || dice.oneIn(2))
  return {
    id: cells.flatMap(({ isId, type, value }) => (isId ? type.toText(value) : [])).join(' '),
    object: Object.fromEntries(
      written.map(({ storedName, type, value }) => [storedName, value === null ? null : type.toJson(value)]),
    ),
  }
}
