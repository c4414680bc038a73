import type { Node, Template } from '@vantage-ts/core/adapter'
import { anyNode, type Inside } from './inside.ts'
import { linkIn } from './record-link.ts'
import { EmptyScope, Frame, PlacedScope } from './scope.ts'
import { conditionMark, variableOf } from './text-places.ts'
import { asTest, textOf } from './value.ts'

/**
 * The vendor text of a template with its operands in place.
 *
 * Shape: columns stand under their names in the database, values are bound; null is the vendor's business.
 */
export function vendorText(node: Template, inside: Inside): string {
  const places = placesOf(node)
  if (places.length === 0) return wholeText(node, inside)
  const [only] = node.args
  if (places[0]?.name === conditionMark && only !== undefined) return asTest(inside.whenTrue(only))
  const { frame: around } = inside.scope
  const isOutermost = inside.scope instanceof EmptyScope && !around.isInner
  const frame = isOutermost ? around : new Frame(inside.rendering, inside.scope)
  const text = wholeText(node, inside.at(new PlacedScope(frame, places)))
  // The rows outside are not seen in it: what it needs of them has names.
  if (isOutermost || frame.lets.length === 0) return text
  return `{ ${frame.lets.join('; ')}; ${text.startsWith('(') ? text : `(${text})`} }`
}

/** Variables that a text reads are told by its words. */
const placesOf = ({ places }: Template): Template['places'] =>
  places.length === 0 ? places : places.filter(({ name }) => variableOf(name) === undefined)

const wholeText = (node: Template, inside: Inside): string =>
  node.parts.reduce((text, part, index) => {
    const arg = node.argAfter(index - 1)
    return arg === undefined ? text + part : text + operandText(arg, inside) + part
  })

function operandText(node: Node, inside: Inside): string {
  const any = anyNode(node)
  if (any.kind === 'column' && linkIn(any.column.storage) === undefined)
    return (inside.scope.own(any) ?? inside.scope.frame.capture(any)).text
  if (any.kind === 'template' && !any.isTyped && placesOf(any).length > 0) return vendorText(any, inside)
  const value = inside.value(any)
  return textOf(value, value.isMicros === true ? `duration::from_micros(${value.text})` : value.text)
}

/** A template as an operand: a select in it gives the first column of its only row. */
export function templateText(node: Template, inside: Inside): string {
  const text = vendorText(node, inside)
  if (!isSelect(node)) return `(${text})`
  const value = node.type.name === 'json' || node.type.name === 'array' ? '$_r[0]' : firstColumn
  const single = `{ LET $_r = (${text}); IF array::len($_r) > 1 { THROW "vantage:cardinality" }; ${value} }`
  return inside.rendering.isInOrder || dependsOnRow(node) ? single : inside.rendering.hoistOnce(single)
}

const firstColumn = 'IF type::is_object($_r[0]) { object::values($_r[0])[0] } ELSE { $_r[0] }'

const isSelect = ({ parts }: Template): boolean => /^\s*SELECT\b/i.test(parts[0] ?? '')

/** Whether the text may look at the row outside, or at a variable of a block, so that it cannot be computed once. */
function dependsOnRow({ parts, args, scope }: Template): boolean {
  return scope !== undefined || args.some(arg => arg.scope !== undefined) || parts.some(part => /\$[A-Za-z]/.test(part))
}
