import { type Type, unchecked } from '@vantage-ts/core/adapter'

/** Text as a literal of TypeScript. */
export const quoted = (text: string): string =>
  `'${text
    .replaceAll('\\', '\\\\')
    .replaceAll("'", "\\'")
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029')}'`

/** Errors hide what stands behind a name like that of a secret; in quotes it is none to them, and the line stays whole. */
const likeSecret = /passw|pwd|secret|token/i

const name = (property: string): string =>
  /^[A-Za-z_$][\w$]*$/.test(property) && !likeSecret.test(property) ? property : quoted(property)

export const objectLiteral = (fields: readonly (readonly [property: string, literal: string])[]): string =>
  fields.length === 0 ? '{}' : `{ ${fields.map(([property, literal]) => `${name(property)}: ${literal}`).join(', ')} }`

/** How a type is written, and some value of it in its exact text. */
interface Form {
  readonly sample: string
  write(text: string): string
}
const asItIs = (text: string): string => text
const temporal =
  (kind: string) =>
  (text: string): string =>
    `Temporal.${kind}.from(${quoted(text)})`

const forms: { readonly [typeName: string]: Form } = {
  int: { sample: '1', write: asItIs },
  float: { sample: '1.5', write: asItIs },
  bigint: { sample: '1', write: text => `${text}n` },
  bool: { sample: 'true', write: asItIs },
  decimal: { sample: '1.5', write: text => `Decimal.from(${quoted(text)})` },
  uuid: { sample: '00000000-0000-4000-8000-000000000001', write: quoted },
  instant: { sample: '2026-01-01T00:00:00Z', write: temporal('Instant') },
  instantMs: { sample: '2026-01-01T00:00:00Z', write: temporal('Instant') },
  instantNs: { sample: '2026-01-01T00:00:00Z', write: temporal('Instant') },
  plainDate: { sample: '2026-01-01', write: temporal('PlainDate') },
  plainTime: { sample: '09:30:00', write: temporal('PlainTime') },
  plainDateTime: { sample: '2026-01-01T09:30:00', write: temporal('PlainDateTime') },
  duration: { sample: 'PT1H', write: temporal('Duration') },
  period: { sample: 'P1M', write: temporal('Duration') },
  bytes: { sample: 'AQI=', write: text => `Uint8Array.from(atob(${quoted(text)}), sign => sign.charCodeAt(0))` },
  json: { sample: '{}', write: asItIs },
  geometry: { sample: '{"type":"Point","coordinates":[0,0]}', write: asItIs },
}

/** Some value of a type, as a test would write it. */
export function sampleLiteral(type: Type<unknown>, called: string): string {
  if (type.name === 'array') return '[]'
  const form = forms[type.name]
  if (form !== undefined) return form.write(form.sample)
  return quoted(type.members?.[0] ?? called)
}

/** A value as a test would write it. */
export function valueLiteral(type: Type<unknown>, value: unknown): string {
  if (value === null || value === undefined) return 'null'
  if (type.name === 'array' && type.item !== undefined) {
    const { item } = type
    return `[${unchecked<readonly unknown[]>(value, 'an array, says its type')
      .map(each => valueLiteral(item, each))
      .join(', ')}]`
  }
  const text = type.toText(value)
  return forms[type.name]?.write(text) ?? quoted(text)
}
