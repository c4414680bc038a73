import { checked, defineType } from './define-type.ts'
import { kindOf } from './kind-of.ts'
import type { Type } from './type.ts'

/**
 * Compares by code point, as every source of Vantage orders text: −1, 0, 1.
 *
 * Source: JavaScript's `<` compares UTF-16 units, which puts U+10000 and above before U+E000.
 */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let at = 0; at < length; at++) {
    const unitA = a.charCodeAt(at)
    const unitB = b.charCodeAt(at)
    if (unitA !== unitB) return rankOf(unitA) < rankOf(unitB) ? -1 : 1
  }
  return Math.sign(a.length - b.length)
}

/** Lifts surrogates, which stand for code points above all others, over U+E000 to U+FFFF. */
const rankOf = (unit: number): number => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit)

/**
 * Text: any well-formed Unicode string, the empty one and NUL characters included.
 *
 * Errors: a lone surrogate is refused, since no encoding can carry it; a source that cannot hold NUL refuses it itself.
 */
export const text: Type<string, 'text'> = /* @__PURE__ */ defineType<string, 'text'>({
  name: 'text',
  problem: textProblem,
  compare: compareText,
  toText: value => value,
  fromText: value => checked(text, value),
})

/** What keeps a value from being text; shared by the types that are made of text. */
export function textProblem(value: unknown): string | undefined {
  if (typeof value !== 'string') return `must be text, got ${kindOf(value)}; convert it with String(…)`
  return value.isWellFormed() ? undefined : 'must not hold half a surrogate pair; repair it with .toWellFormed()'
}
