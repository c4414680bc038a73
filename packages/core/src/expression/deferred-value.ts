import { VantageError } from '../errors/vantage-error.ts'
import { accept } from '../types/type.ts'
import type { Node } from './node.ts'

/**
 * What a deferred part gave, checked: a value of its type or null; a list of such values where it stands for one.
 *
 * Errors: `type-mismatch` for another type, `cardinality` for several values where one is wanted, `invalid` for undefined in a list.
 */
export function deferredValue(part: Node, value: unknown): unknown {
  const { type } = part
  // Compiles the part's statement: too much for each of many values.
  const place = (): string => part.preview()
  if (!part.isList) {
    const only = Array.isArray(value) && type.problem(value) !== undefined ? onlyOf(value) : value
    return only === null || only === undefined ? null : accept(type, only, place)
  }
  if (!Array.isArray(value))
    throw new VantageError(`${part.preview()} should give a list`, {
      kind: 'type-mismatch',
      details: { place: part.preview() },
    })
  return value.map(item => {
    if (item === undefined)
      throw new VantageError(`the list of ${part.preview()} holds undefined; leave it out, or use null`, {
        kind: 'invalid',
        details: { place: part.preview() },
      })
    return item === null ? null : accept(type, item, place)
  })
}

/** The value of a list where one is wanted: a query that gave one row, or none. */
function onlyOf(values: readonly unknown[]): unknown {
  if (values.length <= 1) return values[0]
  throw new VantageError('a single value was wanted and several came; narrow the set, or use in()', {
    kind: 'cardinality',
    details: { count: values.length },
  })
}
