const zero = 48
const minus = 45
const point = 46
/** What is computed with here fits 32 bits. */
const wholeLimit = 2 ** 31
const decimalLimit = 2_000_000

/**
 * Spells a number with few digits into bytes, as `String` does: `-12.5`; gives the position behind it, or -1 for one with more digits.
 *
 * `String` makes a text first, which takes several times as long.
 */
export function spellNumber(value: number, bytes: Uint8Array, from: number): number {
  const size = Math.abs(value)
  if (!(size < wholeLimit)) return -1
  const whole = size | 0
  let at = from
  if (value < 0) bytes[at++] = minus
  if (whole === size) return spellWhole(whole, bytes, at)
  if (size > decimalLimit) return -1
  const thousandths = (size * 1000 + 0.5) | 0
  // Of texts with so few digits only one is a given double, so that is the shortest one.
  if (thousandths / 1000 !== size) return -1
  return spellDecimals((thousandths - whole * 1000) | 0, bytes, spellWhole(whole, bytes, at))
}

function spellWhole(value: number, bytes: Uint8Array, from: number): number {
  const end = from + digitsOf(value)
  let rest = value
  for (let at = end; at > from; ) {
    const tenth = (rest / 10) | 0
    bytes[--at] = zero + rest - tenth * 10
    rest = tenth
  }
  return end
}

function digitsOf(value: number): number {
  if (value < 100_000) return value < 10 ? 1 : value < 100 ? 2 : value < 1000 ? 3 : value < 10_000 ? 4 : 5
  if (value < 10_000_000) return value < 1_000_000 ? 6 : 7
  return value < 100_000_000 ? 8 : value < 1_000_000_000 ? 9 : 10
}

/** 1 to 999 thousandths, without zeros at the end. */
function spellDecimals(thousandths: number, bytes: Uint8Array, from: number): number {
  const hundreds = (thousandths / 100) | 0
  const tens = ((thousandths / 10) | 0) - hundreds * 10
  const ones = thousandths - hundreds * 100 - tens * 10
  bytes[from] = point
  bytes[from + 1] = zero + hundreds
  if (tens === 0 && ones === 0) return from + 2
  bytes[from + 2] = zero + tens
  if (ones === 0) return from + 3
  bytes[from + 3] = zero + ones
  return from + 4
}
