import { type StoredColumn, VantageError } from '@vantage-ts/core/adapter'
import type { CellForm } from './record-reader.ts'

/** The forms of cells that are JSON texts. */
const trees: ReadonlySet<CellForm> = new Set<CellForm>(['tree', 'list', 'object'])

/** Spells a cell of a column as JSON. */
export type CellWriter = (cell: unknown) => string

/** Where cells are going, for errors. */
export interface WriterTarget {
  readonly file: string
}

/**
 * Makes the function that spells the cells of a column, as a scan gives them.
 *
 * Errors: `type-mismatch` naming the column for what JSON cannot hold, such as NaN.
 */
export function cellWriter({ property, type }: StoredColumn, form: CellForm, { file }: WriterTarget): CellWriter {
  const refuse = (): never => {
    throw new VantageError(`${file}: field "${property}": the value has no form in JSON; use null, or convert it`, {
      kind: 'type-mismatch',
      details: { file, field: property, type: type.name },
    })
  }
  if (form === 'whole' || form === 'finite')
    return cell => (Number.isFinite(cell) ? String(cell) : cell === null || cell === undefined ? 'null' : refuse())
  if (trees.has(form))
    return cell => (typeof cell === 'string' ? cell : cell === null || cell === undefined ? 'null' : refuse())
  return cell => {
    if (typeof cell === 'number' && !Number.isFinite(cell)) return refuse()
    return JSON.stringify(cell ?? null) ?? refuse()
  }
}

/** What needs an escape, or is no text by itself. */
const special = /[^ !#-[\]-\ud7ff\ue000-\uffff]/

/** Makes the function that spells a row of cells as an object: `[1, 'Ada']` -> `{"id":1,"name":"Ada"}`. */
export function recordWriter(
  columns: readonly StoredColumn[],
  formOf: (column: StoredColumn) => CellForm,
  target: WriterTarget,
): (row: readonly unknown[]) => string {
  const writers = columns.map(column => cellWriter(column, formOf(column), target))
  const areTexts = columns.map(column => !trees.has(formOf(column)))
  const names = columns.map(({ name }, index) => `${index === 0 ? '{' : ','}${JSON.stringify(name)}:`)
  if (columns.length === 0) return () => '{}'
  return row => {
    let text = ''
    for (let index = 0; index < writers.length; index++) {
      const cell = row[index]
      text += names[index]
      // What most cells are is spelled in place: a call for each takes half as long again.
      if (typeof cell === 'string' && areTexts[index] === true)
        text += special.test(cell) ? JSON.stringify(cell) : `"${cell}"`
      else if (typeof cell === 'boolean' || (typeof cell === 'number' && cell - cell === 0)) text += cell
      else text += writers[index]?.(cell) ?? 'null'
    }
    return `${text}}`
  }
}
