import type { Insert } from '@vantage-ts/core'
import type { Flight } from '../entities/flight.ts'
import { departureTime, filledText, isFields, wholeNumber } from '../load/fields.ts'
import type { Tally } from '../load/tally.ts'

/** A record of flights-20k.json as a row, or undefined when it was dropped; the tally knows why. */
export function convertFlight(
  record: unknown,
  position: number,
  tally: Tally,
): (Insert<typeof Flight> & { id: number }) | undefined {
  if (!isFields(record)) return tally.drop('no object')
  const departure = departureTime(record.date)
  if (departure === undefined) return tally.drop('no readable date')
  const delay = wholeNumber(record.delay)
  const distance = wholeNumber(record.distance)
  if (delay === undefined || distance === undefined) return tally.drop('delay or distance is no whole number')
  const origin = filledText(record.origin)
  const destination = filledText(record.destination)
  if (origin === undefined || destination === undefined) return tally.drop('no origin or destination')
  return { id: position, departure, delay, distance, origin, destination }
}
