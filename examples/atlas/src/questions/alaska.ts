import { count } from '@vantage-ts/core'
import { Airport } from '../entities/airport.ts'
import { City } from '../entities/city.ts'
import { question } from './question.ts'

/** A chain over three engines: SQLite gives origins to the CSV file, which gives names of cities to PostgreSQL. */
export const alaska = question({
  name: 'alaska',
  title: 'Cities of Alaska with an airport that has departures',
  write: ({ airports, cities, flights }, limit) => {
    // Each once: of millions of flights a list would be too long.
    const origins = flights.groupBy('origin').aggregate({ flights: count() })
    const departed = airports
      .pipe(Airport.inState('AK'))
      .where(airport => airport.code.in(origins.fieldExpr(flight => flight.origin)))
    const served = cities
      .pipe(City.inState('AK'))
      .where(city => city.name.in(departed.fieldExpr(airport => airport.city)))
      .orderBy(city => city.name)
    return limit === undefined ? served : served.limit(limit)
  },
  answer: async (cities, options) => ({
    rows: (await cities.list(options)).map(city => ({ name: city.name, place: city.place() })),
  }),
})
