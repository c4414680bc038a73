import { objectOf, unchecked } from './cast.ts'
import { defineType } from './define-type.ts'
import { kindOf } from './kind-of.ts'
import type { Type } from './type.ts'
import { TypeProblem } from './type.ts'

/**
 * Bytes, as `Uint8Array`; a Node `Buffer` is taken and becomes a plain one over the same memory.
 *
 * Shape: ordered byte by byte, a prefix first. Text and JSON form are base64 (RFC 4648, padded).
 */
export const bytes: Type<Uint8Array, 'bytes'> = /* @__PURE__ */ defineType<Uint8Array, 'bytes'>({
  name: 'bytes',
  problem: value =>
    ArrayBuffer.isView(value) && objectOf(value)?.[Symbol.toStringTag] === 'Uint8Array'
      ? undefined
      : `must be a Uint8Array, got ${kindOf(value)}; make one with new Uint8Array(…)`,
  canonical: value =>
    Object.getPrototypeOf(value) === Uint8Array.prototype
      ? value
      : new Uint8Array(value.buffer, value.byteOffset, value.byteLength),
  equals: (a, b) => a.length === b.length && compareBytes(a, b) === 0,
  compare: compareBytes,
  toText: bytesToBase64,
  fromText: bytesFromBase64,
})

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length)
  for (let at = 0; at < length; at++) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0)
    if (difference !== 0) return Math.sign(difference)
  }
  return Math.sign(a.length - b.length)
}

/** Base64 text of bytes. */
export function bytesToBase64(value: Uint8Array): string {
  let binary = ''
  for (let at = 0; at < value.length; at += 8192) {
    const units = unchecked<number[]>(value.subarray(at, at + 8192), 'apply() takes whatever has a length and indexes')
    binary += String.fromCharCode.apply(null, units)
  }
  return btoa(binary)
}

/** Bytes of padded base64 text. Errors: `TypeProblem` for anything else, line breaks included. */
export function bytesFromBase64(text: string): Uint8Array {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw new TypeProblem('must be padded base64 text')
  const binary = atob(text)
  const value = new Uint8Array(binary.length)
  for (let at = 0; at < binary.length; at++) value[at] = binary.charCodeAt(at)
  return value
}
