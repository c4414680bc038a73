import type { Table } from '@vantage-ts/core'
import type { SurrealDb } from '@vantage-ts/surrealdb'
import type { Country } from '../entities/country.ts'
import { dataset } from '../load/dataset.ts'
import { publicFiles } from '../load/public-data.ts'
import { convertCountry, unusedCountryFields } from './convert-country.ts'

/** Countries, nested parts and all, into SurrealDB. */
export const countryData = (countries: Table<SurrealDb, typeof Country>) =>
  dataset({
    name: 'countries',
    engine: 'SurrealDB',
    file: publicFiles.countries,
    unusedFields: unusedCountryFields,
    convert: convertCountry,
    target: {
      create: () => countries.source.expr`define table if not exists country schemaless`.run(),
      count: () => countries.count(),
      // Their ids are codes, which say nothing of positions: all are sent again, and those already there stay.
      lastPosition: async () => 0,
      insert: (rows, options) => countries.import(rows, options),
      clear: () => countries.deleteAll({ everything: true }),
    },
  })
