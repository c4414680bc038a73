import type { ColumnFacts } from '../column/column.ts'
import { type EntityFacts, nextEntityNumber } from '../set/definition.ts'
import { type ColumnDefinition, defaultOf, tableDefinition, type TableDefinition } from './table-definition.ts'
import { typeOfDefinition } from './type-definition.ts'

/** More than an application has tables; forgetting them all only makes a definition look new. */
const maxKnown = 1000

const known = new Map<string, EntityFacts>()
const noRefs = Object.freeze({})

/**
 * What a definition says, as an entity says it of itself.
 *
 * Shape: the same object for equal definitions, so that their sets mix, and statements compiled for one serve the other.
 */
export function entityOfDefinition(given: TableDefinition): EntityFacts {
  const definition = tableDefinition(given)
  const key = JSON.stringify(definition)
  let facts = known.get(key)
  if (facts === undefined) {
    if (known.size >= maxKnown) known.clear()
    facts = {
      name: definition.entity,
      number: nextEntityNumber(),
      columns: new Map(definition.columns.map(column => [column.property, factsOf(column)])),
      prototype: Object.prototype,
      refsOf: () => noRefs,
    }
    known.set(key, facts)
  }
  return facts
}

function factsOf(column: ColumnDefinition): ColumnFacts {
  const { property, name = property, isId, isOptional, isGenerated, flags, collation, link } = column
  return Object.freeze({
    type: typeOfDefinition(column),
    isId: isId === true,
    isOptional: isOptional === true,
    isGenerated: isGenerated === true,
    // Said even where it is the property: a definition names what is in the database, whatever rule the source has for names.
    storedName: name,
    flags: flags ?? [],
    collation: collation ?? 'binary',
    ...(link === undefined ? {} : { link }),
    fill: column.default === undefined ? undefined : () => defaultOf(column),
    isFilledAnew: false,
    checks: [],
  })
}
