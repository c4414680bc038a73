import type { Model } from '../column/model.ts'
import type { Source } from '../source/source.ts'
import type { Table } from './table.ts'

/** What gives records, rows that know their set and are saved: the part of a table for code that needs no more of it. */
export interface Loading<DS extends Source, M extends Model>
  extends Pick<
    Table<DS, M>,
    'load' | 'getEntity' | 'loadSome' | 'activeList' | 'create' | 'newEntity' | 'updateEach' | 'withHook'
  > {}
