import type { ParameterSlot } from '@vantage-ts/core/adapter'

/** A value as it was given, beside what its driver binds. */
export class BoundValue {
  readonly value: unknown
  readonly encoded: unknown
  constructor(value: unknown, encoded: unknown) {
    this.value = value
    this.encoded = encoded
  }
}

/** The slots of a statement, which bind both where they are not the same. */
export const bothIn = (slots: readonly ParameterSlot[]): readonly ParameterSlot[] =>
  slots.map(slot => ({
    index: slot.index,
    typeName: slot.typeName,
    encode: value => {
      const encoded = slot.encode(value)
      return Object.is(encoded, value) ? value : new BoundValue(value, encoded)
    },
  }))

export const encodedIn = (parameters: readonly unknown[]): readonly unknown[] =>
  parameters.map(parameter => (parameter instanceof BoundValue ? parameter.encoded : parameter))

/** The values by their index in the statement. */
export function valuesIn(parameters: readonly unknown[], slots: readonly ParameterSlot[]): readonly unknown[] {
  const values: unknown[] = []
  slots.forEach(({ index }, position) => {
    const parameter = parameters[position]
    if (index >= 0) values[index] = parameter instanceof BoundValue ? parameter.value : parameter
  })
  return values
}
