import type { Has, Holds, Source } from '@vantage-ts/core'

/** What the shop asks of a source: no vendor, but abilities and the types of its columns. */
export interface ShopSource extends Source {
  readonly can: Has<'read' | 'where' | 'order' | 'window' | 'aggregate' | 'group' | 'select' | 'correlate' | 'search'>
  readonly '~holds': Holds<'text' | 'int' | 'bool' | 'decimal'>['~holds']
}

/** A source that puts tables side by side besides. */
export interface JoiningSource extends ShopSource {
  readonly can: ShopSource['can'] & Has<'join'>
}

/** What a source can do is asked of the source, never of its name. */
export const isJoining = (source: ShopSource): source is JoiningSource => source.can.join === true
