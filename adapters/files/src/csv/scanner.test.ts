import { VantageError } from '@vantage-ts/core/adapter'
import { describe, expect, it } from 'vitest'
import type { CsvRow } from './row-reader.ts'
import { RowScanner, type ScannerOptions } from './scanner.ts'

type Options = Omit<ScannerOptions, 'file'>

function rowsOf(content: string | Uint8Array, options: Options = {}): CsvRow[] {
  return linesOf(content, options).map(([, row]) => row)
}

/** Every row with the line it begins on. */
function linesOf(content: string | Uint8Array, options: Options = {}): [number, CsvRow][] {
  const scanner = new RowScanner({ file: 'x.csv', ...options })
  const found: [number, CsvRow][] = []
  for (const { rows, lines } of [scanner.push(Buffer.from(content)), scanner.finish()]) {
    for (const [index, row] of rows.entries()) found.push([lines[index] ?? 0, row])
  }
  scanner.finish()
  return found
}

function faultOf(content: string | Uint8Array, options: Options = {}): VantageError {
  try {
    rowsOf(content, options)
  } catch (thrown) {
    return VantageError.from(thrown)
  }
  throw new Error('the file was accepted')
}

describe('rows', () => {
  const accepted: readonly [string, string, readonly CsvRow[]][] = [
    [
      'plain',
      'a,b\n1,2\n3,4\n',
      [
        ['1', '2'],
        ['3', '4'],
      ],
    ],
    ['no line end at the end', 'a,b\n1,2', [['1', '2']]],
    ['a quoted field at the very end', 'a,b\n1,"2"', [['1', '2']]],
    [
      'CRLF',
      'a,b\r\n1,2\r\n3,4\r\n',
      [
        ['1', '2'],
        ['3', '4'],
      ],
    ],
    [
      'lone CR',
      'a,b\r1,2\r3,4\r',
      [
        ['1', '2'],
        ['3', '4'],
      ],
    ],
    [
      'all line ends mixed',
      'a,b\r1,2\n3,4\r\n5,6',
      [
        ['1', '2'],
        ['3', '4'],
        ['5', '6'],
      ],
    ],
    ['nothing and empty text differ', 'a,b,c\n,"",x\n', [[null, '', 'x']]],
    ['only delimiters', 'a,b,c\n,,\n', [[null, null, null]]],
    ['nothing at the end of the file', 'a,b\n1,', [['1', null]]],
    ['delimiter in quotes', 'a,b\n"1,5",2\n', [['1,5', '2']]],
    ['doubled quotes', 'a,b\n"say ""hi""",""""\n', [['say "hi"', '"']]],
    ['line ends in quotes', 'a,b\n"1\n2","3\r\n4\r5"\n', [['1\n2', '3\r\n4\r5']]],
    ['spaces belong to the value', 'a,b\n 1 ,  \n', [[' 1 ', '  ']]],
    [
      'empty lines',
      'a,b\n\n1,2\n\r\n\n3,4\n\n',
      [
        ['1', '2'],
        ['3', '4'],
      ],
    ],
    ['empty lines before the header', '\n\r\na,b\n1,2\n', [['1', '2']]],
    ['a header alone', 'a,b\n', []],
    ['UTF-8', 'a,b\nÅse,東京😀\n', [['Åse', '東京😀']]],
    ['byte order mark', '\ufeffa,b\n1,2\n', [['1', '2']]],
    ['that character elsewhere', 'a,b\n\ufeff1,2\n', [['\ufeff1', '2']]],
    ['one column, where an empty line is a row of nothing', 'a\n1\n\n""\n3\n', [['1'], [null], [''], ['3']]],
  ]
  it.each(accepted)('%s', (_name, content, rows) => {
    expect(rowsOf(content)).toEqual(rows)
  })

  it('takes other delimiters and quotes', () => {
    expect(rowsOf("a;b\n'1;2';'it''s'\n", { delimiter: ';', quote: "'" })).toEqual([['1;2', "it's"]])
    expect(rowsOf('a\tb\n1,\t"2"\n', { delimiter: '\t' })).toEqual([['1,', '2']])
    expect(rowsOf('a|b\n{|}\n', { delimiter: '|' })).toEqual([['{', '}']])
  })

  it('reads files without a header', () => {
    expect(rowsOf('1,2\n3,4\n', { header: false })).toEqual([
      ['1', '2'],
      ['3', '4'],
    ])
    expect(rowsOf('1,2,3\n4,5,6\n', { header: false, fields: [2, 0] })).toEqual([
      ['3', '1'],
      ['6', '4'],
    ])
    expect(rowsOf('', { header: false })).toEqual([])
    expect(rowsOf('\n1\n', { header: false, width: 1 })).toEqual([[null], ['1']])
  })

  it('gives the wanted fields in the order asked for', () => {
    expect(rowsOf('a,b,c\n1,2,3\n', { fields: [2, 0] })).toEqual([['3', '1']])
    expect(rowsOf('a,b,c\n1,2,3\n', { fields: [] })).toEqual([[]])
    expect(rowsOf('a,b,c\n1,"2",3\n', { fields: header => [header.indexes.get('b') ?? -1] })).toEqual([['2']])
  })

  it('tells where each row begins', () => {
    expect(linesOf('a,b\n1,2\n\n"3\n\r\n\r",4\r\n5,6\n')).toEqual([
      [2, ['1', '2']],
      [4, ['3\n\r\n\r', '4']],
      [8, ['5', '6']],
    ])
  })

  it.each([
    ['\n', 'a\n1\r\n'],
    ['\r\n', 'a\r\n1\n'],
    ['\r', 'a\r1\n'],
    [undefined, 'a'],
  ])('tells the line end of the first row: %j', (newline, content) => {
    const scanner = new RowScanner({ file: 'x.csv' })
    scanner.push(Buffer.from(content))
    scanner.finish()
    expect(scanner.newline).toBe(newline)
    expect(scanner.header?.names).toEqual(['a'])
  })
})

describe('encodings', () => {
  it('reads latin1 byte by byte', () => {
    expect(rowsOf(Buffer.from('a,b\nÅse,\x80ÿ\n', 'latin1'), { encoding: 'latin1' })).toEqual([['Åse', '\x80ÿ']])
  })

  it('reads UTF-16 with and without its mark', () => {
    const content = 'a,b\nÅse,"東京\n😀"\n'
    const rows = [['Åse', '東京\n😀']]
    expect(rowsOf(Buffer.from(content, 'utf16le'), { encoding: 'utf-16le' })).toEqual(rows)
    expect(rowsOf(Buffer.from(`\ufeff${content}`, 'utf16le'), { encoding: 'utf-16le' })).toEqual(rows)
  })

  const utf16 = Buffer.from('\ufeffa,b\n', 'utf16le')
  const refused: readonly [string, Uint8Array | string, Options, string][] = [
    ['a UTF-16 mark', utf16, {}, "set the option `encoding` to 'utf-16le'"],
    ['a UTF-16 mark as latin1', utf16, { encoding: 'latin1' }, "set the option `encoding` to 'utf-16le'"],
    ['a UTF-8 mark as UTF-16', '\ufeffa,b\n', { encoding: 'utf-16le' }, "set the option `encoding` to 'utf-8'"],
    ['a big-endian mark', Buffer.from(utf16).swap16(), {}, 'convert it to UTF-8'],
    ['UTF-16 without a mark', utf16.subarray(2), {}, 'NUL character; if it is UTF-16, set the option `encoding`'],
    [
      'a UTF-16 file cut off',
      Buffer.from('a\n1\n', 'utf16le').subarray(0, 7),
      { encoding: 'utf-16le' },
      'the middle of',
    ],
  ]
  it.each(refused)('%s', (_name, content, options, message) => {
    const fault = faultOf(content, options)
    expect(fault).toMatchObject({ kind: 'invalid', details: { file: 'x.csv' } })
    expect(fault.message).toContain(message)
  })

  const lone = [Buffer.from('a,b\n1,2\n3,', 'utf16le'), Buffer.from([0x00, 0xd8]), Buffer.from('x\n', 'utf16le')]
  it.each([
    [
      'a byte that begins nothing',
      Buffer.concat([Buffer.from('a,b\n1,é\n"\n'), Buffer.of(0xff), Buffer.from('"\n')]),
      {},
      4,
    ],
    ['Latin 1', Buffer.from('a,b\n1,2\nÅse,3\n', 'latin1'), {}, 3],
    ['an overlong form', Buffer.concat([Buffer.from('a\n'), Buffer.of(0xc0, 0xaf)]), {}, 2],
    ['a surrogate', Buffer.concat([Buffer.from('a\n\n'), Buffer.of(0xed, 0xa0, 0x80)]), {}, 3],
    ['a character cut off by the end', Buffer.from('a\n1\n東').subarray(0, -1), {}, 3],
    ['half a pair in UTF-16', Buffer.concat(lone), { encoding: 'utf-16le' as const }, 3],
  ])('names the line of %s', (_name, content, options, line) => {
    const fault = faultOf(content, options)
    expect(fault).toMatchObject({ kind: 'invalid', details: { file: 'x.csv', line } })
    expect(fault.message).toMatch(/not valid UTF-(8|16).*`encoding`/)
  })
})

describe('malformed files', () => {
  const faults: readonly [string, string, string, object][] = [
    [
      'an open quote',
      'a,b\n1,2\n3,"4\n5,6\n',
      'line 3, field 2 ("b"): the quote that opens the field is never closed',
      { line: 3, field: 'b' },
    ],
    [
      'an open quote after line breaks',
      'a,b\n"1\n",2\n"3\n4","5\n',
      'line 5, field 2 ("b"): the quote that opens',
      { line: 5 },
    ],
    [
      'text after a quote',
      'a,b\n1,"2"x\n',
      'line 2, field 2 ("b"): text follows a closing quote',
      { line: 2, field: 'b' },
    ],
    ['a space after a quote', 'a,b\n"1" ,2\n', 'line 2, field 1 ("a"): text follows a closing quote', { line: 2 }],
    ['an odd quote closed by the next', 'a,b\n1,"2\n3,"4"\n', 'line 3, field 2 ("b"): text follows', { line: 3 }],
    ['where that quote was opened', 'a,b\n1,"2\n3,"4"\n', '; the quote was opened on line 2', {}],
    ['a quote inside', 'a,b\n1,2"3\n', 'line 2, field 2 ("b"): a quote stands inside a field', { line: 2, field: 'b' }],
    ['a quote inside the header', 'a,b"c\n', 'line 1, field 2: a quote stands inside', { line: 1, field: '2' }],
    ['too few fields', 'a,b,c\n1,2\n', 'line 2: expected 3 fields, got 2', { line: 2 }],
    ['too many fields', 'a,b\n1,2,3,4\n', 'line 2: expected 2 fields, got 4', { line: 2 }],
    [
      'a last row cut off',
      'a,b,c\n1,2,3\n4,5',
      'line 3: expected 3 fields, got 2; the file ends here without a line end',
      {},
    ],
    ['a line of spaces', 'a,b\n \n', 'line 2: expected 2 fields, got 1', {}],
    ['an empty text alone', 'a,b\n""\n', 'line 2: expected 2 fields, got 1', {}],
    ['NUL', 'a,b\n1,2\0\n', 'line 2, field 2 ("b"): the file holds a NUL character', { line: 2, field: 'b' }],
    ['NUL in quotes', 'a,b\n"\n\0",2\n', 'line 3, field 1 ("a"): the file holds a NUL character', { line: 3 }],
    ['NUL after a quote', 'a,b\n""\0,2\n', 'line 2, field 1 ("a"): the file holds a NUL character', { line: 2 }],
    ['nothing at all', '', 'line 1: the file is empty', { line: 1 }],
    ['a mark alone', '\ufeff', 'line 1: the file is empty', { line: 1 }],
    ['empty lines alone', '\n\r\n', 'line 3: the file is empty', { line: 3 }],
    ['a column without a name', 'a,,c\n', 'line 1, field 2: the column has no name', { line: 1, field: '2' }],
    ['a name twice', '\na,b,a\n', 'line 2, field 3 ("a"): the name is already that of field 1', { line: 2 }],
  ]
  it.each(faults)('%s', (_name, content, message, details) => {
    const fault = faultOf(content)
    expect(fault).toMatchObject({ kind: 'invalid', retry: 'never', details: { file: 'x.csv', ...details } })
    expect(fault.message).toContain(`x.csv, ${message}`.replace(/^x\.csv, ;/, ';'))
  })

  it('gives the rows before the fault first, then the fault, again and again', () => {
    const scanner = new RowScanner({ file: 'x.csv' })
    expect(scanner.push(Buffer.from('a,b\n1,2\n3,4\n5\n6,7\n')).rows).toEqual([
      ['1', '2'],
      ['3', '4'],
    ])
    expect(() => scanner.push(Buffer.from('8,9\n'))).toThrow('line 4: expected 2 fields, got 1')
    expect(() => scanner.finish()).toThrow('line 4: expected 2 fields, got 1')
  })

  it('never tells a value', () => {
    const secret = 'S3CR3T'
    const contents = [
      `a,b\n${secret}\n`,
      `a,b\n1,"${secret}"${secret}\n`,
      `a,b\n1,${secret}"\n`,
      `a,b\n"${secret}\n`,
      `a,b\n${secret}\0,\n`,
    ]
    for (const content of contents) {
      const fault = faultOf(content, { maxRowBytes: 1000 })
      expect(JSON.stringify(fault) + fault.message + String(fault.cause)).not.toContain(secret)
    }
  })
})

describe('limits and options', () => {
  it('takes a row of exactly maxRowBytes', () => {
    const row = `${'x'.repeat(8)},y`
    for (const newline of ['\n', '\r\n', '\r', '']) {
      expect(rowsOf(`a,b\n${row}${newline}`, { maxRowBytes: 10 })).toEqual([['x'.repeat(8), 'y']])
      expect(faultOf(`a,b\nx${row}${newline}`, { maxRowBytes: 10 })).toMatchObject({
        kind: 'too-large',
        details: { file: 'x.csv', line: 2 },
      })
    }
  })

  it('counts bytes, not characters', () => {
    expect(rowsOf('a\néééé\n', { maxRowBytes: 8 })).toEqual([['éééé']])
    expect(faultOf('a\néééé\n', { maxRowBytes: 7 }).kind).toBe('too-large')
    const utf16 = Buffer.from('a\nxxxx\n', 'utf16le')
    expect(rowsOf(utf16, { encoding: 'utf-16le', maxRowBytes: 8 })).toEqual([['xxxx']])
    expect(faultOf(utf16, { encoding: 'utf-16le', maxRowBytes: 7 }).kind).toBe('too-large')
  })

  it('says what may have made a row too long', () => {
    const fault = faultOf(`a,b\n1,2\n3,"${'4\n'.repeat(100)}`, { maxRowBytes: 50 })
    expect(fault.message).toBe(
      'x.csv, line 3: the row is longer than maxRowBytes (50); raise it, or look for a quote that is not closed',
    )
  })

  it('refuses a header of too many columns', () => {
    expect(faultOf(`${','.repeat(65_536)}\n`)).toMatchObject({ kind: 'too-large', details: { line: 1 } })
  })

  it('counts the fields of an absurd row without keeping them', () => {
    expect(faultOf(`a,b\n${','.repeat(100_000)}\n`).message).toContain('expected 2 fields, got 100001')
  })

  const wrong: readonly [string, Options][] = [
    ['maxRowBytes', { maxRowBytes: 0 }],
    ['maxRowBytes', { maxRowBytes: Number.NaN }],
    ['width', { header: false, width: -1 }],
    ['fields', { header: false, fields: () => [] }],
    ['fields', { fields: [2] }],
    ['fields', { fields: [-1] }],
    ['fields', { fields: [0.5] }],
    ['fields', { fields: [1, 1] }],
    ['delimiter', { delimiter: '\n' }],
  ]
  it.each(wrong)('refuses a wrong option %s: %o', (option, options) => {
    expect(faultOf('a,b\n1,2\n', options)).toMatchObject({ kind: 'invalid', details: { option } })
  })

  it('passes on what the function of the header throws', () => {
    const own = new VantageError('mine', { kind: 'not-found' })
    const fields = (): never => {
      throw own
    }
    expect(faultOf('a,b\n1,2\n', { fields })).toBe(own)
  })
})
