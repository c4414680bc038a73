import { type Operation, type OperatorName, VantageError } from '@vantage-ts/core/adapter'
import type { Inside, Lower } from './inside.ts'
import { onlyOperand } from './operands.ts'
import { strict, type Value } from './value.ts'

/** Renders a text function of all operands. */
const made =
  (make: (...operands: string[]) => string): Lower =>
  (operation: Operation, inside: Inside): Value => {
    const operands = operation.args.map(arg => inside.value(arg))
    return strict(operands, make(...operands.map(({ text }) => text)))
  }

const capitals = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']

/** ASCII letters only: the engine's own function changes all of Unicode, which is right for ASCII text alone. */
const folded = (own: string, change: (letter: string) => readonly [string, string]): string => {
  const steps = capitals.map(letter => {
    const [from, to] = change(letter)
    return `.replace("${from}", "${to}")`
  })
  return `(|$_s| IF string::is_ascii($_s) { ${own}($_s) } ELSE { $_s${steps.join('')} })`
}
const lowered = folded('string::lowercase', letter => [letter, letter.toLowerCase()])
const raised = folded('string::uppercase', letter => [letter.toLowerCase(), letter])

export const lowerText = (text: string): string => `${lowered}(${text})`

const digits =
  (start: number, end: number): ((text: string) => string) =>
  text =>
    `<int>string::slice(${text}, ${start}, ${end})`

type Part = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second'
type Read = { readonly [Name in Part]?: (text: string) => string }
const dateParts: Read = { year: digits(0, 4), month: digits(5, 7), day: digits(8, 10) }

/** Where the parts stand in the fixed-width texts of plain types. */
const plainParts: { readonly [typeName in string]?: Read } = {
  plainDate: dateParts,
  plainTime: { hour: digits(0, 2), minute: digits(3, 5), second: digits(6, 8) },
  plainDateTime: { ...dateParts, hour: digits(11, 13), minute: digits(14, 16), second: digits(17, 19) },
}

const part =
  (name: Part): Lower =>
  (operation, inside) => {
    const operand = onlyOperand(operation)
    const value = inside.value(operand)
    const read =
      operand.type.units === undefined
        ? plainParts[operand.type.name]?.[name]
        : (text: string) => `time::${name}(${text})`
    if (read === undefined)
      throw new VantageError(`${operand.type.name} has no ${name}`, {
        kind: 'invalid',
        details: { type: operand.type.name },
      })
    return strict([value], read(value.text))
  }

export const textOperators = {
  lower: made(lowerText),
  upper: made(text => `${raised}(${text})`),
  length: made(text => `string::len(${text})`),
  concat: made((...texts) => `string::concat(${texts.join(', ')})`),
  substring: made((text, start, count) =>
    count === undefined ? `string::slice(${text}, ${start})` : `string::slice(${text}, ${start}, ${start} + ${count})`,
  ),
  year: part('year'),
  month: part('month'),
  day: part('day'),
  hour: part('hour'),
  minute: part('minute'),
  second: part('second'),
} satisfies { readonly [Name in OperatorName]?: Lower }
