import { isThenable } from '../active/run-hooks.ts'
import { VantageError } from '../errors/vantage-error.ts'
import { objectOf } from '../types/cast.ts'
import type { StandardResult, StandardSchema } from '../types/standard-schema.ts'

/** The column that is checked, for messages. */
interface Place {
  readonly entity: string
  readonly field: string
}

/**
 * What the check of a column says of a value.
 *
 * Errors: `invalid` for a check that answers with a promise, or with nothing that a Standard Schema gives; what the check throws.
 */
export function checkColumn(schema: StandardSchema, value: unknown, place: Place): StandardResult<unknown> {
  const name = `the check of ${place.entity}.${place.field}`
  let result: StandardResult<unknown> | PromiseLike<unknown>
  try {
    result = schema['~standard'].validate(value)
  } catch (thrown) {
    throw VantageError.from(thrown)
      .withContext(name)
      .withDetails({ ...place })
  }
  if (isThenable(result)) {
    // Nobody else waits for it, and a rejection without a listener ends the process.
    Promise.resolve(result).then(undefined, () => undefined)
    throw refused(
      name,
      'answers with a promise, and column checks are synchronous; checkRecord() and checkFlagged() take others',
      place,
    )
  }
  const { issues } = objectOf(result) ?? { issues: null }
  if (issues !== undefined && !Array.isArray(issues))
    throw refused(name, 'answers with neither a value nor issues, as a Standard Schema does', place)
  return result
}

const refused = (name: string, why: string, place: Place): VantageError =>
  new VantageError(`${name} ${why}`, { kind: 'invalid', details: { ...place } })
