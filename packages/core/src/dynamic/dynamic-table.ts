import { boundSource } from '../source/open.ts'
import type { BoundSource } from '../source/bound-source.ts'
import type { Source } from '../source/source.ts'
import type { TableOptions } from '../set/stored-table.ts'
import { Definition, type EntityFacts } from '../set/definition.ts'
import { openedTable } from '../set/state.ts'
import type { RecordLoading, RecordReading, RecordWriting } from '../table/record-table.ts'
import { SetTable } from '../table/set-table.ts'
import { unchecked } from '../types/cast.ts'
import type { DynamicAggregating } from './dynamic-aggregating.ts'
import type { DynamicNarrowing } from './dynamic-narrowing.ts'
import { entityOfDefinition } from './entity-of-definition.ts'
import { type TableDefinition, tableDefinition } from './table-definition.ts'

/** What reads rows: as of a table, `prepare` aside. */
interface DynamicReading extends Omit<RecordReading<Source>, 'prepare'> {}

/** Chosen columns of a set whose columns are known at run time only: read and deleted, not written. */
export interface DynamicSelection<DS extends Source, Name extends string = string>
  extends DynamicNarrowing<DS, Name>,
    DynamicReading,
    Pick<RecordWriting<DS>, 'delete' | 'deleteAll'>,
    DynamicAggregating<DS, Name> {}

/**
 * A set of rows whose columns are known at run time only, with the operations of a `Table`.
 *
 * Shape: rows are plain objects by property; columns are `t.column('age')`, and `t.$.age` where the compiler knows the names
 * from a definition that stands in the code.
 * Errors: what does not compile for a `Table` throws while building: `invalid` with the nearest name, `type-mismatch`.
 */
export interface DynamicTable<DS extends Source, Name extends string = string>
  extends DynamicSelection<DS, Name>,
    Omit<RecordWriting<DS>, 'insertQuery' | 'insertFrom' | 'updateQuery' | 'deleteQuery'>,
    RecordLoading<DS> {}

/**
 * The set of all rows of a table that a definition describes. No I/O.
 *
 * Errors: `invalid` for a definition that is none, naming the place; `type-mismatch` when the source cannot hold a column's type.
 */
export function dynamicTable<DS extends Source, const Name extends string = string>(
  source: DS,
  definition: TableDefinition<Name>,
  options: TableOptions<Name> = {},
): DynamicTable<DS, Name> {
  const { entity: called, name = called, schema } = tableDefinition(definition)
  const entity = entityOfDefinition(definition)
  const place: TableOptions = { name, ...(schema === undefined ? {} : { schema }) }
  const set = new SetTable(openedTable(definitionOf(entity, boundSource(source), place, options)))
  return unchecked<DynamicTable<DS, Name>>(set, 'every set has these methods, and checks its arguments')
}

const definitions = new WeakMap<BoundSource, WeakMap<EntityFacts, Definition>>()

/** One definition per source for tables without options of their own. */
function definitionOf(
  entity: EntityFacts,
  source: BoundSource,
  place: TableOptions,
  options: TableOptions,
): Definition {
  if (Object.keys(options).length > 0) return Definition.of(entity, source, { ...place, ...options })
  let ofSource = definitions.get(source)
  if (ofSource === undefined) {
    ofSource = new WeakMap()
    definitions.set(source, ofSource)
  }
  let definition = ofSource.get(entity)
  if (definition === undefined) {
    definition = Definition.of(entity, source, place)
    ofSource.set(entity, definition)
  }
  return definition
}
