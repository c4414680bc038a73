import { VantageError } from '@vantage-ts/core/adapter'
import { describe, expect, it } from 'vitest'
import { type DialectOptions, dialectOf } from './dialect.ts'
import { ByteBuilder } from '../file/byte-builder.ts'
import { RowAdder, type RowTarget, rowWriter } from './writer.ts'

function writerOf(options: DialectOptions = {}, more: Partial<RowTarget> = {}): ReturnType<typeof rowWriter> {
  return rowWriter({ file: 'x.csv', dialect: dialectOf(options), newline: '\n', columns: ['a'], ...more })
}

describe('rowWriter', () => {
  it.each([
    ['plain', 'plain'],
    ['in the middle', 'in the middle'],
    ['', '""'],
    [null, ''],
    ['a,b', '"a,b"'],
    ['a;b', 'a;b'],
    ['say "hi"', '"say ""hi"""'],
    ['"', '""""'],
    ['a\nb', '"a\nb"'],
    ['a\rb', '"a\rb"'],
    [' a', '" a"'],
    ['a ', '"a "'],
    ['\ta', '"\ta"'],
    ['\ufeffa', '"\ufeffa"'],
    ["it's", "it's"],
    ['Åse 東京 😀', 'Åse 東京 😀'],
  ])('spells %j as %j', (value, text) => {
    expect(writerOf()([value], 1)).toBe(`${text}\n`)
  })

  it('follows the dialect and the line end', () => {
    const write = writerOf({ delimiter: ';', quote: "'" }, { newline: '\r\n', columns: ['a', 'b', 'c'] })
    expect(write(["it's", 'a,b', 'a;b'], 1)).toBe("'it''s';a,b;'a;b'\r\n")
    expect(writerOf({ delimiter: ']', quote: '^' })(['a]b^'], 1)).toBe('^a]b^^^\n')
  })

  it('spells numbers and truth values, in quotes where the delimiter is a character of them', () => {
    const columns = ['a', 'b', 'c', 'd']
    for (const [delimiter, line] of [
      [',', '-0.5,1e+21,true,x\n'],
      ['.', '"-0.5".1e+21.true.x\n'],
      ['e', '-0.5e"1e+21"e"true"ex\n'],
    ] as const) {
      const dialect = dialectOf({ delimiter })
      const target = { file: 'x.csv', dialect, newline: '\n', columns } as const
      const bytes = new ByteBuilder('utf-8')
      new RowAdder(target, bytes).add([-0.5, 1e21, true, 'x'], 1)
      expect(bytes.taken().toString()).toBe(line)
      expect(rowWriter(target)([-0.5, 1e21, true, 'x'], 1)).toBe(line)
    }
  })

  it('puts values in the order of the file and leaves its other fields empty', () => {
    const write = writerOf({}, { columns: ['a', 'b'], order: [1, undefined, 0] })
    expect(write(['1', '2'], 1)).toBe('2,,1\n')
  })

  const refused: readonly [string, DialectOptions, readonly unknown[], string, string, string | undefined][] = [
    ['too few values', {}, [], 'invalid', 'it has 0 values for 1 columns', undefined],
    ['too many values', {}, ['1', '2'], 'invalid', 'it has 2 values for 1 columns', undefined],
    ['undefined', {}, [undefined], 'invalid', 'no text, number, truth value or null', 'a'],
    ['an object', {}, [{}], 'invalid', 'no text, number, truth value or null', 'a'],
    ['NUL', {}, ['S3CR3T\0'], 'type-mismatch', 'NUL character', 'a'],
    ['half a pair', {}, ['S3CR3T\ud800'], 'type-mismatch', 'surrogate pair', 'a'],
    ['what latin1 lacks', { encoding: 'latin1' }, ['S3CR3T東'], 'type-mismatch', 'latin1 does not have', 'a'],
  ]
  it.each(refused)('refuses %s without telling it', (_name, options, row, kind, problem, field) => {
    const write: (row: never, position: number) => string = writerOf(options)
    const error = faultOf(() => Reflect.apply(write, undefined, [row, 7]))
    expect(error).toMatchObject({ kind, details: { file: 'x.csv', row: 7, ...(field && { field }) } })
    expect(error.message).toMatch(/^x\.csv: row 7 to write/)
    expect(error.message).toContain(problem)
    expect(error.message).not.toContain('S3CR3T')
    const dialect = dialectOf(options)
    const adder = new RowAdder(
      { file: 'x.csv', dialect, newline: '\n', columns: ['a'] },
      new ByteBuilder(dialect.encoding),
    )
    expect(faultOf(() => Reflect.apply(adder.add, adder, [row, 7])).message).toBe(error.message)
  })
})

function faultOf(work: () => unknown): VantageError {
  try {
    work()
  } catch (thrown) {
    return VantageError.from(thrown)
  }
  throw new Error('it was accepted')
}
