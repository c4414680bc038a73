/** Says in words what kind of thing a value is, for messages that must not show the value: `3` -> "a number". */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  if (typeof value !== 'object') return `a ${typeof value}`
  const tag = Object.prototype.toString.call(value).slice(8, -1)
  return /^[AEIO]/.test(tag) ? `an ${tag}` : `a ${tag}`
}
