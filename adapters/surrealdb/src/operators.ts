import type { OperatorName } from '@vantage-ts/core/adapter'
import { arithmeticOperators } from './arithmetic.ts'
import type { Lower } from './inside.ts'
import { coalesce, nullIf } from './null-operators.ts'
import { textOperators } from './text-operators.ts'

/** How operators that give a value are rendered; those that give a condition are in `conditions.ts`. */
const valueOperators: { readonly [Name in OperatorName]?: Lower } = {
  ...arithmeticOperators,
  ...textOperators,
  coalesce,
  nullIf,
}

export const valueOperator = (name: OperatorName): Lower | undefined => valueOperators[name]
