/** A number that is bound as a float even where it is whole: the wire form knows integers and floats, JavaScript does not. */
export class FloatValue {
  readonly value: number
  constructor(value: number) {
    this.value = value
  }
}
