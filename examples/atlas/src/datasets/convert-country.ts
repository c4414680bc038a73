import type { Insert } from '@vantage-ts/core'
import type { Country } from '../entities/country.ts'
import { document, type Fields, filledText, isFields, texts } from '../load/fields.ts'
import type { Tally } from '../load/tally.ts'

/** Fields of the file that nobody asks for here. */
export const unusedCountryFields = [
  'tld',
  'ccn3',
  'cioc',
  'status',
  'unRegionalGroup',
  'idd',
  'altSpellings',
  'translations',
  'demonyms',
]

type CountryRow = Insert<typeof Country> & { readonly code: string }

/** A document of world-countries as a row, or undefined when it was dropped; the tally knows why. */
export function convertCountry(record: unknown, _position: number, tally: Tally): CountryRow | undefined {
  if (!isFields(record)) return tally.drop('no object')
  const code = filledText(record.cca2)
  if (code === undefined || !/^[A-Z]{2}$/.test(code)) return tally.drop('no code')
  const names = namesOf(record.name)
  if (names === undefined) return tally.drop('no name')
  const nested = nestedParts(record)
  if (nested === undefined) return tally.drop('a nested part has another form')
  const facts = factsOf(record)
  if (facts === undefined) return tally.drop('a fact is missing or of another type')
  const subregion = filledText(record.subregion) ?? null
  if (subregion === null) tally.change('empty subregion stored as null')
  return { code, ...names, ...nested, ...facts, subregion }
}

function namesOf(value: unknown) {
  if (!isFields(value)) return undefined
  const name = filledText(value.common)
  const officialName = filledText(value.official)
  const nativeNames = document(value.native)
  return name && officialName && nativeNames !== undefined ? { name, officialName, nativeNames } : undefined
}

function nestedParts(record: Fields) {
  const [capitals, borders] = [texts(record.capital), texts(record.borders)]
  const [languages, currencies] = [document(record.languages), document(record.currencies)]
  return capitals && borders && languages !== undefined && currencies !== undefined
    ? { capitals, borders, languages, currencies }
    : undefined
}

function factsOf(record: Fields) {
  const { cca3: code3, region, flag, area, landlocked: isLandlocked, unMember: isUnMember, independent } = record
  const [latitude, longitude] = Array.isArray(record.latlng) ? record.latlng : []
  if (typeof code3 !== 'string' || typeof region !== 'string' || typeof flag !== 'string') return undefined
  if (typeof area !== 'number' || typeof latitude !== 'number' || typeof longitude !== 'number') return undefined
  if (typeof isLandlocked !== 'boolean' || typeof isUnMember !== 'boolean') return undefined
  const isIndependent = typeof independent === 'boolean' ? independent : null
  return { code3, region, flag, area, latitude, longitude, isLandlocked, isUnMember, isIndependent }
}
