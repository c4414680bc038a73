import { VantageError } from '@vantage-ts/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CellForm, RecordCells, WantedMember } from './record-reader.ts'
import { ArrayScanner, LineScanner, type RecordScannerOptions } from './record-scanner.ts'
import { WrongCell } from './wrong-cell.ts'

/** `VANTAGE_SEED` runs the same cases again. */
const seed = Number(process.env.VANTAGE_SEED ?? Date.now() % 2 ** 31)
console.log(`json records: seed ${seed}`)

const wanted = (...members: readonly [name: string, form: CellForm][]): readonly WantedMember[] =>
  members.map(([name, form]) => ({ name, form, isRequired: false, typeName: form }))

interface Outcome {
  readonly rows: readonly (readonly [line: number, row: RecordCells])[]
  readonly fault?: string
  readonly kind?: string
  readonly line?: unknown
  readonly field?: unknown
}

type Options = Omit<RecordScannerOptions, 'file'>

/** What a scan gives when the bytes come in pieces of a size. */
function scan(
  Scanner: typeof LineScanner | typeof ArrayScanner,
  content: string | Uint8Array,
  options: Options,
  piece = 1e9,
): Outcome {
  const bytes = Buffer.from(content)
  const rows: [number, RecordCells][] = []
  const take = (batch: { rows: readonly RecordCells[]; lines: readonly number[] }): void => {
    for (const [index, row] of batch.rows.entries())
      rows.push([
        batch.lines[index] ?? 0,
        row.map(cell => (cell instanceof WrongCell ? `wrong: ${cell.problem}` : cell)),
      ])
  }
  try {
    const scanner = new Scanner({ file: 'x', ...options })
    for (let at = 0; at < bytes.length; at += piece) take(scanner.push(bytes.subarray(at, at + piece)))
    take(scanner.finish())
    scanner.finish()
    return { rows }
  } catch (thrown) {
    const { kind, message, details } = VantageError.from(thrown)
    return { rows, fault: message, kind, line: details.line, field: details.field }
  }
}

const lines = (content: string | Uint8Array, options: Options, piece?: number) =>
  scan(LineScanner, content, options, piece)
const array = (content: string | Uint8Array, options: Options, piece?: number) =>
  scan(ArrayScanner, content, options, piece)
const ab = { wanted: wanted(['a', 'whole'], ['b', 'text']) }
const rowsOf = ({ rows }: Outcome): readonly RecordCells[] => rows.map(([, row]) => row)

describe('NDJSON that is spelled oddly and means something', () => {
  it.each([
    ['plain', '{"a":1,"b":"x"}\n'],
    ['in another order, with others between', '{"c":[1,{"a":2}],"b":"x","d":{"b":"y"},"a":1}\n'],
    ['with white space everywhere', ' \t{ "a" : 1 ,\t"b" : "x" } \n'],
    ['CRLF', '{"a":1,"b":"x"}\r\n'],
    ['without a line end at the end', '{"a":1,"b":"x"}'],
    ['with a byte order mark and empty lines', '\ufeff\n\r\n{"a":1,"b":"x"}\n  \n'],
    ['names and texts with escapes', '{"\\u0061":1,"b":"\\u0078"}\n'],
    ['a whole number with a point or an exponent', '{"a":1.0,"b":"x"}\n'],
    ['the same', '{"a":10e-1,"b":"x"}\n'],
  ])('%s', (_what, content) => {
    expect(rowsOf(lines(content, ab))).toEqual([[1, 'x']])
    for (const piece of [1, 2, 7]) expect(lines(content, ab, piece)).toEqual(lines(content, ab))
  })

  it('a name that is not there, and null, are null', () => {
    expect(rowsOf(lines('{}\n{"a":null}\n{"b":""}\n', ab))).toEqual([
      [null, null],
      [null, null],
      [null, ''],
    ])
  })

  it('nothing at all is no rows', () => expect(lines('', ab)).toEqual({ rows: [] }))

  it('lines that differ in their names, more of them than are remembered', () => {
    const content = Array.from({ length: 6000 }, (_, at) => `{"n${at}":0,"a":${at},"m${at % 7}":1,"b":"x"}\n`).join('')
    expect(rowsOf(lines(content, ab))).toEqual(Array.from({ length: 6000 }, (_, at) => [at, 'x']))
    expect(lines(`${content}{"z":1,"q":2,"z":3}\n`, ab)).toMatchObject({ line: 6001, field: 'z' })
  })

  it('numbers are read exactly where that is asked for', () => {
    const forms = wanted(['a', 'digits'], ['b', 'digits'], ['c', 'tree'], ['d', 'value'])
    const content =
      '{"a":123456789012345678901234567890.10,"b":"7","c":[1.50, 9007199254740993],"d":9007199254740993}\n'
    expect(rowsOf(lines(content, { wanted: forms }))).toEqual([
      ['123456789012345678901234567890.10', '7', '[1.50, 9007199254740993]', '9007199254740993'],
    ])
  })

  it('numbers of double precision are the nearest ones', () => {
    const numbers = [
      '0.1',
      '-0',
      '123456.789e-3',
      '0.30000000000000004',
      '5e-324',
      '9007199254740993',
      '1E5',
      '100000000000000000000000',
    ]
    const content = numbers.map(number => `{"a":${number}}\n`).join('')
    expect(rowsOf(lines(content, { wanted: wanted(['a', 'finite']) }))).toEqual(
      numbers.map(number => [Number(number) + 0]),
    )
  })
})

describe('cells of a wrong type', () => {
  it.each([
    ['whole', '1.5'],
    ['whole', '9007199254740992'],
    ['whole', '1e400'],
    ['whole', '1.0000000000000001'],
    ['whole', '"1"'],
    ['whole', 'true'],
    ['finite', '1e400'],
    ['finite', '"NaN"'],
    ['finite', '[1]'],
    ['truth', '1'],
    ['truth', '"true"'],
    ['text', '1'],
    ['text', 'false'],
    ['text', '{"x":1}'],
    ['text', '"\\ud800"'],
    ['digits', 'true'],
    ['digits', '[]'],
    ['list', '{}'],
    ['list', '"[]"'],
    ['object', '[]'],
  ] as const)('%s: %s', (form, value) => {
    const { rows } = lines(`{"a":0}\n\n{"a":${value}}\n`, { wanted: wanted(['a', form]) })
    expect(rows[1]?.[0]).toBe(3)
    const [cell] = rows[1]?.[1] ?? []
    expect(cell).toMatch(new RegExp(`^wrong: expected ${form}, got .+$`))
    expect(String(cell)).not.toContain(value)
  })

  it('null and nothing, where they are asked to be', () => {
    const [a, b] = wanted(['a', 'whole'], ['b', 'text'])
    const required = [a, b].flatMap(member => (member === undefined ? [] : [{ ...member, isRequired: true }]))
    expect(rowsOf(lines('{"b":null}\n', { wanted: required }))).toEqual([
      ['wrong: expected whole, got nothing', 'wrong: expected text, got null'],
    ])
  })
})

describe('NDJSON that is malformed', () => {
  const good = '{"a":1,"b":"x"}\n'
  it.each([
    ['a comma at the end', '{"a":1,}', 'name in double quotes', undefined],
    ['no comma', '{"a":1 "b":2}', 'a comma', undefined],
    ['no colon', '{"a" 1}', 'a colon', undefined],
    ['no value', '{"a":}', 'a value was expected', 'a'],
    ['a name without quotes', '{a:1}', 'a name', undefined],
    ['single quotes', "{'a':1}", 'a name', undefined],
    ['a leading zero', '{"a":01}', 'leading zeros', 'a'],
    ['a number without digits', '{"a":-}', 'a value', 'a'],
    ['a point at the end', '{"a":1.}', 'digits', 'a'],
    ['a point at the start', '{"a":.5}', 'a value', 'a'],
    ['a plus', '{"a":+1}', 'a value', 'a'],
    ['an empty exponent', '{"a":1e}', 'digits', 'a'],
    ['NaN', '{"a":NaN}', 'a value', 'a'],
    ['a word that is none', '{"a":nul}', 'a value', 'a'],
    ['a wrong escape', '{"b":"\\x"}', 'backslash', 'b'],
    ['a short escape', '{"b":"\\u12"}', 'backslash', 'b'],
    ['a tab inside a text', '{"b":"\t"}', 'control', 'b'],
    ['a NUL inside a text', '{"b":"\0"}', 'control', 'b'],
    ['a line end inside a text', '{"b":"x\n"}', 'line ends inside a text', 'b'],
    ['a line end inside the object', '{"a":1,\n"b":"x"}', 'one object per line', undefined],
    ['an array', '[{"a":1}]', 'json()', undefined],
    ['a number', '1', 'an object', undefined],
    ['two objects on a line', '{"a":1}{"a":2}', 'one object per line', undefined],
    ['two objects and a comma', '{"a":1},', 'one object per line', undefined],
    ['a name twice', '{"a":1,"b":"x","a":2}', 'twice', 'a'],
    ['a name twice in other spellings', '{"a":1,"\\u0061":2}', 'twice', 'a'],
    ['a name twice that nobody wants', '{"z":1,"z":2}', 'twice', 'z'],
    ['a name twice inside a value that is not wanted as a tree', '{"a":1,"b":"x"}}', 'one object per line', undefined],
    ['a bracket for a brace', '{"c":[1}}', 'a comma', undefined],
  ])('%s', (_what, line, words, field) => {
    const content = `${good}\n${line}\n${good}`
    const outcome = lines(content, ab)
    expect(outcome).toMatchObject({ kind: 'invalid', line: 3 })
    expect(outcome.field).toBe(field)
    expect(outcome.fault).toContain('x, line 3')
    expect(outcome.fault).toContain(words)
    for (const piece of [1, 3]) expect(lines(content, ab, piece)).toEqual(outcome)
  })

  it('a name twice inside a value that is read', () => {
    const outcome = lines('{"t":{"x":1,"y":[{"z":1,"\\u007a":2}]}}\n', { wanted: wanted(['t', 'tree']) })
    expect(outcome).toMatchObject({ kind: 'invalid', field: 't', line: 1 })
    expect(lines('{"t":{"x":1,"y":{"x":1}}}\n', { wanted: wanted(['t', 'tree']) })).toMatchObject({
      rows: [[1, ['{"x":1,"y":{"x":1}}']]],
    })
  })

  it('bytes that are no UTF-8, and marks of other encodings', () => {
    const latin = Buffer.from('{"b":"Zo\u00eb"}\n', 'latin1')
    expect(lines(Buffer.concat([Buffer.from(good), latin]), ab)).toMatchObject({ kind: 'invalid', line: 2 })
    const wide = lines(Buffer.from(`\ufeff${good}`, 'utf16le'), ab)
    expect(wide.fault).toContain('JSON files are UTF-8')
  })

  it('values nested too deeply, wanted or not', () => {
    const nested = (depth: number): string => `{"t":${'['.repeat(depth)}${']'.repeat(depth)}}\n`
    for (const members of [wanted(['t', 'tree']), []]) {
      expect(lines(nested(1000), { wanted: members }).fault).toBeUndefined()
      expect(lines(nested(1001), { wanted: members }).fault).toContain('1,000 levels')
      expect(lines(nested(1_000_000), { wanted: members }).kind).toBe('invalid')
    }
  })

  it('a row that is too long, and one that just fits', () => {
    const row = (length: number): string => `{"b":"${'x'.repeat(length - 8)}"}`
    for (const piece of [10, 1000]) {
      expect(lines(`${row(100)}\n`, { ...ab, maxRowBytes: 100 }, piece).rows).toHaveLength(1)
      expect(lines(`${good}${row(101)}\n`, { ...ab, maxRowBytes: 100 }, piece)).toMatchObject({
        kind: 'too-large',
        line: 2,
      })
    }
  })
})

describe('a last line that is cut off', () => {
  const good = '{"a":1,"b":"x"}\n'
  const whole = Buffer.from('{"a":-2.5e3,"b":"é\\n😀","c":[{"d":null},true]}')
  it('anywhere, is told or left out', () => {
    const members = wanted(['a', 'whole'], ['b', 'text'], ['c', 'tree'])
    for (let length = 1; length < whole.length; length++) {
      const content = Buffer.concat([Buffer.from(good), whole.subarray(0, length)])
      for (const piece of [1e9, 1]) {
        const told = lines(content, { wanted: members }, piece)
        expect(told, `${length}`).toMatchObject({ rows: [[1, [1, 'x', null]]], kind: 'invalid', line: 2 })
        expect(told.fault).toContain('a writer may have crashed')
        const left = lines(content, { wanted: members, partialLastLine: 'skip' }, piece)
        expect(left, `${length}`).toEqual({ rows: [[1, [1, 'x', null]]] })
      }
    }
    expect(
      lines(Buffer.concat([Buffer.from(good), whole]), { wanted: members, partialLastLine: 'skip' }).rows,
    ).toHaveLength(2)
  })

  it('is not one that is wrong, or not the last', () => {
    for (const content of [`${good}{"a":x`, `{"a":1\n${good}`, `${good}{"a":1}x`])
      expect(lines(content, { ...ab, partialLastLine: 'skip' }).kind, content).toBe('invalid')
  })
})

describe('JSON arrays', () => {
  it.each([
    ['on one line', '[{"a":1,"b":"x"},{"a":2}]'],
    ['on many lines', '\ufeff \n[\n  {\n    "a": 1,\n    "b": "x"\n  },\r\n  { "a": 2 }\n]\n'],
  ])('%s', (_what, content) => {
    for (const piece of [1, 5, 1e9])
      expect(rowsOf(array(content, ab, piece))).toEqual([
        [1, 'x'],
        [2, null],
      ])
  })

  it('without elements', () => {
    for (const content of ['[]', ' [ ] ', '[\n]\n']) expect(array(content, ab)).toEqual({ rows: [] })
  })

  it.each([
    ['nothing', '', 1, 'empty'],
    ['white space', ' \n', 2, 'empty'],
    ['an object', '{"a":1}', 1, 'ndjson()'],
    ['a number', '1', 1, 'array of objects'],
    ['an element that is no object', '[{"a":1},\n2]', 2, 'objects only'],
    ['an array of arrays', '[[]]', 1, 'objects only'],
    ['null', '[null]', 1, 'objects only'],
    ['no comma', '[{"a":1}\n{"a":2}]', 2, 'a comma'],
    ['a comma at the end', '[{"a":1},\n]', 2, 'an object'],
    ['two commas', '[{"a":1},,{"a":2}]', 1, 'an object'],
    ['no end', '[{"a":1},\n{"a":2}\n', 3, 'cut off'],
    ['an element without end', '[{"a":1},\n{"a":2,\n\n"b":', 4, 'middle of the row'],
    ['something behind', '[]\n[]', 2, 'follows the array'],
    ['a wrong value', '[\n{"a":1},\n{\n"a":\nx}]', 5, 'a value'],
  ])('malformed: %s', (_what, content, line, words) => {
    for (const piece of [1, 1e9]) {
      const { kind, line: told, fault } = array(content, ab, piece)
      expect([kind, told, fault]).toEqual(['invalid', line, expect.stringContaining(words)])
    }
  })

  it('texts and white space come along where that is asked for', () => {
    const content = '[\n  {"a":1} ,\n\n  {\n"a": 2}\n]\n'
    for (const piece of [1, 1e9]) {
      const scanner = new ArrayScanner({ file: 'x', ...ab, keepsText: true })
      const rows: unknown[] = []
      const bytes = Buffer.from(content)
      for (let at = 0; at < bytes.length; at += piece) rows.push(...scanner.push(bytes.subarray(at, at + piece)).rows)
      rows.push(...scanner.finish().rows)
      expect(rows).toEqual([
        { cells: [1, null], text: '{"a":1}', gap: '\n  ' },
        { cells: [2, null], text: '{\n"a": 2}', gap: '\n\n  ' },
      ])
      expect([scanner.before, scanner.tail, scanner.behind]).toEqual(['', '\n', '\n'])
    }
  })
})

describe('any JSON', () => {
  const run = { seed, numRuns: 300 }
  const value = fc.jsonValue({ maxDepth: 3 })
  const record = fc.dictionary(fc.string({ maxLength: 6 }), value, { maxKeys: 6 })

  it('is read as JSON.parse reads it, cut anywhere', () => {
    const property = fc.property(
      fc.array(record, { maxLength: 6 }),
      fc.integer({ min: 1, max: 40 }),
      (records, piece) => {
        const names = [...new Set(records.flatMap(Object.keys))]
        const options = { wanted: wanted(...names.map((name): [string, CellForm] => [name, 'tree'])) }
        const expected = records.map(one => names.map(name => (Object.hasOwn(one, name) ? (one[name] ?? null) : null)))
        const parsed = (outcome: Outcome): unknown =>
          rowsOf(outcome).map(row => row.map(cell => (cell === null ? null : JSON.parse(String(cell)))))
        const content = records.map(one => `${JSON.stringify(one)}\n`).join('')
        expect(parsed(lines(content, options, piece))).toEqual(plain(expected))
        expect(parsed(array(JSON.stringify(records, null, piece % 3), options, piece))).toEqual(plain(expected))
      },
    )
    fc.assert(property, run)
  })

  it('that is mended or broken in one place is accepted where JSON.parse accepts it', () => {
    const piece = fc.constantFrom(
      '',
      '"',
      '\\',
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '0',
      '-',
      '.',
      'e',
      'u',
      ' ',
      'é',
      '\u0001',
      't',
    )
    const property = fc.property(record, fc.nat(), fc.nat({ max: 2 }), piece, (one, place, cut, added) => {
      const text = JSON.stringify(one)
      const at = place % (text.length + 1)
      const broken = text.slice(0, at) + added + text.slice(at + cut)
      const { rows, fault } = lines(`${broken}\n`, { wanted: [] })
      // A name that is there twice is told where it stands, whatever follows.
      if (fault?.includes('twice') === true) return
      expect(fault === undefined && rows.length === 1, `${broken} ${fault}`).toBe(isObject(broken))
    })
    fc.assert(property, { ...run, numRuns: 2000 })
  })
})

/** −0 is 0 in JSON text, and a name may be that of the prototype. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}
