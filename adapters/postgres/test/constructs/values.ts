import { Decimal, Temporal } from '@vantage-ts/core'

// What the driver gives for the types of PostgreSQL, short enough for tables of results.

export const decimal = (text: string) => Decimal.from(text)
export const date = (text: string) => Temporal.PlainDate.from(text)
export const time = (text: string) => Temporal.PlainTime.from(text)
export const local = (text: string) => Temporal.PlainDateTime.from(text)
export const moment = (text: string) => Temporal.Instant.from(text)
export const span = (text: string) => Temporal.Duration.from(text)
