import { type StoredColumn, VantageError } from '@vantage-ts/core/adapter'
import type { Cells } from '@vantage-ts/core/memory'
import { fileFault, shortName } from './file/fault.ts'
import { type IdKey, idKey } from './id-key.ts'
import { WrongCell } from './json/wrong-cell.ts'

export interface IdCheckSettings {
  readonly file: string
  readonly ids: readonly StoredColumn[]
  /** Where the ids stand in the cells of a row. */
  readonly places: readonly number[]
  /** Bytes that the ids may take which are held, as estimated. */
  readonly maxBytes: number
}

/** Looks at the ids of a file that is written anew, or read with `checkIds`. */
export class IdCheck {
  readonly #settings: IdCheckSettings
  readonly #keyOf: IdKey
  readonly #lines = new Map<unknown, number>()
  #bytes = 0

  constructor(settings: IdCheckSettings) {
    this.#settings = settings
    this.#keyOf = idKey(settings.ids)
  }

  /** The key of a row's id. Errors: `invalid` naming the line of a row without id. */
  keyOf(cells: Cells, line: number): unknown {
    const { file, ids, places } = this.#settings
    for (const [index, place] of places.entries()) {
      const cell = cells[place]
      if (cell === null || cell === undefined || cell instanceof WrongCell)
        throw fileFault('the row has no id, or none of its type; give it one', {
          file,
          line,
          name: ids[index]?.name,
        })
    }
    return this.#keyOf(cells, places)
  }

  /** Takes a row. Errors: those of `keyOf` and `take`. */
  takeRow(cells: Cells, line: number): void {
    this.take(this.keyOf(cells, line), line)
  }

  /** Takes the id of a row. Errors: `invalid` naming both lines where two have one id; `too-large`. */
  take(key: unknown, line: number): void {
    const { file, ids, maxBytes } = this.#settings
    if (ids.length === 0) return
    const former = this.#lines.get(key)
    const [{ name } = { name: 'id' }] = ids
    if (former !== undefined) throw duplicateId(file, { name, former, line })
    this.#bytes += 64 + (typeof key === 'string' ? 2 * key.length : 8)
    if (this.#bytes > maxBytes)
      throw new VantageError(
        `holding the ids of the rows takes more than maxOrderBytes (${maxBytes}); change fewer rows at once, or raise it`,
        { kind: 'too-large', details: { file } },
      )
    this.#lines.set(key, line)
  }
}

interface Duplicate {
  readonly name: string
  readonly former: number
  readonly line: number
}

const duplicateId = (file: string, { name, former, line }: Duplicate): VantageError =>
  fileFault(`the row has the id of the one on line ${former}; ids are unique, so remove one of them`, {
    file,
    line,
    name,
  })

/** The refusal of a row whose id is there. */
export const alreadyThere = (entity: string, ids: readonly StoredColumn[]): VantageError =>
  new VantageError(
    `${entity}: a row with this ${ids.map(({ property }) => shortName(property)).join(' and ')} is already there`,
    { kind: 'conflict', details: { entity, reason: 'unique' } },
  )
