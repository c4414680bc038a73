import { readFileSync } from 'node:fs'
import { publicFiles } from '../src/load/public-data.ts'

// The answers in plain JavaScript over the files themselves: nothing of Vantage, nothing of the loader.

interface CityRecord {
  readonly name: string
  readonly lat: string
  readonly lng: string
  readonly country: string
  readonly admin1: string
}
interface CountryRecord {
  readonly cca2: string
  readonly subregion: string
}
interface FlightRecord {
  readonly delay: number
  readonly origin: string
}

const read = (path: string) => readFileSync(path, 'utf8')
const cities: readonly CityRecord[] = JSON.parse(read(publicFiles.cities.path))
const countries: readonly CountryRecord[] = JSON.parse(read(publicFiles.countries.path))
const flights: readonly FlightRecord[] = JSON.parse(read(publicFiles.flights.path))

/** The file has quoted fields, and no line breaks in them. */
function fieldsOf(line: string): string[] {
  return [...line.matchAll(/(?:"((?:[^"]|"")*)"|([^,]*))(?:,|$)/g)]
    .map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '')
    .slice(0, 7)
}
const airports = read(publicFiles.airports.path)
  .trim()
  .split('\n')
  .slice(1)
  .map(line => {
    const [code = '', name = '', city = '', state = ''] = fieldsOf(line)
    return { code, name, city, state }
  })

export const sizes = {
  cities: cities.length,
  countries: countries.length,
  flights: flights.length,
  airports: airports.length,
}

export function northern(limit = 10) {
  const codes = new Set(
    countries.filter(country => country.subregion === 'Northern Europe').map(country => country.cca2),
  )
  const found = cities.filter(city => codes.has(city.country))
  const rows = found
    .map(({ name, country, lat, lng }) => ({ name, country, latitude: plain(lat), longitude: plain(lng) }))
    .sort((a, b) => Number(b.latitude) - Number(a.latitude))
  return { summary: { cities: found.length }, rows: rows.slice(0, limit) }
}

/** `'27.50'` -> `'27.5'`: the shortest form of the same number. */
const plain = (digits: string) => (digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits)

export function texas() {
  const codes = new Set(airports.filter(airport => airport.state === 'TX').map(airport => airport.code))
  const delays = flights.filter(flight => codes.has(flight.origin)).map(flight => flight.delay)
  const mean = delays.reduce((sum, delay) => sum + delay, 0) / delays.length
  const longest = delays.reduce((most, delay) => Math.max(most, delay), 0)
  return [{ flights: delays.length, 'mean delay': mean, 'longest delay': longest }]
}

export function lateOrigins() {
  const codes = new Set(flights.filter(flight => flight.delay > 360).map(flight => flight.origin))
  return airports.filter(airport => codes.has(airport.code)).sort((a, b) => (a.code < b.code ? -1 : 1))
}

export function threshold() {
  const mean = flights.reduce((sum, flight) => sum + flight.delay, 0) / flights.length
  return [{ flights: flights.filter(flight => flight.delay > mean + 60).length }]
}

export function alaska() {
  const origins = new Set(flights.map(flight => flight.origin))
  const served = new Set(
    airports.filter(airport => airport.state === 'AK' && origins.has(airport.code)).map(airport => airport.city),
  )
  return cities
    .filter(city => city.country === 'US' && city.admin1 === 'AK' && served.has(city.name))
    .map(city => city.name)
    .sort()
}
