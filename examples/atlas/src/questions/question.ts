import { type AnyQuestion, questionsAbout } from '@vantage-ts/example-asking'
import type { Atlas } from '../atlas.ts'

/** A question over all engines, as the program sees it. */
export type AtlasQuestion = AnyQuestion<Atlas>

/** A question over all engines: one lazy expression, and how its result is shown. */
export const question = questionsAbout<Atlas>()
