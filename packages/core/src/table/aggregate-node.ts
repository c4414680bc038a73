import { VantageError } from '../errors/vantage-error.ts'
import { Aggregate, type AggregateName, Literal, type Node } from '../expression/node.ts'
import { expressionOf, type SetState } from '../set/state.ts'
import { float } from '../types/float.ts'
import { text } from '../types/text.ts'
import { accept, type Type } from '../types/type.ts'

/** What an aggregate cannot be computed of, and why; undefined where it can. */
function misfit(name: AggregateName, type: Type<unknown>): string | undefined {
  switch (name) {
    case 'count':
      return undefined
    case 'min':
    case 'max':
      return type.isOrdered ? undefined : 'has no order'
    case 'sum':
    case 'avg':
      return type.arithmetic === undefined ? 'does not add up' : undefined
    case 'percentile':
      return isPlainNumber(type) ? undefined : 'has no exact value between two others; take int, bigint or float'
    case 'concat':
      return type.name === 'text' ? undefined : 'is no text'
  }
}

const isPlainNumber = ({ arithmetic }: Type<unknown>): boolean =>
  arithmetic === 'int' || arithmetic === 'bigint' || arithmetic === 'float'

/** An aggregate of a column over a set. Errors: `invalid` for a type that it has no meaning for. */
export function aggregateNode(state: SetState, name: AggregateName, column: unknown, option?: Node): Aggregate {
  if (name === 'count' && column === undefined) return new Aggregate('count', undefined)
  const verb = name === 'concat' ? 'groupConcat' : name
  const node = expressionOf(column, state, verb)
  const why = misfit(name, node.type)
  if (why === undefined) return new Aggregate(name, node, option)
  throw new VantageError(`${verb}() of ${node.preview()}: ${node.type.name} ${why}`, {
    kind: 'invalid',
    details: { entity: state.definition.entity.name, field: node.preview() },
  })
}

/** Which percentile: 0 is the least value, 0.5 the median, 1 the greatest. Errors: `invalid` outside. */
export function fractionNode(fraction: unknown): Node {
  if (typeof fraction === 'number' && fraction >= 0 && fraction <= 1) return new Literal(float, fraction + 0)
  throw new VantageError('percentile() takes a fraction from 0 to 1, such as 0.9', { kind: 'invalid' })
}

/** What stands between joined texts. Errors: `invalid` for anything but text. */
export function separatorNode(separator: unknown): Node {
  if (typeof separator === 'string') return new Literal(text, accept(text, separator, 'the separator of groupConcat()'))
  throw new VantageError('groupConcat() takes its separator as text', { kind: 'invalid' })
}
