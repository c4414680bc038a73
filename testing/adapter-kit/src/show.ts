/**
 * A value as plain data that any deep comparison sees through: Temporal values have no own properties, so two different ones
 * would be equal; a Decimal, bytes and a bigint become marked text.
 *
 * Shape: instances of entities become plain objects, since rows are compared by what they hold.
 */
export function show(value: unknown): unknown {
  if (typeof value === 'bigint') return `bigint ${value}`
  if (typeof value === 'number') return Object.is(value, -0) ? 'number -0' : value
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Uint8Array) return `bytes ${[...value].map(byte => byte.toString(16).padStart(2, '0')).join('')}`
  if (Array.isArray(value)) return value.map(show)
  const tag = Object.prototype.toString.call(value).slice(8, -1)
  if (tag === 'Decimal' || tag.startsWith('Temporal.')) return `${tag} ${String(value)}`
  if (tag !== 'Object') return `${tag} ${String(value)}`
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [plainKey(key), show(part)]))
}

/** Comparisons look at `constructor` themselves, to tell classes apart. */
const plainKey = (key: string): string => (key === 'constructor' || key === '__proto__' ? `own ${key}` : key)
