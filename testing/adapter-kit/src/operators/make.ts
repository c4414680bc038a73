import { type Column, coalesce, type Expr } from '@vantage-ts/core'
import { unchecked } from '@vantage-ts/core/adapter'
import { memory } from '@vantage-ts/core/memory'
import { Row } from './rows.ts'

type Columns = ReturnType<typeof columnsOf>
const columnsOf = () => Row.table(memory()).$
/** Makes an expression of the columns of a row, whatever source they are of. */
export type Make = (r: Columns) => Expr<unknown, never>
export const loose = (expression: unknown): Expr<unknown, never> =>
  unchecked(expression, 'the columns of either source are asked alike')

/** What is not null as an operand: operands of operators never are. */
export const some = <T>(column: Column<T | null, never>, otherwise: T): Expr<T, never> =>
  unchecked(
    coalesce(unchecked<Expr<T | null, never>>(column, 'nullable'), unchecked(otherwise, 'of its type')),
    'not null',
  )

export const c = <T>(column: unknown): Column<T, never> => unchecked(column, 'a column of either source')
