import { bool, float, int } from '@vantage-ts/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FieldForm } from './row-reader.ts'
import { RowScanner, type ScannerOptions } from './scanner.ts'

/** `VANTAGE_SEED` runs the same cases again. */
const seed = Number(process.env.VANTAGE_SEED ?? Date.now() % 2 ** 31)
console.log(`csv values: seed ${seed}`)

type Cell = string | number | boolean | null
type Options = Omit<ScannerOptions<readonly Cell[]>, 'file' | 'forms'>

/** The first fields of rows after the header, in a form. */
function cellsOf(content: string | Uint8Array, form: FieldForm, options: Options = {}): (Cell | undefined)[] {
  const scanner = new RowScanner<readonly Cell[]>({ file: 'x.csv', ...options, fields: [0], forms: [form] })
  return [scanner.push(Buffer.from(content)), scanner.finish()].flatMap(({ rows }) => rows.map(([cell]) => cell))
}
/** A field of two rows, the second at the end of the file. */
const bothOf = (text: string, form: FieldForm, newline = '\n') =>
  cellsOf(['a,b', `${text},`, `${text},`].join(newline), form)

const types = { whole: int, finite: float, truth: bool }
const forms = ['whole', 'finite', 'truth'] as const

describe.each(forms)('%s', form => {
  const type = types[form]
  const spelled = {
    whole: ['0', '7', '-7', '007', '-0', '999999999999999', '-999999999999999'],
    finite: ['0', '7', '-7', '0.5', '-0.0', '00.10', '123456789.012345', '0.00000000000001', '99999999999999.9'],
    truth: ['true', 'false'],
  }[form]
  it.each(spelled)('%s is read as the value that its text stands for', text => {
    const value = type.fromText(text)
    for (const newline of ['\n', '\r\n', '\r']) expect(bothOf(text, form, newline)).toEqual([value, value])
  })

  const others = [
    '',
    '+7',
    ' 7',
    '7 ',
    '7x',
    'x7',
    '.5',
    '5.',
    '1.2.3',
    '1e5',
    '-',
    '--7',
    '-.5',
    '0x1f',
    'NaN',
    'Infinity',
  ]
  const words = ['True', 'tru', 'truer', 't', 'f', 'falsey', '１', 'é']
  const longs = ['1234567890123456', '9007199254740993', '0.1234567890123456']
  const notWhole = form === 'whole' ? ['0.5', '-7.0'] : []
  it.each([...others, ...words, ...longs, ...notWhole])('"%s" stays a text', text => {
    const cell = text === '' ? null : text
    expect(bothOf(text, form)).toEqual([cell, cell])
  })

  it('what stands in quotes stays a text', () => {
    expect(cellsOf(`a,b\n"${spelled[1]}",\n`, form)).toEqual([spelled[1]])
  })

  it('is the same in every encoding', () => {
    const content = `a,b\n${spelled[1]},é\n`
    const value = type.fromText(spelled[1] ?? '')
    expect(cellsOf(content, form)).toEqual([value])
    expect(cellsOf(Buffer.from(content, 'latin1'), form, { encoding: 'latin1' })).toEqual([value])
    expect(cellsOf(Buffer.from(content, 'utf16le'), form, { encoding: 'utf-16le' })).toEqual([value])
  })
})

describe('a delimiter or quote that may stand in a value', () => {
  it.each(['.', '-', '1', 'e'])('%s delimits', delimiter => {
    const row = ['23', '4'].join(delimiter)
    for (const form of ['whole', 'finite'] as const)
      expect(cellsOf(`a${delimiter}b\n${row}\n`, form, { delimiter })).toEqual(['23'])
  })

  it.each(['.', '1', 'e'])('%s quotes, and is refused inside a field', quote => {
    const field = { '.': '2.5', '1': '214', e: 'true' }[quote]
    expect(() => cellsOf(`a,b\n${field},\n`, quote === 'e' ? 'truth' : 'finite', { quote })).toThrow(
      'a quote stands inside',
    )
  })
})

it('numbers of every length are read as their texts are', () => {
  const text = fc
    .record({
      sign: fc.constantFrom('', '-'),
      digits: fc.stringMatching(/^\d{1,18}$/),
      point: fc.integer({ min: 0, max: 18 }),
    })
    .map(
      ({ sign, digits, point }) =>
        sign + digits.slice(0, point) + (point < digits.length ? '.' : '') + digits.slice(point),
    )
  const property = fc.property(text, given => {
    for (const cell of bothOf(given, 'finite'))
      expect(typeof cell === 'string' ? float.fromText(cell) : cell).toBe(float.fromText(given))
  })
  fc.assert(property, { seed, numRuns: 2000 })
})

it('a filled text is never null, also in the first row of a file without a header', () => {
  expect(cellsOf('a,b\n,\n"",\nx,\n', 'filled')).toEqual(['', '', 'x'])
  expect(cellsOf(',\n,\n', 'filled', { header: false })).toEqual(['', ''])
})
