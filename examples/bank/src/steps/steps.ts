import { fees, moving, opening } from './money.ts'
import { atOnce, overdraft } from './refusals.ts'
import { statements } from './statements.ts'
import type { Step } from './step.ts'

/** A day of the bank, in its order: each step finds what those before it left. */
export const steps: readonly Step[] = [opening, moving, overdraft, atOnce, fees, statements]
