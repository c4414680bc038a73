import { arrayOf, bool, col, Entity, float, json, type SelectSource, type Table, text } from '@vantage-ts/core'

/** A country or territory; the nested parts of its document stay nested. */
export class Country extends Entity('country', {
  /** ISO 3166-1, two letters: what cities name their country by. */
  code: col(text).id(),
  code3: col(text),
  name: col(text).flag('searchable'),
  officialName: col(text),
  region: col(text),
  /** Antarctica and its neighbours have none. */
  subregion: col(text).optional(),
  capitals: col(arrayOf(text)),
  borders: col(arrayOf(text)),
  /** `{ nob: { official, common }, … }`: the names by language. */
  nativeNames: col(json),
  languages: col(json),
  currencies: col(json),
  latitude: col(float),
  longitude: col(float),
  /** Square kilometres. */
  area: col(float),
  isLandlocked: col(bool),
  isUnMember: col(bool),
  /** Unknown for Kosovo. */
  isIndependent: col(bool).optional(),
  flag: col(text),
}) {
  /** Set method: the countries of a subregion, in whatever source they are. */
  static inSubregion(subregion: string) {
    return <DS extends SelectSource>(countries: Table<DS, typeof Country>) =>
      countries.where(country => country.subregion.eq(subregion))
  }
}
