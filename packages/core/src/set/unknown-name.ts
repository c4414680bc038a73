import { suggest } from '../errors/suggest.ts'
import { VantageError } from '../errors/vantage-error.ts'

/** What a message about a name says of the entity. */
interface Named {
  readonly name: string
  refsOf(): object
}

/** The error for a name that is no column: it says of which entity, and what was meant. */
export function unknownColumn(entity: Named, property: unknown, known: readonly string[]): VantageError {
  if (typeof property === 'function') return notByFunction(entity, 'column', known)
  const wanted = String(property)
  const isReference = Object.hasOwn(entity.refsOf(), wanted)
  return unknown(
    entity,
    wanted,
    isReference
      ? `${entity.name}.${wanted} is a reference and no column; getLink('${wanted}') leads to its rows.`
      : `${entity.name} has no column "${wanted}".`,
    suggest(wanted, known),
  )
}

/** The error for a name that is no reference; `over` is one that goes over a column of this name. */
export function unknownReference(
  entity: Named & { readonly columns: { has(name: string): boolean } },
  name: unknown,
  over: string | undefined,
): VantageError {
  const known = Object.keys(entity.refsOf())
  if (typeof name === 'function') return notByFunction(entity, 'reference', known)
  const wanted = String(name)
  const what = entity.columns.has(wanted)
    ? `${entity.name}.${wanted} is a column and no reference.`
    : `${entity.name} has no reference "${wanted}".`
  const hint = over === undefined ? suggest(wanted, known) : ` Did you mean "${over}"?`
  return unknown(entity, wanted, what, hint === '' ? ' It has none at all: static refs declares them.' : hint)
}

// A function would show its source, which may hold values.
const notByFunction = ({ name }: Named, what: 'column' | 'reference', known: readonly string[]): VantageError =>
  new VantageError(`${name} takes a ${what} by its name here, not a function. Known: ${known.join(', ')}.`, {
    kind: 'invalid',
    details: { entity: name },
  })

const unknown = ({ name }: Named, field: string, what: string, hint: string): VantageError =>
  new VantageError(`${what}${hint}`, { kind: 'invalid', details: { entity: name, field } })
