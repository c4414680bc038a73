import { VantageError } from '../errors/vantage-error.ts'
import { objectOf } from './cast.ts'

/** The `Temporal` namespace as a value. */
export type TemporalNamespace = typeof globalThis.Temporal

/** The classes of Temporal that types hold. */
export interface TemporalValues {
  readonly Instant: Temporal.Instant
  readonly PlainDate: Temporal.PlainDate
  readonly PlainTime: Temporal.PlainTime
  readonly PlainDateTime: Temporal.PlainDateTime
  readonly Duration: Temporal.Duration
}

/** The part of a class of Temporal that is needed here. */
export interface TemporalClass<T> {
  new (...fields: never): T
  from(text: string): T
}

let polyfill: TemporalNamespace | undefined

/**
 * The Temporal implementation in use: the runtime's own, else the polyfill, loaded at the first call.
 *
 * Errors: `unsupported` where neither is there, as in a browser without Temporal that has not loaded a polyfill.
 * Source: loading is synchronous, since an awaited import at the top would keep `require()` from loading core.
 */
export function temporal(): TemporalNamespace {
  const native: TemporalNamespace | undefined = globalThis.Temporal
  if (native !== undefined) return native
  polyfill ??= loadPolyfill()
  return polyfill
}

function loadPolyfill(): TemporalNamespace {
  try {
    const load = process.getBuiltinModule('node:module').createRequire(import.meta.url)
    const loaded: { readonly Temporal: TemporalNamespace } = load('temporal-polyfill')
    return loaded.Temporal
  } catch (cause) {
    throw new VantageError(
      "this runtime has no Temporal; import 'temporal-polyfill/global' before the first date, time or duration",
      { kind: 'unsupported', cause },
    )
  }
}

/**
 * `Temporal` as the runtime has it, or as the polyfill makes it: importing it loads nothing, the first use does.
 *
 * Errors: as `temporal()`.
 */
export const Temporal: TemporalNamespace = {
  get Instant() {
    return temporal().Instant
  },
  get PlainDate() {
    return temporal().PlainDate
  },
  get PlainTime() {
    return temporal().PlainTime
  },
  get PlainDateTime() {
    return temporal().PlainDateTime
  },
  get PlainMonthDay() {
    return temporal().PlainMonthDay
  },
  get PlainYearMonth() {
    return temporal().PlainYearMonth
  },
  get ZonedDateTime() {
    return temporal().ZonedDateTime
  },
  get Duration() {
    return temporal().Duration
  },
  get Now() {
    return temporal().Now
  },
}

/** One class of the Temporal implementation in use. */
export function temporalClass<Kind extends keyof TemporalValues>(kind: Kind): TemporalClass<TemporalValues[Kind]> {
  const classes: { readonly [K in keyof TemporalValues]: TemporalClass<TemporalValues[K]> } = temporal()
  return classes[kind]
}

/**
 * The value as one of the Temporal implementation in use, or `undefined` when it is not of that class.
 *
 * Shape: a value of another implementation (a polyfill's where Temporal is native, a second copy, another realm) is known
 * by its tag and comes over through its exact text.
 */
export function temporalValue<Kind extends keyof TemporalValues>(
  kind: Kind,
  value: unknown,
): TemporalValues[Kind] | undefined {
  if (typeof value !== 'object' || objectOf(value)?.[Symbol.toStringTag] !== `Temporal.${kind}`) return undefined
  const Class = temporalClass(kind)
  if (value instanceof Class) return value
  try {
    return Class.from(String(value))
  } catch {
    return undefined
  }
}
