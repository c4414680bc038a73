import { TypeProblem, unchecked } from '@vantage-ts/core/adapter'

/** A reviver that is told the text of a number. Source: https://tc39.es/proposal-json-parse-with-source */
type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown

/** Parses JSON whose numbers must stay exact: they come as their digits. */
export function numbersAsDigits(text: string): unknown {
  const revive: Reviver = (_key, value, { source }) => (typeof value === 'number' ? (source ?? noSource()) : value)
  return JSON.parse(text, unchecked<(key: string, value: unknown) => unknown>(revive, 'types lag behind the engine'))
}

function noSource(): never {
  throw new TypeProblem('holds numbers whose digits this JavaScript engine does not tell; write them as texts')
}
