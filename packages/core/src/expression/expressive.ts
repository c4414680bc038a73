import type { Node } from './node.ts'

/** Where what is no node itself, such as a statement that is still being built, keeps the expression it stands for. */
export const expressionKey: unique symbol = Symbol('vantage.expression')

export interface Expressive {
  [expressionKey](): Node
}

const isExpressive = (value: unknown): value is Expressive =>
  typeof value === 'object' && value !== null && expressionKey in value

/** The expression that a value stands for; any other value as it is. */
export const expressed = (value: unknown): unknown => (isExpressive(value) ? value[expressionKey]() : value)
