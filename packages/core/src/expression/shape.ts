import type { Storage } from '../types/storage.ts'
import type { Type } from '../types/type.ts'

/**
 * Numbers for structures: two trees of one shape have one structural key, and the other way round.
 *
 * A long key made anew for every call would have to be flattened and hashed each time, which costs more than the rest of
 * building a query. Numbers are joined pair by pair instead. They are never used twice, so forgetting the pairs, which
 * bounds the memory, only makes a shape look new.
 */
const maxPairs = 200_000

let next = 1
let known = 0
let pairs = new Map<number, Map<number, number>>()
let texts = new Map<string, number>()
let literals = new WeakMap<Type<unknown>, Map<Storage | undefined, number>>()

const fresh = (): number => {
  if (++known > maxPairs) {
    known = 0
    pairs = new Map()
    texts = new Map()
    literals = new WeakMap()
  }
  return next++
}

/** A name within a key; one with other signs than letters, digits and `_` is quoted, so that it ends where it ends. */
export const keyOfName = (name: string): string => (/^\w+$/.test(name) ? name : JSON.stringify(name))

/** Pairs met lately, three numbers each: a query that is built again finds nearly all of its pairs here, in half the time. */
const slots = 2048
const lately = new Int32Array(slots * 3).fill(-1)

/** The shape of two shapes in this order. */
export function pairShape(a: number, b: number): number {
  const at = ((Math.imul(a, 31) + b) & (slots - 1)) * 3
  if (lately[at] === a && lately[at + 1] === b) return lately[at + 2] ?? 0
  const shape = pairShapeAnew(a, b)
  lately[at] = a
  lately[at + 1] = b
  lately[at + 2] = shape
  return shape
}

function pairShapeAnew(a: number, b: number): number {
  let seconds = pairs.get(a)
  if (seconds === undefined) {
    seconds = new Map()
    pairs.set(a, seconds)
  }
  let shape = seconds.get(b)
  if (shape === undefined) {
    shape = fresh()
    seconds.set(b, shape)
  }
  return shape
}

/** The shape of a structural key. */
export function textShape(key: string): number {
  let shape = texts.get(key)
  if (shape === undefined) {
    shape = fresh()
    texts.set(key, shape)
  }
  return shape
}

/** The shape of a bound value of a type, held in a storage. */
export function literalShape(type: Type<unknown>, storage: Storage | undefined, key: () => string): number {
  let ofType = literals.get(type)
  if (ofType === undefined) {
    ofType = new Map()
    literals.set(type, ofType)
  }
  let shape = ofType.get(storage)
  if (shape === undefined) {
    shape = textShape(key())
    ofType.set(storage, shape)
  }
  return shape
}
