import type { Decimal } from '../types/decimal.ts'

/** `number` -> `number`, `bigint` -> `number`; a decimal or duration stays one. */
export type Average<T> = T extends Decimal | Temporal.Duration ? T : number
