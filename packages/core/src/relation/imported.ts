import { suggest } from '../errors/suggest.ts'
import { VantageError } from '../errors/vantage-error.ts'
import { type Node, Subquery } from '../expression/node.ts'
import { selectExpressions, type SetState } from '../set/state.ts'
import { objectOf } from '../types/cast.ts'
import { linked } from './link.ts'
import { referenceOf } from './reference.ts'

/**
 * The value that a dotted path over has-one references leads to: `client.bakery.name`.
 *
 * Shape: null where a reference leads to no row. One statement, however long the path.
 * Errors: `invalid` for a path without a column or over a has-many reference, and for unknown names; `unsupported` into another
 * database.
 */
export function imported(state: SetState, path: string): Node {
  const names = path.split('.')
  const { entity } = state.definition
  const invalid = (why: string): VantageError =>
    new VantageError(`${entity.name}: the imported column "${path}" ${why}`, {
      kind: 'invalid',
      details: { entity: entity.name, field: path },
    })
  if (names.length < 2 || names.includes('')) throw invalid(pathRule(state, names))
  try {
    return valueAt(state, names)
  } catch (thrown) {
    throw thrown instanceof ManyHop
      ? invalid(thrown.message)
      : VantageError.from(thrown).withContext(`importing ${path}`)
  }
}

/** What a path has to be, and how it may go on or start in this entity. */
function pathRule({ definition: { entity } }: SetState, [first = '', ...rest]: readonly string[]): string {
  const ones = Object.entries(entity.refsOf()).flatMap(([name, ref]: [string, unknown]) =>
    objectOf(ref)?.kind === 'one' ? [name] : [],
  )
  if (rest.length === 0 && ones.includes(first)) return 'leads to a row; go on with a dot and one of its columns'
  const rule = 'is a path of has-one references and a column, such as client.name'
  return ones.length === 0 ? `${rule}, and ${entity.name} has no has-one reference` : `${rule}.${suggest(first, ones)}`
}

/** A hop that leads to several rows has no one value. */
class ManyHop extends Error {}

function valueAt(state: SetState, [name = '', ...rest]: readonly string[]): Node {
  if (rest.length === 0) return state.definition.column(name)
  const { kind, hops } = referenceOf(state, name)
  if (kind !== 'one')
    throw new ManyHop(`goes over ${name}, which leads to many rows; take an aggregate of getLink('${name}')`)
  const target = linked(state, name)
  const node = valueAt(target, rest)
  const { ids } = target.definition
  const isById =
    ids.length > 0 && hops.every(({ to }) => ids.every(id => to.some(({ name: held }) => held === id.name)))
  const select = selectExpressions(target, [{ name: 'value', node }], false, isById)
  return new Subquery(select, 'single', target.source, node.type, true)
}
