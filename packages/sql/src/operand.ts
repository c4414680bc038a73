import type { AnyNode, OperatorName, Type } from '@vantage-ts/core/adapter'
import type { SqlStorage } from './storage.ts'

/** A rendered part of an expression, ready to stand beside any operator. */
export interface Operand {
  /** Bracketed where it must be. */
  readonly sql: string
  readonly type: Type<unknown>
  /** The form in which the value is at hand. */
  readonly storage: SqlStorage
  readonly isNullable: boolean
  readonly node: AnyNode
}

/** Text of an expression. `isClosed` texts (calls, columns, casts) need no brackets beside an operator. */
export interface Fragment {
  readonly sql: string
  readonly isClosed: boolean
}

/** Text that holds together by itself, such as a function call. */
export const closed = (sql: string): Fragment => ({ sql, isClosed: true })

/** What an operator template may ask for besides its operands. */
export interface OperatorCall {
  readonly name: OperatorName
  /** Type of the result. */
  readonly type: Type<unknown>
  /** Default storage of a type, for casts. */
  storageOf(type: Type<unknown>): SqlStorage
  /** A bound operand once more, changed after encoding; undefined when it is no bound value. */
  bind(operand: Operand, change: (encoded: unknown) => unknown): string | undefined
}

/**
 * Renders one operator.
 *
 * Shape: operands of comparisons come as what they compare by, others in the default storage of their types; `nullIf` gets
 * its left operand a third time, as its value. Text without `closed()` is bracketed where it stands as an operand.
 */
export type OperatorTemplate = (args: readonly Operand[], call: OperatorCall) => string | Fragment

/** How a dialect renders operators; what is left out it does not lower. */
export type OperatorTable = { readonly [Name in OperatorName]?: OperatorTemplate }
