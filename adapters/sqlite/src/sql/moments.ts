import { checkedModifier, type DateModifier } from './modifiers.ts'
import { call, type Given } from './speech.ts'

// Source: https://sqlite.org/lang_datefunc.html

const moment =
  (name: string) =>
  (of: Given = 'now', ...modifiers: readonly DateModifier[]) =>
    call(name, of, ...modifiers.map(modifier => checkedModifier(modifier, name)))

/** The day of a moment as text, `2026-01-05`; modifiers move it from left to right. Without a moment it is now, in UTC. */
export const date = moment('date')
/** The time of the day as text, `17:30:00`. */
export const time = moment('time')
/** Day and time as text, `2026-01-05 17:30:00`. */
export const datetime = moment('datetime')
/** Days, with a fraction, since noon of the 24th of November 4714 BC. */
export const julianDay = moment('julianday')
/** Seconds since 1970, as a whole number. */
export const unixEpoch = moment('unixepoch')
/** A moment as text of a format: `strftime('%Y-%m', o.placed)`. */
export const strftime = (format: Given, of: Given = 'now', ...modifiers: readonly DateModifier[]) =>
  call('strftime', format, of, ...modifiers.map(modifier => checkedModifier(modifier, 'strftime')))
/** From the second moment to the first, as a modifier: `+0000-01-25 00:00:00.000`. */
export const timeDiff = (moment: Given, since: Given) => call('timediff', moment, since)
