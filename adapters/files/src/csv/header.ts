import { suggest, VantageError } from '@vantage-ts/core/adapter'
import { fileFault, shortName } from '../file/fault.ts'

/** The columns of a file, in the file's order. */
export interface Header {
  readonly file: string
  readonly names: readonly string[]
  /** Name -> index of the field, counted from 0. */
  readonly indexes: ReadonlyMap<string, number>
}

/**
 * Makes a header of a file's first row. Names count as they are written: case and spaces matter.
 *
 * Errors: `invalid` for an empty and for a repeated name, naming line and field.
 */
export function headerOf(row: readonly (string | null)[], place: { file: string; line: number }): Header {
  const indexes = new Map<string, number>()
  const names = row.map((name, index) => {
    if (name === null || name === '') {
      throw fileFault('the column has no name; name it in the header line', { ...place, field: index + 1 })
    }
    const former = indexes.get(name)
    if (former !== undefined) {
      const problem = `the name is already that of field ${former + 1}; give every column a name of its own`
      throw fileFault(problem, { ...place, field: index + 1, column: name })
    }
    indexes.set(name, index)
    return name
  })
  return { file: place.file, names, indexes }
}

/**
 * The fields of the wanted columns, in the order they are wanted.
 *
 * Errors: `invalid` for a name the file does not have; lists the names at hand and the nearest one.
 */
export function fieldsOf(header: Header, wanted: readonly string[]): number[] {
  return wanted.map(name => {
    const index = header.indexes.get(name)
    if (index === undefined) throw unknownColumn(header, name)
    return index
  })
}

const listedNames = 40

function unknownColumn(header: Header, name: string): VantageError {
  const { file, names } = header
  const list = names.slice(0, listedNames).map(shortName).join(', ')
  const more = names.length > listedNames ? ` and ${names.length - listedNames} more` : ''
  const hint = suggest(name, names)
  // `suggest` lists the names when none is close, and they stand here already.
  const nearest = hint.startsWith(' Did you mean') ? hint : ''
  return new VantageError(`${file} has no column ${shortName(name)}; its columns are ${list}${more}.${nearest}`, {
    kind: 'invalid',
    details: { file, field: name },
  })
}
