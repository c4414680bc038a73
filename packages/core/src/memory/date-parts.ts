import { VantageError } from '../errors/vantage-error.ts'
import { unchecked } from '../types/cast.ts'
import type { Type } from '../types/type.ts'
import type { Evaluate } from './frame.ts'

export type DatePart = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second'

/** Parts of a moment in UTC. `Date` has them without a zoned value in between, over the same range. */
const parts: { readonly [Part in DatePart]: (date: Date) => number } = {
  year: date => date.getUTCFullYear(),
  month: date => date.getUTCMonth() + 1,
  day: date => date.getUTCDate(),
  hour: date => date.getUTCHours(),
  minute: date => date.getUTCMinutes(),
  second: date => date.getUTCSeconds(),
}

/** The parts that a plain type has under the same name. */
const plainParts: { readonly [TypeName in string]?: readonly DatePart[] } = {
  plainDate: ['year', 'month', 'day'],
  plainTime: ['hour', 'minute', 'second'],
  plainDateTime: ['year', 'month', 'day', 'hour', 'minute', 'second'],
}

/** A part of a moment (in UTC), date or time. Errors: `invalid` while compiling for a type without that part. */
export function datePartOf(part: DatePart, type: Type<unknown>, operand: Evaluate): Evaluate {
  if (type.units !== undefined) {
    const moment = unchecked<Evaluate<Temporal.Instant>>(operand, 'types with units are instants')
    const read = parts[part]
    return frame => {
      const value = moment(frame)
      return value === null ? null : read(new Date(value.epochMilliseconds))
    }
  }
  if (plainParts[type.name]?.includes(part) !== true)
    throw new VantageError(`${type.name} has no ${part}`, { kind: 'invalid', details: { type: type.name } })
  const plain = unchecked<Evaluate<{ readonly [Part in DatePart]: number }>>(operand, 'the type has this part')
  return frame => plain(frame)?.[part] ?? null
}
