import type { Node } from './node.ts'

/** Where what is no node itself, such as a statement that is still being built, keeps the expression it stands for. */
export const expressionKey: unique symbol = Symbol('vantage.expression')

export interface Expressive {
  /** `rows`: its rows are wanted as those of a table. Errors: `invalid` for what would write whenever the table is read. */
  [expressionKey](use?: 'rows'): Node
}

export const isExpressive = (value: unknown): value is Expressive =>
  typeof value === 'object' && value !== null && expressionKey in value

/** The expression that a value stands for; any other value as it is. */
export const expressed = (value: unknown, use?: 'rows'): unknown =>
  isExpressive(value) ? value[expressionKey](use) : value
