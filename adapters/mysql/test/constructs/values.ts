import { Decimal, Temporal } from '@vantage-ts/core'

// What results hold, in short.
export const decimal = Decimal.from
export const date = (text: string) => Temporal.PlainDate.from(text)
export const local = (text: string) => Temporal.PlainDateTime.from(text)
