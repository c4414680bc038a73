import { alaska } from './alaska.ts'
import { lateOrigins } from './late-origins.ts'
import { northern } from './northern.ts'
import type { AnyQuestion } from './question.ts'
import { texas } from './texas.ts'
import { threshold } from './threshold.ts'

/** Every question, in the order in which they are asked. */
export const questions: readonly AnyQuestion[] = [northern, texas, lateOrigins, threshold, alaska]
