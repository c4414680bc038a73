import { Airport } from '../entities/airport.ts'
import { type Fields, isFields } from '../load/fields.ts'
import { question } from './question.ts'

/** Three aggregates of one set, put together in the database's own language: still one expression, and one statement. */
export const texas = question({
  name: 'texas',
  title: 'Flights from airports in Texas: how many, mean delay, longest delay',
  write: ({ airports, flights }) => {
    const texan = airports.pipe(Airport.inState('TX')).fieldExpr(airport => airport.code)
    const departures = flights.where(flight => flight.origin.in(texan))
    const count = departures.countExpr()
    const mean = departures.avgExpr(flight => flight.delay)
    const longest = departures.maxExpr(flight => flight.delay)
    return flights.source.expr`select ${count} as "flights", ${mean} as "mean delay", ${longest} as "longest delay"`
  },
  answer: async (row, options) => {
    const rows: unknown = await row.run(options)
    return { rows: Array.isArray(rows) ? rows.filter(isFields).map(plainNumbers) : [] }
  },
})

/** Some databases give counts of vendor text as bigints. */
const plainNumbers = (row: Fields): Fields =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, typeof value === 'bigint' ? Number(value) : value]),
  )
