import { col, decimal, Entity, type SelectSource, type Table, text } from '@vantage-ts/core'

/** An airport. The file is read where it lies: the names of its columns are given here. */
export class Airport extends Entity('airports', {
  code: col(text).id().named('iata'),
  name: col(text).flag('searchable'),
  /** `NA` where the file knows none. */
  city: col(text),
  state: col(text),
  /** Says `USA` where cities say `US`. */
  country: col(text),
  latitude: col(decimal),
  longitude: col(decimal),
}) {
  /** Set method: the airports of one state of the US. */
  static inState(state: string) {
    return <DS extends SelectSource>(airports: Table<DS, typeof Airport>) =>
      airports.where(airport => airport.state.eq(state))
  }
}
