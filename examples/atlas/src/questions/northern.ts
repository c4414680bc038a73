import { Country } from '../entities/country.ts'
import { question } from './question.ts'

/** Countries are in SurrealDB, cities in PostgreSQL: the codes of the one become a list bound in the other. */
export const northern = question({
  name: 'northern',
  title: 'Cities of Northern Europe: how many, and the northernmost',
  write: ({ cities, countries }, limit = 10) =>
    cities
      .where(city => city.country.in(countries.pipe(Country.inSubregion('Northern Europe')).fieldExpr(c => c.code)))
      .orderBy(city => city.latitude.desc())
      .limit(limit),
  // A count is that of the set: its limit is for the rows that are listed.
  answer: async (cities, options) => {
    const [count, rows] = await Promise.all([cities.count(options), cities.list(options)])
    const shown = rows.map(({ name, country, latitude, longitude }) => ({ name, country, latitude, longitude }))
    return { summary: { cities: count }, rows: shown }
  },
})
