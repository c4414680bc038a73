/** Longer texts are looked through and turned into bytes faster by the engine than here. */
export const shortLength = 200

/**
 * Spells a short ASCII text into bytes that have room for it; gives the position behind it, or -1 for a longer text, and for one that has other
 * characters or one that is 1 in `special`.
 *
 * One look finds what is special and turns the rest into bytes: most texts need no more.
 */
export function spellPlain(text: string, bytes: Uint8Array, from: number, special: Uint8Array): number {
  const { length } = text
  if (length > shortLength) return -1
  for (let index = 0; index < length; index++) {
    const unit = text.charCodeAt(index)
    if (unit > 127 || special[unit] === 1) return -1
    bytes[from + index] = unit
  }
  return from + length
}

/** Spells a short ASCII text in quotes, which are doubled inside it; -1 for any other text and for NUL. */
export function spellQuoted(text: string, bytes: Uint8Array, from: number, quote: number): number {
  const { length } = text
  if (length > shortLength) return -1
  let at = from
  bytes[at++] = quote
  for (let index = 0; index < length; index++) {
    const unit = text.charCodeAt(index)
    if (unit > 127 || unit === 0) return -1
    if (unit === quote) bytes[at++] = quote
    bytes[at++] = unit
  }
  bytes[at++] = quote
  return at
}
