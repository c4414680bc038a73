import { unchecked } from './cast.ts'
import type { Uuid } from './uuid.ts'

/** A random uuid: `col(uuid).id().default(uuidV4)`. */
export const uuidV4 = (): Uuid => unchecked<Uuid>(crypto.randomUUID(), 'the platform makes canonical ones')

let last = 0
let counter = 0

/**
 * A uuid that sorts by the time it was made, which keeps indexes of databases compact: `col(uuid).id().default(uuidV7)`.
 *
 * Shape: each is greater than those this process made before, also within a millisecond and when the clock is set back.
 * Source: RFC 9562, sections 5.7 and 6.2 (method 1, a counter of 12 bits)
 */
export function uuidV7(): Uuid {
  const random = crypto.getRandomValues(new Uint8Array(10))
  const now = Date.now()
  if (now > last) {
    last = now
    // Half of the counter is left for the rest of the millisecond.
    counter = ((random[8] ?? 0) << 3) | ((random[9] ?? 0) & 7)
  } else if (++counter > 0xfff) {
    last++
    counter = 0
  }
  const [variant = 0, ...rest] = random.subarray(0, 8)
  const time = last.toString(16).padStart(12, '0')
  const sequence = counter.toString(16).padStart(3, '0')
  const tail = [(variant & 0x3f) | 0x80, ...rest].map(byte => byte.toString(16).padStart(2, '0')).join('')
  const text = `${time.slice(0, 8)}-${time.slice(8)}-7${sequence}-${tail.slice(0, 4)}-${tail.slice(4)}`
  return unchecked<Uuid>(text, 'of this shape')
}
