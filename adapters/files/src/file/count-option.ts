import { VantageError } from '@vantage-ts/core/adapter'

/** Passes on a whole number from 1 up, and refuses any other value of the option. */
export function countOption(option: string, value: number): number {
  if (Number.isSafeInteger(value) && value > 0) return value
  throw new VantageError(`${option} is a whole number from 1 up`, { kind: 'invalid', details: { option } })
}
