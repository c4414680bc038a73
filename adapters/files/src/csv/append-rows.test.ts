import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type AppendOptions, appendRows } from './append-rows.ts'
import type { CsvRow } from './row-reader.ts'
import { scanFile } from './scan-file.ts'

let folder = ''
let file = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vantage-append-'))
  file = join(folder, 'x.csv')
})
afterEach(() => {
  // Neither locks nor files that a failure began are left behind.
  expect(readdirSync(folder).filter(name => name.includes('.lock'))).toEqual([])
  rmSync(folder, { recursive: true })
})

const ab = { columns: ['a', 'b'] }
const content = (): string => readFileSync(file, 'utf8')

describe('appendRows', () => {
  const cases: readonly [string, string, readonly CsvRow[], Partial<AppendOptions>, string][] = [
    [
      'adds rows',
      'a,b\n1,2\n',
      [
        ['3', '4'],
        ['5', null],
      ],
      {},
      'a,b\n1,2\n3,4\n5,\n',
    ],
    ['after a header alone', 'a,b\n', [['1', '2']], {}, 'a,b\n1,2\n'],
    ['after a header without line end', 'a,b', [['1', '2']], {}, 'a,b\n1,2\n'],
    ['after a last line without line end', 'a,b\r\n1,2', [['3', '4']], {}, 'a,b\r\n1,2\r\n3,4\r\n'],
    ['with CRLF', 'a,b\r\n1,2\r\n', [['3', 'x\ny']], {}, 'a,b\r\n1,2\r\n3,"x\ny"\r\n'],
    ['with CR', 'a,b\r', [['1', '2']], {}, 'a,b\r1,2\r'],
    ['in the order of the file', 'b,a\n', [['1', '2']], {}, 'b,a\n2,1\n'],
    ['leaving other columns empty', 'a,c,b\n', [['1', '2']], {}, 'a,c,b\n1,,2\n'],
    ['in another dialect', "a;'b'\n", [['1;2', null]], { delimiter: ';', quote: "'" }, "a;'b'\n'1;2';\n"],
    ['after a mark', '\ufeffa,b\n', [['1', '2']], {}, '\ufeffa,b\n1,2\n'],
    ['without header', '1,2\n', [['3', '4']], { header: false }, '1,2\n3,4\n'],
    ['to an empty file without header', '', [['3', '4']], { header: false }, '3,4\n'],
    ['to an empty file', '', [['3', '4']], { create: true, newline: '\r\n' }, 'a,b\r\n3,4\r\n'],
    ['behind what is wrong further down', 'a,b\n1,2,3\n', [['3', '4']], {}, 'a,b\n1,2,3\n3,4\n'],
    ['nothing', 'a,b\n1,2', [], {}, 'a,b\n1,2'],
  ]
  it.each(cases)('%s', async (_name, before, rows, options, after) => {
    writeFileSync(file, before)
    const done = await appendRows(file, rows, { ...ab, ...options })
    expect(content()).toBe(after)
    expect(done).toEqual({ rows: rows.length, bytes: Buffer.byteLength(after) - Buffer.byteLength(before) })
  })

  it.each(['latin1', 'utf-16le'] as const)('in %s', async encoding => {
    const options = { columns: ['ä', 'b'], encoding, create: true, fsync: true }
    await appendRows(file, [['é', null]], options)
    await appendRows(file, [['ü', '']], { ...options, columns: ['b', 'ä'] })
    const found: CsvRow[] = []
    for await (const { rows } of scanFile(file, { encoding })) found.push(...rows)
    expect(found).toEqual([
      ['é', null],
      ['', 'ü'],
    ])
  })

  it('starts a file, synced to the device when told', async () => {
    await appendRows(file, [['1', '2']], { ...ab, create: true, fsync: true })
    expect(content()).toBe('a,b\n1,2\n')
    rmSync(file)
    await appendRows(file, [['1', '2']], { ...ab, create: true, header: false })
    expect(content()).toBe('1,2\n')
    rmSync(file)
    await appendRows(file, [], { ...ab, create: true })
    expect(content()).toBe('a,b\n')
  })

  it('follows links and keeps them', async () => {
    writeFileSync(file, 'a,b\n')
    const link = join(folder, 'link.csv')
    symlinkSync(file, link)
    await Promise.all([appendRows(link, [['1', '2']], ab), appendRows(file, [['3', '4']], ab)])
    // Which of two concurrent calls comes first is not promised.
    expect(['a,b\n1,2\n3,4\n', 'a,b\n3,4\n1,2\n']).toContain(content())
    expect(lstatSync(link).isSymbolicLink()).toBe(true)
  })

  it('keeps the rows of concurrent calls whole', async () => {
    const rowsOf = (call: number): CsvRow[] => Array.from({ length: 200 }, (_, row) => [`${call}`, `${row}`])
    const calls = Array.from({ length: 20 }, (_, call) => appendRows(file, rowsOf(call), { ...ab, create: true }))
    await Promise.all(calls)
    const found: CsvRow[] = []
    for await (const { rows } of scanFile(file)) found.push(...rows)
    // Which call comes first is not promised, only that none is broken up.
    const order = Array.from({ length: 20 }, (_, block) => Number(found[block * 200]?.[0]))
    expect(found).toEqual(order.flatMap(rowsOf))
    expect(order.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, call) => call))
  })

  it('asks a function for the rows while the file is locked', async () => {
    writeFileSync(file, 'a,b\n')
    const whatIsThere = async (): Promise<CsvRow[]> => {
      expect(readdirSync(folder)).toContain('x.csv.lock')
      return [[content(), null]]
    }
    await Promise.all([appendRows(file, whatIsThere, ab), appendRows(file, whatIsThere, ab)])
    expect(content()).toBe('a,b\n"a,b\n",\n"a,b\n""a,b\n"",\n",\n')
    const failed = appendRows(join(folder, 'new.csv'), () => Promise.reject(new Error('mine')), { ...ab, create: true })
    await expect(failed).rejects.toThrow('mine')
    expect(readdirSync(folder)).toEqual(['x.csv'])
  })

  it('writes more than one piece of text', async () => {
    const rows = Array.from({ length: 30_000 }, (_, row): CsvRow => [`${row}`, 'é'.repeat(40)])
    await appendRows(file, rows, { ...ab, create: true })
    const found: CsvRow[] = []
    for await (const batch of scanFile(file)) found.push(...batch.rows)
    expect(found).toEqual(rows)
  })
})

describe('refusals leave the file as it was', () => {
  const refused: readonly [string, string, readonly CsvRow[], Partial<AppendOptions>, string][] = [
    ['an unknown column', 'a,c\n', [['1', '2']], {}, 'has no column "b"; its columns are "a", "c"'],
    ['a column named twice', 'a,b\n', [['1', '2']], { columns: ['a', 'a'] }, 'the name is already that of field 1'],
    ['a header that names one twice', 'a,b,b\n', [['1', '2']], {}, 'line 1, field 3 ("b"): the name is already'],
    ['a header that is malformed', 'a,"b\n', [['1', '2']], {}, 'line 1, field 2: the quote that opens'],
    ['a header in another encoding', '\ufeffa,b\n', [['1', '2']], { encoding: 'latin1' }, "`encoding` to 'utf-8'"],
    ['another number of fields', '1,2,3\n', [['1', '2']], { header: false }, 'the row has 3 fields, but 2 columns'],
    ['an empty file', '', [['1', '2']], {}, 'is empty; pass create: true'],
    ['a row too short', 'a,b\n', [['1', '2'], ['3']], {}, 'row 2 to write: it has 1 values for 2 columns'],
    [
      'a value CSV cannot carry',
      'a,b\n',
      [
        ['1', '2'],
        ['3', '\0'],
      ],
      {},
      'row 2 to write, column "b": the value holds a NUL',
    ],
    ['half a character', 'a\n1', [['1', '2']], { encoding: 'utf-16le', header: false }, 'in the middle of a UTF-16'],
    ['a wrong dialect', 'a,b\n', [['1', '2']], { delimiter: '' }, 'one ASCII character'],
  ]
  it.each(refused)('%s', async (_name, before, rows, options, message) => {
    writeFileSync(file, before)
    const failed = appendRows(file, rows, { ...ab, ...options })
    const kind = message.includes('NUL') ? 'type-mismatch' : 'invalid'
    await expect(failed).rejects.toMatchObject({ kind, message: expect.stringContaining(message) })
    expect(content()).toBe(before)
  })

  it('does not start a file for a row it refuses', async () => {
    const failed = appendRows(file, [['1']], { ...ab, create: true })
    await expect(failed).rejects.toMatchObject({ kind: 'invalid' })
    expect(existsSync(file)).toBe(false)
  })

  it('starts none unless told', async () => {
    await expect(appendRows(file, [], ab)).rejects.toMatchObject({
      kind: 'not-found',
      message: `there is no file ${file}; check the path, or pass create: true to start it`,
    })
    expect(existsSync(file)).toBe(false)
  })

  it('makes no folders', async () => {
    const lost = join(folder, 'gone', 'x.csv')
    const failed = appendRows(lost, [], { ...ab, create: true })
    await expect(failed).rejects.toMatchObject({ kind: 'not-found', details: { file: join(folder, 'gone') } })
  })

  it('does not write through a link to nothing', async () => {
    symlinkSync(join(folder, 'gone.csv'), file)
    const failed = appendRows(file, [['1', '2']], { ...ab, create: true })
    await expect(failed).rejects.toMatchObject({
      kind: 'not-found',
      message: `${file} is a symbolic link to a file that is gone; correct the link`,
    })
  })

  it('takes no folder for a file', async () => {
    mkdirSync(file)
    await expect(appendRows(file, [['1', '2']], ab)).rejects.toMatchObject({ kind: 'invalid', details: { file } })
  })

  it('stops for a signal that is aborted', async () => {
    writeFileSync(file, 'a,b\n')
    const failed = appendRows(file, [['1', '2']], { ...ab, signal: AbortSignal.abort() })
    await expect(failed).rejects.toMatchObject({ kind: 'cancelled' })
    expect(content()).toBe('a,b\n')
  })

  it('says who may not write', async () => {
    writeFileSync(file, 'a,b\n')
    chmodSync(file, 0o444)
    chmodSync(folder, 0o777)
    const isRoot = process.geteuid?.() === 0
    // The superuser may write anything.
    if (isRoot) process.seteuid?.(65_534)
    try {
      const failed = appendRows(file, [['1', '2']], ab)
      await expect(failed).rejects.toMatchObject({ kind: 'permission', details: { file, code: 'EACCES' } })
    } finally {
      if (isRoot) process.seteuid?.(0)
    }
    expect(content()).toBe('a,b\n')
  })
})

describe('a real limit on the size of files', () => {
  // What ENOSPC is to a disk, EFBIG is to `ulimit -f`: some bytes are taken, then the write fails.
  it.each(['old', 'new'])('gives an %s file its former length', age => {
    const before = age === 'old' ? `a,b\n${'1,2\n'.repeat(500)}` : undefined
    if (before !== undefined) writeFileSync(file, before)
    const script = `
      import { appendRows } from ${JSON.stringify(new URL('./append-rows.ts', import.meta.url).href)}
      const rows = Array.from({ length: 20_000 }, (_, row) => [String(row), 'x'])
      await appendRows(process.argv[1], rows, { columns: ['a', 'b'], create: true }).catch(error => {
        console.log(JSON.stringify({ kind: error.kind, code: error.details.code }))
      })
    `
    const flags = ['--conditions=@vantage-ts/source', '--input-type=module-typescript', '-e', script, file]
    const { stdout, stderr } = spawnSync('sh', ['-c', 'ulimit -f 8; exec "$@"', 'sh', process.execPath, ...flags], {
      encoding: 'utf8',
    })
    expect(stdout, stderr).toBe('{"kind":"too-large","code":"EFBIG"}\n')
    expect(existsSync(file) ? content() : undefined).toBe(before)
    expect(existsSync(file) ? statSync(file).size : 0).toBe(before?.length ?? 0)
  })
})
