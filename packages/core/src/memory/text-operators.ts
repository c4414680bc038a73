import type { OperatorName } from '../expression/operator.ts'
import { unchecked } from '../types/cast.ts'
import type { Evaluate } from './frame.ts'
import { likeTest, type TextTest } from './like.ts'

type Text = Evaluate<string>
const asText = (operand: Evaluate): Text => unchecked<Text>(operand, 'operands of text operators are text')

/** ASCII letters made small; all others stay, so that every source agrees. */
export const lowerAscii = (value: string): string => value.replace(/[A-Z]+/g, letters => letters.toLowerCase())
export const upperAscii = (value: string): string => value.replace(/[a-z]+/g, letters => letters.toUpperCase())

const surrogate = /[\ud800-\udfff]/

/** Code points, not UTF-16 units. */
export function lengthOf(value: string): number {
  if (!surrogate.test(value)) return value.length
  let length = 0
  for (const _ of value) length++
  return length
}

export function substringOf(value: string, start: number, count = Number.POSITIVE_INFINITY): string {
  if (!surrogate.test(value)) return value.slice(start, start + count)
  return Array.from(value)
    .slice(start, start + count)
    .join('')
}

/** `contains`, `startsWith` and `endsWith` of literal text. */
export function textTest(operator: 'contains' | 'startsWith' | 'endsWith', left: Evaluate, right: Evaluate): Evaluate {
  const [value, part] = [asText(left), asText(right)]
  const test = searches[operator]
  return frame => {
    const a = value(frame)
    if (a === null) return null
    const b = part(frame)
    return b === null ? null : test(a, b)
  }
}
const searches = {
  contains: (value: string, part: string): boolean => value.includes(part),
  startsWith: (value: string, part: string): boolean => value.startsWith(part),
  endsWith: (value: string, part: string): boolean => value.endsWith(part),
}

/** Keeps what a test needs of its right side until that changes: it is the same text for a whole run. */
function testing(left: Evaluate, right: Evaluate, make: (part: string) => TextTest): Evaluate {
  const [value, part] = [asText(left), asText(right)]
  let lastPart: string | undefined
  let test: TextTest = () => false
  return frame => {
    const a = value(frame)
    if (a === null) return null
    const b = part(frame)
    if (b === null) return null
    if (b !== lastPart) {
      test = make(b)
      lastPart = b
    }
    return test(a)
  }
}

export const likeOf = (left: Evaluate, right: Evaluate): Evaluate => testing(left, right, likeTest)

export const foldedOf = (left: Evaluate, right: Evaluate): Evaluate =>
  testing(left, right, part => {
    const folded = lowerAscii(part)
    return value => lowerAscii(value).includes(folded)
  })

const changes = { lower: lowerAscii, upper: upperAscii, length: lengthOf } satisfies Partial<
  Record<OperatorName, (value: string) => unknown>
>

export function textChange(operator: keyof typeof changes, operand: Evaluate): Evaluate {
  const value = asText(operand)
  const change: (value: string) => string | number = changes[operator]
  return frame => {
    const text = value(frame)
    return text === null ? null : change(text)
  }
}

export function substringAt(operand: Evaluate, start: Evaluate, count: Evaluate | undefined): Evaluate {
  const value = asText(operand)
  const [from, length] = [start, count].map(bound => unchecked<Evaluate<number> | undefined>(bound, 'bounds are ints'))
  return frame => {
    const text = value(frame)
    const first = from?.(frame) ?? null
    if (text === null || first === null) return null
    if (length === undefined) return substringOf(text, first)
    const size = length(frame)
    return size === null ? null : substringOf(text, first, size)
  }
}

export function concatOf(operands: readonly Evaluate[]): Evaluate {
  const parts = operands.map(asText)
  return frame => {
    let joined = ''
    for (const part of parts) {
      const text = part(frame)
      if (text === null) return null
      joined += text
    }
    return joined
  }
}
