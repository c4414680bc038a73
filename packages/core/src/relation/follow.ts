import { VantageError } from '../errors/vantage-error.ts'
import { type ColumnNode, Constant, Deferred, Literal, type Node, Subquery } from '../expression/node.ts'
import type { Execution } from '../expression/execute.ts'
import { keepInside } from '../expression/home.ts'
import { outsideOfSelect } from '../expression/outlook.ts'
import { derivedFrom } from '../set/derived.ts'
import { occurringAs } from '../set/occurrence.ts'
import { isWindowed, narrowed, selectExpressions, type SetState } from '../set/state.ts'
import type { Select } from '../expression/statement.ts'
import { unchecked } from '../types/cast.ts'
import { bool } from '../types/bool.ts'
import { int } from '../types/int.ts'
import { unsupported } from '../source/guard.ts'
import { type Hop, insideOf, keyColumn, leaving, referenceOf } from './reference.ts'

/**
 * The rows that a reference leads to from any row of a set, as a set of its own.
 *
 * Shape: in one database a sub-query does it; from another one the keys are fetched first and bound. A limit of the set counts.
 * It counts as narrowed when the set is.
 */
export function followed(state: SetState, name: string): SetState {
  const inside = insideOf(state, name)
  if (inside !== undefined) return inside
  const { hops } = referenceOf(state, name)
  const reached = following(state, name, () => hops.reduce(related, state))
  return { ...reached, isNarrowed: state.isNarrowed, hookDepth: state.hookDepth }
}

/** Keys whose types do not meet are found when they are compared: the error says by which reference. */
export function following<Result>({ definition }: SetState, name: string, build: () => Result): Result {
  try {
    return build()
  } catch (thrown) {
    throw VantageError.from(thrown).withContext(`following ${definition.entity.name}.${name}`)
  }
}

/** The rows of one hop. Errors: `unsupported` for what is followed for each row into another database. */
export function related(start: SetState, declared: Hop): SetState {
  const { source, definition } = declared.target
  keepInside(start.source, source, () => start.definition.entity.name, definition.entity.name)
  const hop = apartFromOutside(start, declared)
  const [only, second] = hop.to
  const [key] = leaving(start, hop)
  if (only === undefined || key === undefined) return hop.target
  return narrowed(hop.target, second === undefined ? among(start, key, only) : amongTuples(start, hop))
}

/** Where the start looks at a row outside, a target of that row's table becomes another occurrence, which does not hide it. */
function apartFromOutside(start: SetState, hop: Hop): Hop {
  const { key } = hop.target.definition.occurrence
  const outside = outsideOfSelect(selectExpressions(start, [], true))
  if (outside.size > 0 && hop.target.source.database !== start.source.database)
    throw unsupported(
      start.source.name,
      'correlate',
      `follow a reference for each row into ${hop.target.source.name}`,
      'use getRef() on the whole set, or join the sets with TableJoin',
    )
  return outside.has(key) ? hopInto(occurringAs(hop.target, key, outside), hop) : hop
}

/** The same step into another occurrence of its target. */
export const hopInto = (target: SetState, hop: Hop): Hop => ({
  ...hop,
  target,
  to: hop.to.map(({ name }) => keyColumn(target.definition, name)),
})

function among(start: SetState, key: ColumnNode, held: ColumnNode): Node {
  const select = selectExpressions(start, [{ name: 'value', node: key }], true)
  return held.in(new Subquery(select, 'column', start.source, key.type, key.isNullable))
}

/** Keys of several columns: a row that has all of them exists, or, from another database, is one of those that were fetched. */
function amongTuples(start: SetState, hop: Hop): Node {
  const { target, to } = hop
  if (target.source.database !== start.source.database) return fetchedTuples(start, hop)
  const { key } = target.definition.occurrence
  const inner = occurringAs(isWindowed(start) ? derivedFrom(start) : start, `${start.definition.occurrence.key}<${key}`)
  const keys = leaving(inner, hop)
  const matching = to.map((held, index) => held.eq(keys[index])).reduce((all, one) => all.and(one))
  const select = selectExpressions(narrowed(inner, matching), [{ name: 'value', node: new Literal(int, 1) }], false)
  return new Subquery(select, 'exists', target.source, bool, false)
}

function fetchedTuples(start: SetState, hop: Hop): Node {
  const keys = leaving(start, hop)
  const select = selectExpressions(
    start,
    keys.map((node, index) => ({ name: `key${index}`, node })),
    true,
  )
  const label = `keys of ${start.definition.entity.name}`
  const origin = new Subquery(select, 'column', start.source, keys[0]?.type ?? int, true)
  const resolve = async (execution: Execution): Promise<Node> => {
    const whole = (await keysNow(start, select, execution)).filter(row => row.every(value => value !== null))
    if (whole.length > maxTuples)
      throw new VantageError(
        `a reference with a key of ${keys.length} columns leads from ${whole.length} rows of another database, more than ${maxTuples}; narrow the set, or join the sets with TableJoin`,
        { kind: 'too-large', details: { count: whole.length } },
      )
    return anyOf(whole.map(row => hop.to.map((held, index) => held.eq(row[index])).reduce((all, one) => all.and(one))))
  }
  return new Deferred(bool, false, label, origin, resolve, true)
}

/** Fetched once per execution, for each occurrence of the target that waits for them. */
async function keysNow(
  { source }: SetState,
  select: Select,
  execution: Execution,
): Promise<readonly (readonly unknown[])[]> {
  let running = execution.deferred.get(select)
  if (running === undefined) {
    running = source.evaluate(select, execution)
    execution.deferred.set(select, running)
  }
  return unchecked<readonly (readonly unknown[])[]>(await running, 'what evaluate() of this select gives')
}

/** Each tuple binds its values one by one, and engines bound how many a statement may have. */
const maxTuples = 5000

/** True where one of the conditions is: as a balanced tree, which is not deep however many there are. */
function anyOf(conditions: readonly Node[]): Node {
  const [first, second] = conditions
  if (first === undefined) return new Constant(false)
  if (second === undefined) return first
  const half = conditions.length >> 1
  return anyOf(conditions.slice(0, half)).or(anyOf(conditions.slice(half)))
}
