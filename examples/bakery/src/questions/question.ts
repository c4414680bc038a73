import { type AnyQuestion, questionsAbout } from '@vantage-ts/example-asking'
import type { AcrossShop } from '../across.ts'
import type { Shop } from '../shop.ts'

export type ShopQuestion = AnyQuestion<Shop>
export type AcrossQuestion = AnyQuestion<AcrossShop>

/** A question about a shop in one source, whichever it is. */
export const question = questionsAbout<Shop>()

/** The same question about a shop in two databases; it has the same name and the same answer. */
export const acrossQuestion = questionsAbout<AcrossShop>()
