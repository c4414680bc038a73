import type { MemoryTypeName } from '../memory/storages.ts'
import type { SetState } from '../set/state.ts'
import type { Source } from '../source/source.ts'

/** Where contained rows live: in a column of the rows that hold them. */
export interface Contained extends Source {
  readonly can: {
    readonly read: true
    readonly insert: true
    readonly replace: true
    readonly patch: true
    readonly delete: true
    readonly where: true
    readonly order: true
    readonly window: true
    readonly aggregate: true
    readonly group: true
    readonly select: true
    readonly join: true
    readonly correlate: true
    readonly returning: true
    readonly search: true
  }
  readonly '~holds': (typeName: MemoryTypeName) => void
  readonly '~binds': never
}

/** A reference into a column: objects, or one object, of another entity. */
export interface ContainedRef<out X> {
  readonly kind: 'contained'
  readonly target: () => X
  readonly '~target': Inside<X>
  readonly '~one': never
  open(hosts: SetState, name: string): SetState
}

/** What a contained reference leads to: rows of an entity that live inside others, and so in no table of the source. */
export interface Inside<out X> {
  readonly '~inside': X
}
