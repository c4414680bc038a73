import { VantageError } from '@vantage-ts/core/adapter'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CsvEncoding } from './dialect.ts'
import type { CsvRow } from './row-reader.ts'
import { RowScanner, type ScannerOptions } from './scanner.ts'
import { ByteBuilder } from '../file/byte-builder.ts'
import { RowAdder, rowWriter } from './writer.ts'

/** `VANTAGE_SEED` runs the same cases again. */
const seed = Number(process.env.VANTAGE_SEED ?? Date.now() % 2 ** 31)
console.log(`csv round trip: seed ${seed}`)
const run = { seed, numRuns: 200 }

interface Outcome {
  readonly rows: readonly (readonly [line: number, row: CsvRow])[]
  readonly fault?: string
}

/** What a scan gives when the bytes come in pieces of the given sizes, again and again. */
function scan(bytes: Uint8Array, pieces: readonly number[], options: Omit<ScannerOptions, 'file'>): Outcome {
  const rows: [number, CsvRow][] = []
  const take = (batch: { rows: readonly CsvRow[]; lines: readonly number[] }): void => {
    for (const [index, row] of batch.rows.entries()) rows.push([batch.lines[index] ?? 0, row])
  }
  try {
    const scanner = new RowScanner({ file: 'x.csv', ...options })
    for (let at = 0, turn = 0; at < bytes.length; turn++) {
      const size = pieces[turn % pieces.length] ?? 1
      take(scanner.push(bytes.subarray(at, at + size)))
      at += size
    }
    take(scanner.finish())
    scanner.finish()
    return { rows }
  } catch (thrown) {
    const { kind, message } = VantageError.from(thrown)
    return { rows, fault: `${kind}: ${message}` }
  }
}

function bytesOf(texts: readonly string[], encoding: CsvEncoding): Buffer {
  const bytes = new ByteBuilder(encoding)
  for (const text of texts) bytes.add(text)
  return bytes.taken()
}

const pieces = fc.array(fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 200 })), { minLength: 1 })
const newline = fc.constantFrom('\n' as const, '\r\n' as const, '\r' as const)
const delimiter = fc.constantFrom(',', ';', '\t', '|', ' ', ':')
const quote = fc.constantFrom('"', "'")

describe('what is written is what is read', () => {
  const awkward = fc.string({
    unit: fc.constantFrom(
      ',',
      ';',
      '"',
      "'",
      '\r',
      '\n',
      '\t',
      ' ',
      '|',
      'a',
      '0',
      'é',
      '東',
      '😀',
      '\ufeff',
      '\u2028',
    ),
  })
  const value = fc.option(
    fc.oneof(
      awkward,
      fc.string({ unit: 'binary' }).map(text => text.replaceAll('\0', '').toWellFormed()),
    ),
  )
  const table = fc
    .integer({ min: 1, max: 6 })
    .chain(width => fc.array(fc.array(value, { minLength: width, maxLength: width })))
  const encodings: readonly CsvEncoding[] = ['utf-8', 'latin1', 'utf-16le']

  it.each(encodings)('in %s', encoding => {
    const property = fc.property(
      table,
      newline,
      delimiter,
      quote,
      pieces,
      (given, newline, delimiter, quote, pieces) => {
        const rows = encoding === 'latin1' ? given.map(row => row.map(inLatin1)) : given
        const width = rows[0]?.length ?? 1
        const columns = Array.from({ length: width }, (_, index) => `column ${index}`)
        const dialect = { delimiter, quote, encoding }
        const write = rowWriter({ file: 'x.csv', dialect, newline, columns })
        const bytes = bytesOf([columns, ...rows].map(write), encoding)
        const added = new ByteBuilder(encoding)
        const adder = new RowAdder({ file: 'x.csv', dialect, newline, columns }, added)
        for (const [index, row] of [columns, ...rows].entries()) adder.add(row, index)
        expect(added.taken().equals(bytes)).toBe(true)
        const outcome = scan(bytes, pieces, dialect)
        expect(outcome.fault).toBeUndefined()
        expect(outcome.rows.map(([, row]) => row)).toEqual(rows)
        const every2 = columns.flatMap((_, index) => (index % 2 === 0 ? [index] : [])).reverse()
        const some = scan(bytes, pieces, { ...dialect, fields: every2 })
        expect(some.rows.map(([, row]) => row)).toEqual(rows.map(row => every2.map(index => row[index])))
        const headless = scan(bytes, pieces, { ...dialect, header: false, width })
        expect(headless.rows.map(([, row]) => row)).toEqual([columns, ...rows])
      },
    )
    fc.assert(property, run)
  })

  const inLatin1 = (value: string | null): string | null => value?.replace(/[\u0100-\u{10ffff}]/gu, 'ÿ') ?? null
})

describe('any bytes', () => {
  const units = fc.constantFrom(
    ...[',', '"', '\r', '\n', '\0', ' ', 'a', 'é', '😀', '\ufeff'].map(text => Buffer.from(text)),
  )
  const broken = fc.constantFrom(Buffer.of(0xff), Buffer.of(0xc3), Buffer.of(0xf0, 0x9f), Buffer.of(0xed, 0xa0, 0x80))
  const mostlyValid = fc.oneof({ weight: 30, arbitrary: units }, { weight: 1, arbitrary: broken })
  const content = fc.array(mostlyValid, { maxLength: 60 }).map(parts => Buffer.concat(parts))

  it('are cut anywhere and give the same rows, lines and fault', () => {
    const options = fc.record({ header: fc.boolean(), maxRowBytes: fc.constantFrom(5, 20, 1000) })
    const property = fc.property(content, pieces, options, (bytes, pieces, options) => {
      expect(scan(bytes, pieces, options)).toEqual(scan(bytes, [bytes.length + 1], options))
    })
    fc.assert(property, { ...run, numRuns: 800 })
  })

  it('are cut anywhere in UTF-16 too', () => {
    const property = fc.property(fc.uint8Array({ maxLength: 40 }), pieces, (bytes, pieces) => {
      const options = { encoding: 'utf-16le' as const, header: false }
      expect(scan(bytes, pieces, options)).toEqual(scan(bytes, [100], options))
    })
    fc.assert(property, { ...run, numRuns: 500 })
  })

  it('are accepted and refused as by a parser of a few lines, with the same rows', () => {
    const text = fc.string({
      unit: fc.constantFrom(',', '"', '\r', '\n', '\0', 'a', 'é', '""', 'a,b\n'),
      maxLength: 40,
    })
    let accepted = 0
    const property = fc.property(text, pieces, (text, pieces) => {
      const expected = parse(text)
      const { rows, fault } = scan(Buffer.from(text), pieces, { header: false })
      expect(fault === undefined).toBe(expected !== undefined)
      if (expected === undefined) return
      accepted++
      expect(rows.map(([, row]) => row)).toEqual(expected)
    })
    fc.assert(property, { ...run, numRuns: 800 })
    expect(accepted).toBeGreaterThan(50)
  })
})

/** RFC 4180 as a regular expression over the whole text: slow and short. Undefined for a malformed text. */
function parse(text: string): CsvRow[] | undefined {
  const field = /(?:"((?:[^"\0]|"")*)"|([^",\r\n\0]*))(,|\r\n|\r|\n|$)/y
  const rows: (string | null)[][] = []
  let row: (string | null)[] = []
  while (field.lastIndex < text.length || row.length > 0) {
    const found = field.exec(text)
    if (found === null) return undefined
    row.push(found[1]?.replaceAll('""', '"') ?? (found[2] || null))
    if (found[3] === ',') continue
    rows.push(row)
    row = []
  }
  const isBlank = (row: CsvRow): boolean => row.length === 1 && row[0] === null
  const first = rows.findIndex(row => !isBlank(row))
  const width = rows[first]?.length ?? 0
  const kept = rows.slice(Math.max(first, 0)).filter(row => width === 1 || !isBlank(row))
  if (first < 0) return []
  return kept.every(row => row.length === width) ? kept : undefined
}
