import { checked, defineType, type TypeParts } from './define-type.ts'
import { kindOf } from './kind-of.ts'
import { temporalClass, type TemporalValues, temporalValue } from './temporal.ts'
import type { Type } from './type.ts'
import { TypeProblem } from './type.ts'

/** What is special about one type of Temporal values. */
export interface TemporalParts<Kind extends keyof TemporalValues, Name extends string>
  extends Partial<Omit<TypeParts<TemporalValues[Kind], Name>, 'name' | 'problem' | 'fromText'>> {
  readonly name: Name
  readonly kind: Kind
  /** The texts that `Temporal[kind].from` reads without dropping a part of them. */
  readonly pattern: RegExp
  /** What that text looks like, for messages. */
  readonly form: string
  /** What keeps a value of the class out of the type. */
  refuse?(value: TemporalValues[Kind]): string | undefined
}

/** Makes a type whose values are those of one class of Temporal. */
export function defineTemporalType<Kind extends keyof TemporalValues, Name extends string>(
  parts: TemporalParts<Kind, Name>,
): Type<TemporalValues[Kind], Name> {
  const { kind, pattern, form, refuse, ...rest } = parts
  const type: Type<TemporalValues[Kind], Name> = defineType<TemporalValues[Kind], Name>({
    problem: value => {
      const own = temporalValue(kind, value)
      return own === undefined ? temporalProblem(kind, value) : refuse?.(own)
    },
    canonical: value => temporalValue(kind, value) ?? value,
    toText: value => value.toString(),
    fromText: text => {
      const value = pattern.test(text) ? read(kind, text) : undefined
      if (value === undefined) throw new TypeProblem(`must be text such as ${form}`)
      return checked(type, value)
    },
    ...rest,
  })
  return type
}

function read<Kind extends keyof TemporalValues>(kind: Kind, text: string): TemporalValues[Kind] | undefined {
  try {
    return temporalClass(kind).from(text)
  } catch (error) {
    // The message of a RangeError shows the text, which may be private: it is not kept.
    if (error instanceof RangeError) return undefined
    throw error
  }
}

const temporalProblem = (kind: string, value: unknown): string =>
  `must be a Temporal.${kind}, got ${kindOf(value)}; make one with Temporal.${kind}.from(…)`

/** Refuses calendars that no source stores. */
export const refuseCalendar = (value: { readonly calendarId: string }): string | undefined =>
  value.calendarId === 'iso8601' ? undefined : "must be of the ISO calendar; use .withCalendar('iso8601')"

/** Refuses a time of day below the microsecond. */
export const refuseNanoseconds = (value: { readonly nanosecond: number }): string | undefined =>
  value.nanosecond === 0 ? undefined : "must not be finer than a microsecond; use .round('microsecond')"
