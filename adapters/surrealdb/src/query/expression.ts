import { Literal, type Node, objectOf, templateOperand, VantageError } from '@vantage-ts/core/adapter'
import type { Input, Lambda } from './input.ts'
import { invalid, wholeNumber } from './invalid.ts'
import { nameText } from './name.ts'
import { needApart } from './names-apart.ts'
import { writeChain } from './chain.ts'
import { OrderKey } from './order-key.ts'
import { Part } from './part.ts'
import { type Edges, edgeText, pickedOf } from './path.ts'
import { Operators } from './operators.ts'
import { braced, open, writeBeside } from './phrase.ts'
import { depthText, type Recursion } from './recursion.ts'
import { typeText } from './type-text.ts'
import { tooDeep, type Writer } from './writer.ts'

/**
 * An expression of SurrealQL, without a type of its value: the database knows it.
 *
 * Shape: immutable; operators and paths give new ones. `Tag` keeps expressions of two languages apart.
 */
export class QlExpression extends Operators {
  /** Phantom: the language it belongs to. */
  declare readonly '~language': 'surrealql'

  protected override infix(sign: string, value: unknown, place: string): QlExpression {
    return infix(this, sign, value, place)
  }

  isNone(): QlExpression {
    return infix(this, '=', none, 'isNone')
  }
  isNotNone(): QlExpression {
    return infix(this, '!=', none, 'isNotNone')
  }
  isNull(): QlExpression {
    return infix(this, '=', null, 'isNull')
  }
  isNotNull(): QlExpression {
    return infix(this, '!=', null, 'isNotNull')
  }

  /** Whether an array, a range, an object or a text has it. Errors: `invalid` for an empty list. */
  inside(values: Input): QlExpression {
    return infix(this, 'IN', listed(values, 'inside'), 'inside')
  }
  notInside(values: Input): QlExpression {
    return infix(this, 'NOT IN', listed(values, 'notInside'), 'notInside')
  }
  /** Full-text search, by an index on the field; the number is for `search.score` and `search.highlight`. */
  matches(text: Input, number?: number): QlExpression {
    return infix(this, number === undefined ? '@@' : `@${wholeNumber(number, 'matches')}@`, text, 'matches')
  }

  /** Whether it is among the nearest vectors: by a distance such as `COSINE`, or by an index with so much effort. */
  nearest(vector: Input, count: number, by: string | number): QlExpression {
    if (typeof by === 'string' && !/^[A-Z]+$/.test(by)) throw invalid('nearest() takes a distance, such as COSINE')
    const how = typeof by === 'string' ? by : wholeNumber(by, 'nearest')
    return infix(this, `<|${wholeNumber(count, 'nearest')},${how}|>`, vector, 'nearest')
  }

  and(...others: readonly Input[]): QlExpression {
    return chain('AND', [this, ...others.map(other => operandOf(other, 'and'))])
  }
  or(...others: readonly Input[]): QlExpression {
    return chain('OR', [this, ...others.map(other => operandOf(other, 'or'))])
  }
  not(): QlExpression {
    return prefix('!', this)
  }

  negate(): QlExpression {
    return prefix('-', this)
  }
  /** `<type>value`: `cast('array<int>')`. */
  cast(type: string): QlExpression {
    const text = typeText(type, 'cast')
    return new QlExpression(
      out => {
        out.text(`<${text}>`)
        writeBeside(out, this)
      },
      { isClosed: false },
    )
  }

  /** A field of an object, or of every object in an array. */
  get(...names: readonly string[]): QlExpression {
    const texts = names.map(name => nameText(name, 'get()'))
    if (texts.length === 0) throw invalid('get() takes the name of a field')
    return this.path(out => out.text(`.${texts.join('.')}`))
  }
  /** The rest of the path gives NONE where there is nothing yet. */
  optional(): QlExpression {
    return this.path(out => out.text('.?'))
  }
  /** An item by its place, 0 is the first; a field by an expression of its name; a part by a range. */
  at(place: Input): QlExpression {
    const index = typeof place === 'number' ? wholeNumber(place, 'at') : operandOf(place, 'at')
    return this.path(out => {
      out.text('[')
      if (typeof index === 'number') out.text(String(index))
      else index.write(out)
      out.text(']')
    })
  }
  last(): QlExpression {
    return this.path(out => out.text('[$]'))
  }
  /** All items, or all values of an object; of a record, its fields. */
  all(): QlExpression {
    return this.path(out => out.text('.*'))
  }
  /** The items of an array that meet a condition on their fields. */
  items(condition: Input): QlExpression {
    const made = operandOf(condition, 'items')
    return this.path(
      out => {
        out.text('[WHERE ')
        out.within('items', undefined, () => made.write(out))
        out.text(']')
      },
      { isApart: true },
    )
  }
  /** An object of some fields: `pick('name', { bought: to('buys').to('product') })`. */
  pick(...fields: readonly (string | { readonly [name: string]: QlExpression })[]): QlExpression {
    const picked = fields.flatMap(pickedOf)
    if (picked.length === 0) throw invalid('pick() takes the names of fields')
    needApart(
      picked.map(({ name }) => name),
      'fields that are picked',
    )
    return this.path(
      out => {
        out.text('.{ ')
        out.within('items', undefined, () =>
          out.each(picked, ({ name, of }) => {
            out.text(name)
            if (of === undefined) return
            out.text(': ')
            of.writeHere(out)
          }),
        )
        out.text(' }')
      },
      { isApart: true },
    )
  }
  /** A function as a method of the value: `call('uppercase')`, `call('map', x => x.plus(1))`. */
  call(method: string, ...args: readonly (Input | Lambda)[]): QlExpression {
    if (typeof method !== 'string' || !/^[a-z][a-z0-9_]*(?:::[a-z0-9_]+)*$/.test(method))
      throw invalid('call() takes the name of a function, such as uppercase')
    return methodCall(this, method, args)
  }

  /** Calls this function: `variable('twice').invoke(2)`. */
  invoke(...args: readonly Input[]): QlExpression {
    const made = args.map(arg => operandOf(arg, 'invoke'))
    // Bracketed, since nothing may follow a call of a function that has a name.
    return new QlExpression(out => {
      out.text('(')
      writeBeside(out, this)
      out.text('(')
      out.each(made, arg => arg.write(out))
      out.text('))')
    })
  }

  /** Along edges out of a record: `to('buys')`, and to what is at their end: `to('buys').to('product')`. */
  to(...edges: readonly Edges[]): QlExpression {
    return along(this, '->', edges)
  }
  /** Back along edges into a record: `back('buys').back('person')`. */
  back(...edges: readonly Edges[]): QlExpression {
    return along(this, '<-', edges)
  }
  /** Along edges in both directions. */
  both(...edges: readonly Edges[]): QlExpression {
    return along(this, '<->', edges)
  }
  /** A path again and again: `recurse({ to: 3, gives: 'collect' }, to('knows').to('person'))`; without one, of what follows. */
  recurse(how: Recursion = {}, path?: QlExpression): QlExpression {
    const { shortest } = how
    const depth = depthText(how)
    return this.path(
      out => {
        out.text(`.{${depth}`)
        if (shortest !== undefined) {
          out.text('+shortest=')
          shortest.write(out)
        }
        if (how.inclusive === true) out.text('+inclusive')
        out.text('}')
        if (path === undefined) return
        out.text('(')
        out.within('items', undefined, () => path.writeHere(out))
        out.text(')')
      },
      { isApart: true },
    )
  }
  /** In a recursion, what is picked here is picked again at the next level. */
  again(): QlExpression {
    return this.path(out => out.text('.@'))
  }

  asc(): OrderKey {
    return new OrderKey(this, 'ASC')
  }
  desc(): OrderKey {
    return new OrderKey(this, 'DESC')
  }

  /** This, and more after it. */
  protected path(more: (out: Writer) => void, { isApart = this.form.isApart === true } = {}): QlExpression {
    return new QlExpression(
      out => {
        this.writeStart(out)
        more(out)
      },
      { isApart },
    )
  }
  /** For functions of this module that lengthen paths. */
  static longer(start: QlExpression, more: (out: Writer) => void, isApart: boolean): QlExpression {
    return start.path(more, { isApart: isApart || start.form.isApart === true })
  }
}

function along(start: QlExpression, arrow: string, edges: readonly Edges[]): QlExpression {
  const made = edges.map(one => edgeText(one, arrow))
  const [first, second] = made
  if (first === undefined) throw invalid('a path takes the name of a table of edges, or anyEdge')
  const isApart = edges.some(one => typeof one !== 'string')
  return QlExpression.longer(
    start,
    out => {
      out.text(second === undefined ? arrow : `${arrow}(`)
      out.each(made, one => one(out))
      if (second !== undefined) out.text(')')
    },
    isApart,
  )
}

/** Two operands with a sign or words between them. */
export function infix(left: QlExpression, sign: string, value: unknown, place: string): QlExpression {
  const right = operandOf(value, place)
  return new QlExpression(
    out => {
      writeBeside(out, left)
      out.text(` ${sign} `)
      writeBeside(out, right)
    },
    sign === '=' ? braced : open,
  )
}

const prefix = (sign: string, of: QlExpression): QlExpression =>
  new QlExpression(out => {
    out.text(sign)
    writeBeside(out, of)
  }, open)

const chains = new WeakMap<QlExpression, { readonly word: string; readonly parts: readonly QlExpression[] }>()
/** A chain of one operator, flat: long ones would nest, and are cut into shorter ones. */
function chain(word: 'AND' | 'OR', parts: readonly QlExpression[]): QlExpression {
  const flat = parts.flatMap(part => {
    const known = chains.get(part)
    return known?.word === word ? known.parts : [part]
  })
  const made = new QlExpression(out => writeChain(out, word, flat), open)
  chains.set(made, { word, parts: flat })
  return made
}

/** Conditions of which all must hold; undefined for none. */
export const allOf = (conditions: readonly QlExpression[]): QlExpression | undefined => {
  const [first, second] = conditions
  return second === undefined ? first : chain('AND', conditions)
}
export const someOf = (conditions: readonly QlExpression[]): QlExpression | undefined => {
  const [first, second] = conditions
  return second === undefined ? first : chain('OR', conditions)
}

/** A word of the language. */
export const word = (text: string, isClosed = true): QlExpression =>
  new QlExpression(out => out.text(text), { isClosed })
const none = word('NONE')
/** A variable, by a name that was looked at. */
export const variableOf = (name: string): QlExpression => new QlExpression(out => out.variable(name))

/** A value that is bound, or an expression of a set. */
export class Bound extends QlExpression {
  readonly node: Node
  constructor(node: Node) {
    super(out => {
      if (node instanceof Literal && node.value === null) out.text('NULL')
      else out.operand(node)
    })
    this.node = node
  }
}

const maxValueDepth = 100

/** Turns what stands where a value is wanted into an expression. Errors: `invalid`, naming the place. */
export function operandOf(value: unknown, place: string, depth = 0): QlExpression {
  if (value instanceof QlExpression) return value
  if (value === undefined) throw invalid(`${place}() was given undefined; null stands for a missing value`)
  if (value instanceof Part) throw invalid(`${place}() takes a value or an expression`)
  if (typeof value === 'function')
    throw invalid(`${place}() takes a value or an expression; of rows it takes one of their fields`)
  // One that holds itself would never end.
  if (depth > maxValueDepth) throw tooDeep('a value')
  if (Array.isArray(value)) return arrayOf(value, place, depth + 1)
  const given = objectOf(value)
  if (given !== undefined && isPlain(given)) return recordOf(given, place, depth + 1)
  try {
    return new Bound(templateOperand(value))
  } catch (thrown) {
    throw VantageError.from(thrown).withContext(`${place}()`)
  }
}

const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}

/** `[a, b]` */
function arrayOf(items: readonly unknown[], place: string, depth: number): QlExpression {
  const made = items.map((item, index) => operandOf(item, `${place}[${index}]`, depth))
  return new QlExpression(out => {
    out.text('[')
    out.each(made, item => item.write(out))
    out.text(']')
  })
}

/** `{ a: 1 }`; what is undefined is left out. */
function recordOf(fields: object, place: string, depth: number): QlExpression {
  const made = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [nameText(name, `${place}()`), operandOf(value, `${place}(): ${name}`, depth)] as const)
  return new QlExpression(out => {
    if (made.length === 0) return out.text('{}')
    out.text('{ ')
    out.each(made, ([name, value]) => {
      out.text(`${name}: `)
      value.write(out)
    })
    out.text(' }')
  }, braced)
}

function listed(values: unknown, place: string): unknown {
  if (Array.isArray(values) && values.length === 0)
    throw invalid(`${place}() of an empty list; leave the condition out, or write what it means`)
  return values
}

let closures = 0

/** A function of values, which the database calls: `|$x1| $x1 + 1`. */
export function closureOf(lambda: Lambda, place: string): QlExpression {
  const depth = closures
  if (depth > maxValueDepth) throw tooDeep('a closure')
  const count = Math.max(1, lambda.length)
  const names = Array.from({ length: count }, (_, index) => `$x${depth + index + 1}`)
  closures += count
  try {
    const result: unknown = lambda(...names.map(name => word(name)))
    const body = operandOf(result, place)
    return new QlExpression(
      out => {
        out.text(`|${names.join(', ')}| `)
        out.within('closure', undefined, () => writeBeside(out, body))
      },
      { isClosed: false, isApart: true },
    )
  } finally {
    closures = depth
  }
}

/** Arguments of a function, closures among them. */
export const argumentsOf = (args: readonly unknown[], place: string): readonly QlExpression[] =>
  args.map(arg => (isLambda(arg) ? closureOf(arg, place) : operandOf(arg, place)))

const isLambda = (value: unknown): value is Lambda =>
  typeof value === 'function' && Object.getPrototypeOf(value) !== null

export function methodCall(of: QlExpression, method: string, args: readonly unknown[]): QlExpression {
  const made = argumentsOf(args, method)
  return QlExpression.longer(
    of,
    out => {
      out.text(`.${method}(`)
      out.each(made, arg => arg.writeHere(out))
      out.text(')')
    },
    made.some(({ form }) => form.isApart === true),
  )
}
