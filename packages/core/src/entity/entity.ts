import type { Fields } from '../column/column.ts'
import type { RecordsOf, RowOf, SchemaOf } from '../column/record-types.ts'
import type { Model } from '../column/model.ts'
import { hooksIn } from '../active/hook.ts'
import { type FreeOfRecordMembers, type NoRecordMembers, refuseRecordMembers } from '../active/reserved.ts'
import { VantageError } from '../errors/vantage-error.ts'
import { boundSource } from '../source/open.ts'
import type { BoundSource } from '../source/bound-source.ts'
import type { BegunOn, Holds, Source } from '../source/source.ts'
import type { OptionsOf, TableOptions } from '../set/stored-table.ts'
import { Definition, type EntityFacts, nextEntityNumber } from '../set/definition.ts'
import { openedTable, type SetState } from '../set/state.ts'
import type { Hooks } from '../set/hook-shape.ts'
import { openKey } from '../set/stated.ts'
import { SetTable } from '../table/set-table.ts'
import type { Table } from '../table/table.ts'
import { unchecked } from '../types/cast.ts'
import { checkChangingColumns } from './changing-columns.ts'
import { entitySchema } from './schema.ts'

/** The static side of an entity class. A class is its own model: `Table<Postgres, typeof User>`. */
export interface EntityClass<F extends Fields> extends Model {
  new (): RowOf<F>
  readonly entityName: string
  readonly fields: F
  readonly prototype: RowOf<F>
  readonly '~columns': RowOf<F>
  readonly '~records': RecordsOf<F>
  readonly '~standard': SchemaOf<F>
  readonly refs: object
  /** What runs around the writes of every table of the entity: `static override hooks = [timestamps({ … })]`. */
  readonly hooks: Hooks

  /**
   * The set of all rows in a source. Does not compile when the source cannot hold a column's type; where `columns` gives
   * storages of their own, that is checked when the table is opened. Nor does it where a method is called like a member of records.
   */
  table<C extends FreeOfRecordMembers, DS extends Source, O extends OptionsOf<C> = object>(
    this: C,
    source: DS & Holds<'columns' extends keyof O ? never : C['~records']['types']> & BegunOn<DS>,
    options?: O,
  ): Table<DS, C>
}

/**
 * Makes the base class of an entity: `class User extends Entity('users', { id: col(uuid).id(), … }) {}`.
 *
 * Shape: rows are instances of the class, made without running its constructor; methods are welcome, instance fields are not.
 * Errors: `invalid` for no columns, for instance fields, for a name that no database takes, and for an id or a version that could
 * not be one.
 */
export function Entity<const F extends Fields>(name: string, fields: F & NoRecordMembers): EntityClass<F> {
  const columns = new Map(Object.entries(fields).map(([property, definition]) => [property, definition.facts]))
  if (name === '' || columns.size === 0)
    throw new VantageError('an entity has a name and at least one column', {
      kind: 'invalid',
      details: { entity: name },
    })
  checkChangingColumns(name, columns)
  const number = nextEntityNumber()
  // biome-ignore-start lint/complexity/noStaticOnlyClass: entities are classes, and what they inherit is static
  // biome-ignore-start lint/complexity/noThisInStatic: `this` is the entity class that inherits
  class Base {
    static readonly entityName = name
    static readonly fields = fields
    static readonly refs: object = {}
    static readonly hooks: Hooks = []
    static get '~standard'() {
      return entitySchema(factsOf(this))
    }
    static table(source: unknown, options: TableOptions = {}): SetTable {
      return new SetTable(openedTable(definitionOf(factsOf(this), source, options)))
    }
    static [openKey](source: BoundSource): SetState {
      return openedTable(definitionOf(factsOf(this), source, {}))
    }
  }
  // biome-ignore-end lint/complexity/noThisInStatic: see above
  // biome-ignore-end lint/complexity/noStaticOnlyClass: see above
  const known = new WeakMap<object, EntityFacts>()
  function factsOf(entity: typeof Base): EntityFacts {
    let facts = known.get(entity)
    if (facts === undefined) {
      refuseInstanceFields(entity, name)
      refuseRecordMembers(name, columns.keys(), entity.prototype)
      facts = {
        name,
        number: entity === Base ? number : nextEntityNumber(),
        columns,
        prototype: entity.prototype,
        refsOf: () => entity.refs,
        hooksOf: () => hooksIn(entity.hooks, name),
      }
      known.set(entity, facts)
    }
    return facts
  }
  return unchecked<EntityClass<F>>(Base, 'the class carries its types as phantoms')
}

/** A field initialised in the class would be missing on loaded rows, since no constructor runs for them. */
function refuseInstanceFields(entity: new () => object, name: string): void {
  const own = Object.keys(new entity())
  if (own.length === 0) return
  throw new VantageError(
    `entity ${name} has instance fields (${own.join(', ')}), which loaded rows would lack; make them columns or methods`,
    { kind: 'invalid', details: { entity: name } },
  )
}

const definitions = new WeakMap<object, WeakMap<EntityFacts, Definition>>()

/** One definition per entity and source; tables with options of their own get one each, equal ones share their key. */
function definitionOf(entity: EntityFacts, source: unknown, options: TableOptions): Definition {
  const bound = boundSource(source)
  if (Object.keys(options).length > 0) return Definition.of(entity, bound, options)
  let ofSource = definitions.get(bound)
  if (ofSource === undefined) {
    ofSource = new WeakMap()
    definitions.set(bound, ofSource)
  }
  let definition = ofSource.get(entity)
  if (definition === undefined) {
    definition = Definition.of(entity, bound, {})
    ofSource.set(entity, definition)
  }
  return definition
}
