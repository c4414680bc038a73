import type { CallOptions } from '../expression/execute.ts'
import type { SetState } from '../set/state.ts'
import { readPage } from './page.ts'
import { idOf } from './record.ts'

/** A row of a page, and its id. */
export interface Paged {
  readonly row: object
  readonly id: unknown
}

/**
 * The rows of a set in pages by their id: each is seen once, whatever becomes of the rows before it.
 *
 * Shape: no cursor stays open between pages, so rows may be written while they are gone through.
 */
export async function* eachPage(
  state: SetState,
  options: CallOptions | undefined,
  batchRows = 500,
): AsyncGenerator<readonly Paged[]> {
  const ordered: SetState = { ...state, order: [], selected: undefined }
  let after: string | undefined
  do {
    const page = await readPage(ordered, { ...options, size: batchRows, after })
    yield page.rows.map(given => {
      const row: object = Object(given)
      const cells = new Map(Object.entries(row))
      return { row, id: idOf(state.definition, { get: ({ property }) => cells.get(property) }) }
    })
    after = page.next
  } while (after !== undefined)
}
