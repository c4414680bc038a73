import type { Node } from './node.ts'

/** Where what is no node itself, such as a statement that is still being built, keeps the expression it stands for. */
export const expressionKey: unique symbol = Symbol('vantage.expression')

export interface Expressive {
  [expressionKey](): Node
  /** Whether it is known to change what is stored: a statement by itself then, from which nothing is read again. */
  readonly isWrite?: boolean
}

export const isExpressive = (value: unknown): value is Expressive =>
  typeof value === 'object' && value !== null && expressionKey in value

/** The expression that a value stands for; any other value as it is. */
export const expressed = (value: unknown): unknown => (isExpressive(value) ? value[expressionKey]() : value)
