import { Flight } from '../entities/flight.ts'
import { question } from './question.ts'

/** Flights are in SQLite, airports in a CSV file that is read where it lies. */
export const lateOrigins = question({
  name: 'late-origins',
  title: 'Airports from which a flight left more than 360 minutes late, by code',
  write: ({ airports, flights }, limit) => {
    const late = airports
      .where(airport => airport.code.in(flights.pipe(Flight.lateBy(360)).fieldExpr(flight => flight.origin)))
      .orderBy(airport => airport.code)
    return limit === undefined ? late : late.limit(limit)
  },
  answer: async (airports, options) => ({
    rows: (await airports.list(options)).map(({ code, name, city, state }) => ({ code, name, city, state })),
  }),
})
