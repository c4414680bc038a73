import { col, Entity, int, plainDateTime, type SelectSource, type Table, text } from '@vantage-ts/core'

/** A flight inside the US in 2001. */
export class Flight extends Entity('flight', {
  /** Its position in the file, which gives no id: 1 is the first. */
  id: col(int).id(),
  /** Local time of the origin; the file has no time zone. */
  departure: col(plainDateTime),
  /** Minutes; negative for early ones. */
  delay: col(int),
  /** Miles. */
  distance: col(int),
  /** Codes of airports. */
  origin: col(text),
  destination: col(text),
}) {
  /** Set method: the flights more than so many minutes late. */
  static lateBy(minutes: number) {
    return <DS extends SelectSource>(flights: Table<DS, typeof Flight>) =>
      flights.where(flight => flight.delay.gt(minutes))
  }
}
