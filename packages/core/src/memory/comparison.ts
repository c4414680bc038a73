import type { OperatorName } from '../expression/operator.ts'
import { unchecked } from '../types/cast.ts'
import { compareText } from '../types/text.ts'
import type { Type } from '../types/type.ts'
import { isIdentity } from './cell.ts'
import type { Evaluate } from './frame.ts'

export type Equality = 'eq' | 'ne'
export type Ordering = 'lt' | 'lte' | 'gt' | 'gte'
export type Distinction = 'isDistinctFrom' | 'isNotDistinctFrom'

/** Names of types whose order is that of the language's `<`. */
const naturalOrder: ReadonlySet<string> = new Set(['int', 'float', 'bigint', 'bool', 'uuid'])
const isWord = (type: Type<unknown>): boolean => type.name === 'text' || type.name === 'enum'

/** Compares two values of a type, or of two types that meet (int with float, instants of any precision). */
export function equalityOf(operator: Equality, type: Type<unknown>, left: Evaluate, right: Evaluate): Evaluate {
  const wanted = operator === 'eq'
  if (isIdentity(type)) {
    return frame => {
      const a = left(frame)
      if (a === null) return null
      const b = right(frame)
      return b === null ? null : (a === b) === wanted
    }
  }
  const { equals } = type
  return frame => {
    const a = left(frame)
    if (a === null) return null
    const b = right(frame)
    return b === null ? null : equals(a, b) === wanted
  }
}

export function distinctionOf(operator: Distinction, type: Type<unknown>, left: Evaluate, right: Evaluate): Evaluate {
  const wanted = operator === 'isNotDistinctFrom'
  const equals = isIdentity(type) ? identical : type.equals
  return frame => {
    const a = left(frame)
    const b = right(frame)
    const isSame = a === null || b === null ? a === b : equals(a, b)
    return isSame === wanted
  }
}
const identical = (a: unknown, b: unknown): boolean => a === b

export function orderingOf(operator: Ordering, type: Type<unknown>, left: Evaluate, right: Evaluate): Evaluate {
  if (naturalOrder.has(type.name)) {
    const reason = 'both sides are numbers, or both bigints, booleans or lower-case uuids'
    return naturalOrdering(
      operator,
      unchecked<Evaluate<number>>(left, reason),
      unchecked<Evaluate<number>>(right, reason),
    )
  }
  const compare = comparatorOf(type)
  const isRight = signTest(operator)
  return frame => {
    const a = left(frame)
    if (a === null) return null
    const b = right(frame)
    return b === null ? null : isRight(compare(a, b))
  }
}

/** One closure per operator, so that each has one kind of comparison in it. */
function naturalOrdering(operator: Ordering, left: Evaluate<number>, right: Evaluate<number>): Evaluate<boolean> {
  switch (operator) {
    case 'lt':
      return frame => {
        const a = left(frame)
        if (a === null) return null
        const b = right(frame)
        return b === null ? null : a < b
      }
    case 'lte':
      return frame => {
        const a = left(frame)
        if (a === null) return null
        const b = right(frame)
        return b === null ? null : a <= b
      }
    case 'gt':
      return frame => {
        const a = left(frame)
        if (a === null) return null
        const b = right(frame)
        return b === null ? null : a > b
      }
    case 'gte':
      return frame => {
        const a = left(frame)
        if (a === null) return null
        const b = right(frame)
        return b === null ? null : a >= b
      }
  }
}

function signTest(operator: Ordering): (sign: number) => boolean {
  switch (operator) {
    case 'lt':
      return sign => sign < 0
    case 'lte':
      return sign => sign <= 0
    case 'gt':
      return sign => sign > 0
    case 'gte':
      return sign => sign >= 0
  }
}

/** The order of a type's values: −, 0, +; text by code point. */
export function comparatorOf(type: Type<unknown>): (a: unknown, b: unknown) => number {
  if (isWord(type)) return unchecked<(a: unknown, b: unknown) => number>(compareText, 'values of the type are strings')
  if (naturalOrder.has(type.name))
    return unchecked<(a: unknown, b: unknown) => number>(byLanguage, 'values compare by <')
  return type.compare
}
const byLanguage = (a: number, b: number): number => (a < b ? -1 : a > b ? 1 : 0)

/** The comparator of texts that are known to hold no character from U+D800 on, where `<` is the order by code point. */
export const plainTextComparator = unchecked<(a: unknown, b: unknown) => number>(byLanguage, 'strings compare by <')
/** Whether `<` on UTF-16 units may differ from the order by code point. */
export const isPlainText = (value: string): boolean => !/[\ud800-\uffff]/.test(value)
export const isText = isWord

export function nullTest(operator: OperatorName & ('isNull' | 'isNotNull'), operand: Evaluate): Evaluate {
  return operator === 'isNull' ? frame => operand(frame) === null : frame => operand(frame) !== null
}
