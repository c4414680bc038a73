import { allOf, closureOf, operandOf, QlExpression, someOf, variableOf, word } from './expression.ts'
import { braced, writeLast, writeResult } from './phrase.ts'
import { call } from './call.ts'
import type { Input, Lambda } from './input.ts'
import { invalid } from './invalid.ts'
import { typeText } from './type-text.ts'
import { databaseParameter, nameText, parameterName } from './name.ts'
import { Identifier, rawExpression, rawText } from './raw-text.ts'
import { fieldOf } from './rows.ts'
import type { Writer } from './writer.ts'

/** A field of the row or record that is looked at: `field('name')`, `field('address', 'city')`. */
export function field(name: string, ...inside: readonly string[]): QlExpression {
  const first = fieldOf(name)
  return inside.length === 0 ? first : first.get(...inside)
}
/** All fields of the rows: `*`. */
export const all: QlExpression = word('*')
/** No value at all, which is not null. */
export const none: QlExpression = word('NONE')
/** The row that is looked at. */
export const self: QlExpression = word('$this')
/** The row of the select around this one. */
export const parent: QlExpression = word('$parent')
/** The record before a write, in what it returns. */
export const before: QlExpression = word('$before')
export const after: QlExpression = word('$after')
/** The record that was to be inserted, in `onDuplicateKeyUpdate`. */
export const input: QlExpression = word('$input')

/** A value as it is bound, for the left side of an operator. */
export const value = (given: Input): QlExpression => operandOf(given, 'value')
/**
 * A variable that `let`, `for` or raw text defines before it: `variable('total')` is `$total`.
 *
 * Errors: `invalid` where nothing does, when the statement is rendered or runs.
 */
export const variable = (name: string): QlExpression => variableOf(parameterName(name, 'variable'))
/**
 * A parameter of the database or the session: `param('vat')` is `$vat` of `DEFINE PARAM $vat`, `param('auth')` the user's record.
 *
 * Shape: NONE where the database has none of that name, which is known only there.
 */
export const param = (name: string): QlExpression => {
  const text = databaseParameter(name)
  return new QlExpression(out => out.parameter(text))
}
/** A function of values: `closure((a, b) => a.plus(b))`; functions that take one take the arrow function itself too. */
export const closure = (lambda: Lambda): QlExpression => {
  if (typeof lambda !== 'function') throw invalid('closure() takes a function of expressions')
  return closureOf(lambda, 'closure')
}

/** Whether all conditions hold. Errors: `invalid` for none. */
export const and = (...conditions: readonly Input[]): QlExpression =>
  some(allOf(conditions.map(one => operandOf(one, 'and'))), 'and')
/** Whether one of the conditions holds. Errors: `invalid` for none. */
export const or = (...conditions: readonly Input[]): QlExpression =>
  some(someOf(conditions.map(one => operandOf(one, 'or'))), 'or')
export const not = (condition: Input): QlExpression => operandOf(condition, 'not').not()

function some(condition: QlExpression | undefined, place: string): QlExpression {
  if (condition === undefined) throw invalid(`${place}() of no conditions; leave it out, or write what it means`)
  return condition
}

const here = new QlExpression(() => {})
const record = word('@')
/** A path from the record that is looked at: `to('buys').to('product')`. */
export const to = here.to.bind(here)
export const back = here.back.bind(here)
export const both = here.both.bind(here)
/** A path again and again from the record that is looked at: `@.{1..3}(->knows->person)`. */
export const recurse = record.recurse.bind(record)

/** `<type>value` */
export const cast = (type: string, of: Input): QlExpression => {
  typeText(type, 'cast')
  return operandOf(of, 'cast').cast(type)
}

/** How many rows or items there are, or how many of them meet a condition. */
export const count = (of?: Input): QlExpression => call('count', of === undefined ? [] : [of])

/** A function that the database defines: `fn('score')(p.age)` is `fn::score(age)`. */
export function fn(...path: readonly string[]): (...args: readonly (Input | Lambda)[]) => QlExpression {
  if (path.length === 0) throw invalid('fn() takes the name of a function of the database')
  const name = path.map(part => nameText(part, 'fn()')).join('::')
  return (...args) => call(`fn::${name}`, args)
}

/** A branch: `when(p.age.gt(17), 'adult').otherwise('child')`. */
export const when = (condition: Input, then: Input): Branches => new Branches([branchOf(condition, then)])

interface Branch {
  readonly condition: QlExpression
  readonly then: QlExpression
}

const branchOf = (condition: Input, then: Input): Branch => ({
  condition: operandOf(condition, 'when'),
  then: operandOf(then, 'when'),
})

/** `IF … { … } ELSE IF … { … } ELSE { … }` */
const writeBranches =
  (branches: readonly Branch[], otherwise?: QlExpression) =>
  (out: Writer): void => {
    out.each(
      branches,
      ({ condition, then }) => {
        out.text('IF ')
        condition.write(out)
        out.text(' { ')
        writeResult(out, then)
        out.text(' }')
      },
      ' ELSE ',
    )
    if (otherwise === undefined) return
    out.text(' ELSE { ')
    writeResult(out, otherwise)
    out.text(' }')
  }

/** Values by conditions: the first that holds. NONE where none does. */
export class Branches extends QlExpression {
  readonly #branches: readonly Branch[]
  constructor(branches: readonly Branch[]) {
    super(writeBranches(branches), { isClosed: false })
    this.#branches = branches
  }
  when(condition: Input, then: Input): Branches {
    return new Branches([...this.#branches, branchOf(condition, then)])
  }
  /** What it is where no condition holds. The result is an expression like the others: its own `otherwise` is `?:`. */
  override otherwise(value: Input): QlExpression {
    return new QlExpression(writeBranches(this.#branches, operandOf(value, 'otherwise')), { isClosed: false })
  }
}

/** Names values of the row for what does not see it: `given({ age: p.age }, ({ age }) => array.map(p.years, y => y.minus(age)))`. */
export function given<const Name extends string>(
  values: { readonly [Each in Name]: Input },
  build: (named: { readonly [Each in Name]: QlExpression }) => Input,
): QlExpression {
  const made = Object.entries<Input>(values).map(
    ([name, of]) =>
      [unusedName(parameterName(name, 'given'), values), operandOf(of, `given(): ${name}`), name] as const,
  )
  if (made.length === 0) throw invalid('given() takes values by name')
  // A field may be named as what every object has.
  const names: Record<string, QlExpression> = Object.create(null)
  for (const [text, , name] of made) names[name] = variableOf(text)
  const before = namesInUse
  namesInUse = new Set([...before, ...made.map(([text]) => text)])
  try {
    return givenOf(made, operandOf(build(names as { readonly [Each in Name]: QlExpression }), 'given'))
  } finally {
    namesInUse = before
  }
}

/** The names of what is given around, while the inside is built: those inside would hide them. */
let namesInUse: ReadonlySet<string> = new Set()

function unusedName(name: string, beside: object): string {
  let text = name
  for (let count = 2; namesInUse.has(text) || (text !== name && Object.hasOwn(beside, text)); count++)
    text = `${name}_${count}`
  return text
}

function givenOf(
  made: readonly (readonly [text: string, of: QlExpression, name: string])[],
  body: QlExpression,
): QlExpression {
  return new QlExpression(
    out => {
      out.text('{ ')
      out.scope(() => {
        for (const [text, of] of made) {
          out.text(`LET $${text} = `)
          of.write(out)
          out.define(text)
          out.text('; ')
        }
        writeLast(out, body)
      })
      out.text(' }')
    },
    { ...braced, isBlock: true },
  )
}

/** Fails the statement with a message. */
export const throwError = (message: Input): QlExpression => {
  const made = operandOf(message, 'throwError')
  return new QlExpression(out => {
    out.text('THROW ')
    made.write(out)
  })
}
/** Ends the loop that it stands in. */
export const breakLoop: QlExpression = word('BREAK')
/** Goes on with the next turn of the loop. */
export const continueLoop: QlExpression = word('CONTINUE')

/** Text of the language with values bound: `` ql`${p.age} % ${7}` ``. It takes no text that was put together. */
export const ql = (parts: TemplateStringsArray, ...values: readonly unknown[]): QlExpression =>
  rawExpression(rawText(parts, values))
/** A name in raw text, quoted where it must be. */
export const ident = (...path: readonly string[]): Identifier => new Identifier(path)
