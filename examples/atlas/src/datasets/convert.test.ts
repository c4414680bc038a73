import { expect, test } from 'vitest'
import { publicFiles, readRecords } from '../load/public-data.ts'
import { Tally } from '../load/tally.ts'
import { convertCity } from './convert-city.ts'
import { convertCountry, unusedCountryFields } from './convert-country.ts'
import { convertFlight } from './convert-flight.ts'

const city = { name: 'Vila', lat: '42.53176', lng: '1.56654', country: 'AD', admin1: '03', admin2: '' }
const flight = { date: '2001/01/01 00:47', delay: 66, distance: 1750, origin: 'DTW', destination: 'LAS' }

test('a city keeps its coordinates to the last digit; what it lacks becomes null', () => {
  const tally = new Tally()
  const row = convertCity({ ...city, lng: '-1.50' }, 7, tally)
  expect({ ...row, latitude: String(row?.latitude), longitude: row?.longitude.toString() }).toEqual({
    id: 7,
    name: 'Vila',
    latitude: '42.53176',
    longitude: '-1.5',
    country: 'AD',
    admin1: '03',
    admin2: null,
  })
  expect(tally.changes).toEqual({ dropped: {}, changed: { 'empty admin2 stored as null': 1 } })
})

test('every dropped city is counted with its reason', () => {
  const tally = new Tally()
  const bad = [
    null,
    'x',
    { ...city, name: '' },
    { ...city, country: 'usa' },
    { ...city, lat: '91' },
    { ...city, lng: 1.5 },
  ]
  expect(bad.map((record, index) => convertCity(record, index + 1, tally))).toEqual(bad.map(() => undefined))
  expect(tally.changes.dropped).toEqual({
    'no object': 2,
    'no name': 1,
    'no country code': 1,
    'no readable coordinates': 2,
  })
})

test('every dropped flight is counted with its reason', () => {
  const tally = new Tally()
  expect(convertFlight(flight, 3, tally)).toMatchObject({ id: 3, delay: 66, origin: 'DTW' })
  const bad = [
    [],
    { ...flight, date: '2001/02/30 00:00' },
    { ...flight, delay: 1.5 },
    { ...flight, distance: '5' },
    { ...flight, origin: '' },
  ]
  expect(bad.map((record, index) => convertFlight(record, index + 1, tally))).toEqual(bad.map(() => undefined))
  expect(tally.changes.dropped).toEqual({
    'no object': 1,
    'no readable date': 1,
    'delay or distance is no whole number': 2,
    'no origin or destination': 1,
  })
})

test('countries keep their nested parts, and the fields not taken are all there are', async () => {
  const records = await readRecords(publicFiles.countries)
  const tally = new Tally()
  const rows = records.map((record, index) => convertCountry(record, index + 1, tally))
  expect(rows.filter(row => row === undefined)).toEqual([])
  expect(tally.changes).toEqual({ dropped: {}, changed: { 'empty subregion stored as null': 5 } })
  expect(rows.find(row => row?.code === 'NO')).toMatchObject({
    name: 'Norway',
    subregion: 'Northern Europe',
    capitals: ['Oslo'],
    borders: ['FIN', 'SWE', 'RUS'],
    languages: { nno: 'Norwegian Nynorsk', nob: 'Norwegian Bokmål', smi: 'Sami' },
    isIndependent: true,
  })
  const used = [
    'name',
    'cca2',
    'cca3',
    'independent',
    'unMember',
    'currencies',
    'capital',
    'region',
    'subregion',
    'languages',
  ]
  const known = new Set([...used, 'latlng', 'landlocked', 'borders', 'area', 'flag', ...unusedCountryFields])
  expect(new Set(records.flatMap(record => Object.keys(Object(record))))).toEqual(known)
})

test('documents that are none are dropped with their reason', () => {
  const tally = new Tally()
  for (const record of [1, {}, { cca2: 'XX' }, { cca2: 'XX', name: { common: 'X', official: 'X', native: {} } }])
    expect(convertCountry(record, 1, tally)).toBeUndefined()
  expect(tally.changes.dropped).toEqual({
    'no object': 1,
    'no code': 1,
    'no name': 1,
    'a nested part has another form': 1,
  })
})
