import { alaska } from './alaska.ts'
import { lateOrigins } from './late-origins.ts'
import { northern } from './northern.ts'
import type { AtlasQuestion } from './question.ts'
import { texas } from './texas.ts'
import { threshold } from './threshold.ts'

/** Every question, in the order in which they are asked. */
export const questions: readonly AtlasQuestion[] = [northern, texas, lateOrigins, threshold, alaska]
