import { type AnyNode, type Operation, type Param, VantageError } from '@vantage-ts/core/adapter'
import { sidesOf } from './comparisons.ts'
import { isDuration } from './durations.ts'
import { anyNode, type Inside } from './inside.ts'
import { bothOperands } from './operands.ts'
import { linkIn, plainStorage } from './record-link.ts'
import { boundPlain, isOfOneType, recordValue } from './records.ts'
import { valueAt } from './scope.ts'
import { definePatterns } from './subquery-patterns.ts'
import { conditionOf, isPlain, negated, some, strict, textOf, type Value } from './value.ts'

/** Whether a value is, or is not, in a list without its nulls. A null is neither, unless the list is empty. */
export function membershipText(operation: Operation, wanted: boolean, inside: Inside): string {
  const [left, right] = bothOperands(operation)
  const list = anyNode(right)
  // `notIn` is the opposite of `in` in three-valued logic too.
  const isIn = (operation.operator === 'in') === wanted
  if (list.kind === 'param' && list.isList) return inList(anyNode(left), list, isIn, inside)
  if (list.kind === 'subquery' && list.mode === 'column') return inSubquery(anyNode(left), list, isIn, inside)
  throw new VantageError(`${operation.operator}() takes a list or a column of values`, { kind: 'invalid' })
}

/** A bound list is never empty: an empty one is decided before anything is compiled. */
function inList(left: AnyNode, list: Param, isIn: boolean, inside: Inside): string {
  const patterned = inPatterns(left, list, isIn, inside)
  if (patterned !== undefined) return patterned
  const [value, bound] = sidesOf(left, list, inside)
  if (!isIn) return conditionOf(value, `${value.text} NOT IN ${bound.text}`)
  return conditionOf(value, `${value.text} IN ${bound.text}`, isPlain(value) ? [] : value.guards)
}

/** Storages whose texts are unlike for unlike values. */
const comparableTexts: ReadonlySet<string> = new Set(['string', 'int', 'uuid'])

/** A column of the rows as text, to compare with patterns; undefined for anything else. */
function textField(node: AnyNode, { scope }: Inside): { read(): string | undefined } | undefined {
  if (node.kind !== 'column') return undefined
  const { storage } = node.column
  if (!comparableTexts.has(plainStorage(storage).name)) return undefined
  const place = scope.own(node)
  if (place === undefined || place.isId === true || place.part !== undefined) return undefined
  if (place.record !== undefined) return { read: () => scope.texts?.nameOf(textOf(valueAt(place))) }
  return { read: () => (storage.name === 'string' ? place.text : scope.texts?.nameOf(place.text)) }
}

/** Whether a list of this many values is looked up by patterns: the engine compares a list one by one, for every row. */
export const isLongList = (count: number): boolean => count > 64

/**
 * A long list as regular expressions, which the engine matches in one pass however many values they hold: 20,000 rows
 * against 10,000 values take a tenth of a second instead of eighteen.
 *
 * Shape: marks the slot of any list that could be looked up so; whoever runs the statement decides by its length.
 */
function inPatterns(left: AnyNode, list: Param, isIn: boolean, inside: Inside): string | undefined {
  const { rendering } = inside
  const field = textField(left, inside)
  if (field === undefined) return undefined
  const slot = rendering.slotOf(boundPlain(list, inside))
  rendering.patterned.add(slot)
  const { shards } = rendering.settings
  const text = shards === 0 ? undefined : field.read()
  if (text === undefined) return undefined
  const tests = Array.from({ length: shards }, (_, at) => `${text} = ${rendering.hoistOnce(`<regex>$_${slot}_${at}`)}`)
  const isMember = some(tests)
  return conditionOf(inside.value(left), isIn ? isMember : negated(isMember))
}

/** A list that the engine finds itself may turn out empty. */
function inSubquery(left: AnyNode, list: AnyNode & { kind: 'subquery' }, isIn: boolean, inside: Inside): string {
  const { value, members } = memberSides(left, list, inside)
  const both = { ...strict([members, value], ''), guards: value.guards }
  const isMember = memberTest(left, value, members, inside)
  // No member is null. Without its guard an index finds the members; a null as text may be taken for one of them.
  const isAlone = isPlain(value) && !inside.rendering.matchesPatterns
  if (isIn) return conditionOf(isAlone ? { ...both, guards: [] } : both, isMember)
  const isElsewhere = conditionOf({ ...value, lets: [] }, negated(isMember))
  // The engine copies a list for every row that its length is asked for.
  const isEmpty = `array::len(${members.text}) = 0`
  const { rendering, scope } = inside
  const isFixed = members.lets.length === 0
  const isOnce = isFixed && rendering.isAtTop(members.text)
  const empty = isOnce ? rendering.hoistOnce(isEmpty) : isFixed ? scope.frame.define(isEmpty) : isEmpty
  return conditionOf({ ...both, guards: [] }, some([empty, isElsewhere]))
}

/** A link is looked for among records, which an index on it finds. */
function memberSides(left: AnyNode, list: AnyNode & { kind: 'subquery' }, inside: Inside) {
  const link = left.kind === 'column' && isOfOneType(left.type, list.type) ? linkIn(left.column.storage) : undefined
  const value = link === undefined ? undefined : recordValue(left, link.table, inside)
  if (link !== undefined && value !== undefined) return { value, members: inside.recordMembers(list, link.table) }
  const isMicros = isDuration(left)
  return { members: inside.members(list, isMicros), value: isMicros ? inside.micros(left) : inside.value(left) }
}

/** One by one, or by patterns in the second of the two texts that a statement with such a list is made of. */
function memberTest(left: AnyNode, value: Value, members: Value, inside: Inside): string {
  const oneByOne = `${value.text} IN ${members.text}`
  const field = textField(left, inside)
  if (field === undefined || members.lets.length > 0 || !inside.rendering.isAtTop(members.text)) return oneByOne
  const { rendering } = inside
  const isLink = linkIn(left.storage) !== undefined
  const keys = isLink ? rendering.hoistOnce(`${members.text}.map(|$_x| $_x.id())`) : members.text
  const patterns = rendering.patternsOf(keys, definePatterns)
  const text = rendering.matchesPatterns ? field.read() : undefined
  return text === undefined ? oneByOne : some(patterns.names.map(name => `${text} = ${name}`))
}
