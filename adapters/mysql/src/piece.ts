/** A text with the values that it binds, as positions among those of the whole statement. */
export interface Piece {
  readonly text: string
  readonly from: number
  readonly to: number
}
