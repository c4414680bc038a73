import type { BoundSource } from '../source/bound-source.ts'
import type { SetState } from './state.ts'

/** Where a table keeps its set, for layers that do not know the table's class. */
export const stateKey: unique symbol = Symbol('vantage.state')
/** Where an entity keeps how it is opened on a source. */
export const openKey: unique symbol = Symbol('vantage.open')

export interface Stated {
  readonly [stateKey]: SetState
}
export interface Openable {
  [openKey](source: BoundSource): SetState
}

export const isStated = (value: unknown): value is Stated =>
  typeof value === 'object' && value !== null && stateKey in value
export const isOpenable = (value: unknown): value is Openable =>
  (typeof value === 'function' || (typeof value === 'object' && value !== null)) && openKey in value
