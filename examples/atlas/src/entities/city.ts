import { col, decimal, Entity, int, type SelectSource, type Table, text } from '@vantage-ts/core'

/** A town or city of GeoNames. */
export class City extends Entity('city', {
  /** Its position in the file, which gives no id: 1 is the first. */
  id: col(int).id(),
  name: col(text).flag('searchable'),
  latitude: col(decimal),
  longitude: col(decimal),
  /** ISO 3166-1, two letters. */
  country: col(text),
  /** First administrative division: the postal code of the state in the US, other codes elsewhere. */
  admin1: col(text).optional(),
  admin2: col(text).optional(),
}) {
  /** Set method: the cities of one state of the US. */
  static inState(state: string) {
    return <DS extends SelectSource>(cities: Table<DS, typeof City>) =>
      cities.where(city => city.country.eq('US').and(city.admin1.eq(state)))
  }

  /** Where it is, for people: `78.22334° N, 15.64689° E`. */
  place(): string {
    const latitude = `${this.latitude.abs()}° ${this.latitude.sign < 0 ? 'S' : 'N'}`
    return `${latitude}, ${this.longitude.abs()}° ${this.longitude.sign < 0 ? 'W' : 'E'}`
  }
}
