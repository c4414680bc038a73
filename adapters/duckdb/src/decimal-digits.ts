import { type Node, unchecked, type AnyNode } from '@vantage-ts/core/adapter'
import { type Digits, digitsOf, ordinaryDigits } from './decimal-storage.ts'

const wider = (a: Digits, b: Digits): Digits => ({
  whole: Math.max(a.whole, b.whole),
  scale: Math.max(a.scale, b.scale),
})

/** The digits that a decimal expression may have, as its columns are declared. */
export function digitsIn(node: Node): Digits {
  const any = unchecked<AnyNode>(node, 'the classes of AnyNode are all there are')
  if (any.kind === 'column') return digitsOf(any.type)
  if (any.kind === 'aggregate' && (any.name === 'min' || any.name === 'max') && any.arg !== undefined)
    return digitsIn(any.arg)
  if (any.kind !== 'operation') return ordinaryDigits
  const [left, right] = any.args.map(arg => (arg.type.name === 'decimal' ? digitsIn(arg) : wholeNumber))
  if (left === undefined) return ordinaryDigits
  switch (any.operator) {
    case 'negate':
    case 'abs':
      return left
    case 'plus':
    case 'minus': {
      const { whole, scale } = wider(left, right ?? left)
      return { whole: whole + 1, scale }
    }
    case 'mul':
      return right === undefined ? left : productOf(left, right)
    default:
      return ordinaryDigits
  }
}

/** 64 bits. */
const wholeNumber: Digits = { whole: 19, scale: 0 }

export const productOf = (a: Digits, b: Digits): Digits => ({ whole: a.whole + b.whole, scale: a.scale + b.scale })
