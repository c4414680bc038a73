import { toMilliseconds } from '../types/moment.ts'
import { VantageError } from '../errors/vantage-error.ts'
import { refusePromise } from '../expression/given-promise.ts'
import { type AnyNode, type ColumnNode, Literal, Node, Now, Placeholder, Template } from '../expression/node.ts'
import { walk } from '../expression/walk.ts'
import { checkBelongs, type SetState } from '../set/state.ts'
import type { Definition } from '../set/definition.ts'
import { unchecked } from '../types/cast.ts'
import type { Type } from '../types/type.ts'
import { refused } from './checked-value.ts'

type Columns = Pick<SetState, 'definition' | 'source'>

/** What is given for a column: a value to check, or an expression to compute it by. */
export type Given = { readonly value: unknown } | { readonly node: Node }

/**
 * Tells a value from an expression and checks that the expression fits the column.
 *
 * Shape: `columns` are the set that the expression may name; a function is called with its columns.
 * Errors: `invalid` for undefined, lists and columns of other sets; `type-mismatch` for an expression of another type.
 */
export function givenFor(target: Definition, column: ColumnNode, given: unknown, columns: Columns): Given {
  const answer: unknown = typeof given === 'function' ? given(columns.definition.columns) : given
  if (answer === undefined)
    throw refused(target, column.column, 'was given undefined; leave it out, or give null', 'invalid')
  refusePromise(answer, () => column.preview())
  if (!(answer instanceof Node)) return { value: answer }
  if (answer instanceof Placeholder)
    throw refused(target, column.column, 'a parameter of prepare() stands for a value of a read', 'invalid')
  if (answer instanceof Literal) return { value: answer.value }
  const node = isFreeText(answer) ? answer.as(column.type) : momentOf(column, answer)
  checkBelongs(node, columns)
  if (isWidened(column.type, node.type) && !node.isList) return { node: node.toFloat() }
  checkFits(target, column, node)
  return { node }
}

/** The moment of the execution, cut to what the column holds. */
function momentOf({ type }: ColumnNode, node: Node): Node {
  const { units } = type
  if (!(node instanceof Now) || units === undefined || type.name === node.type.name) return node
  return node.map(type, (moment: Temporal.Instant) => (units === 'ms' ? toMilliseconds(moment) : moment))
}

/** Vendor text without a source or a type takes those of its place. */
const isFreeText = (node: Node): node is Template =>
  node instanceof Template && node.source === undefined && !node.isTyped

function checkFits(target: Definition, { column }: ColumnNode, node: Node): void {
  if (node.isList)
    throw refused(target, column, `${node.preview()} gives a list, and a column holds one value`, 'invalid')
  if (fits(column.type, node.type) && !(node instanceof Template && !node.isTyped)) return
  const why = `is ${nameOf(column.type)} and takes no ${nameOf(node.type)}; convert the expression, or give the text its type with .as()`
  throw refused(target, column, why, 'type-mismatch')
}

/** Whole numbers are floats too, once they are made such. */
const isWidened = (wanted: Type<unknown>, given: Type<unknown>): boolean =>
  wanted.arithmetic === 'float' && given.arithmetic === 'int'

/** `array of int`, `enum`, `text`. */
const nameOf = ({ name, item }: Type<unknown>): string => (item === undefined ? name : `${name} of ${nameOf(item)}`)

/** Whether every value of a type is one of another; what bounds decimals further is looked at when they are stored. */
function fits(wanted: Type<unknown>, given: Type<unknown>): boolean {
  if (wanted.name === 'text' && given.name === 'enum') return true
  if (wanted.name !== given.name) return false
  // Items are not looked at when they are stored.
  if (wanted.item !== undefined && given.item !== undefined)
    return wanted.item.name === given.item.name && areWithin(given.item, wanted.item) && fits(wanted.item, given.item)
  const { members } = wanted
  return members === undefined || given.members === undefined || given.members.every(one => members.includes(one))
}

/** Whether decimals of one type are within the bounds of another. */
const areWithin = ({ digits: given }: Type<unknown>, { digits: wanted }: Type<unknown>): boolean =>
  wanted === undefined ||
  (given !== undefined &&
    given.scale <= wanted.scale &&
    given.precision - given.scale <= wanted.precision - wanted.scale)

/** Whether an expression is known to give null for some rows; of vendor text and async code nobody knows. */
export function mayGiveNull(node: Node): boolean {
  if (!node.isNullable) return false
  let isUnknown = false
  walk([node], part => {
    isUnknown ||= part.kind === 'deferred' || part.kind === 'template'
    return part.kind !== 'subquery'
  })
  return !isUnknown
}

/** The node of a column that can be written: by name, ready, or as a function of the columns. */
export function writtenColumn(definition: Definition, given: unknown): ColumnNode {
  if (typeof given === 'string') return definition.stored(given)
  const answer: unknown = typeof given === 'function' ? given(definition.columns) : given
  const node =
    answer instanceof Node ? unchecked<AnyNode>(answer, 'the classes of AnyNode are all there are') : undefined
  const isOurs = node?.kind === 'column' && node.occurrence.key === definition.occurrence.key
  // The same table may have been opened again.
  if (isOurs && node.occurrence.source.database === definition.source.database) return definition.stored(node.name)
  throw new VantageError(`set() takes a stored column of ${definition.entity.name}, such as u => u.name`, {
    kind: 'invalid',
    details: { entity: definition.entity.name },
  })
}
