import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { col, Entity, int, text, VantageError } from '@vantage-ts/core'
import { memory } from '@vantage-ts/core/memory'
import { afterAll, expect, test } from 'vitest'
import { dataset, type LoadTarget } from './dataset.ts'
import { isFields } from './fields.ts'
import { load } from './load.ts'
import { Progress } from './progress.ts'
import { Stamps } from './stamp.ts'
import { loadLines } from './tell.ts'

class Word extends Entity('word', { id: col(int).id(), text: col(text) }) {}

const root = mkdtempSync(join(tmpdir(), 'vantage-atlas-load-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

interface WordRow {
  readonly id: number
  readonly text: string
}

/** A file of 10,000 words, every hundredth of which is no word, and a table in memory. */
function opened(name: string, change: Partial<LoadTarget<WordRow>> = {}) {
  const folder = mkdtempSync(join(root, name))
  const path = join(folder, 'words.json')
  writeFileSync(
    path,
    JSON.stringify(Array.from({ length: 10_000 }, (_, index) => (index % 100 === 99 ? index : `w${index}`))),
  )
  const words = Word.table(memory())
  let statements = 0
  words.source.on('statement', () => statements++)
  const target: LoadTarget<WordRow> = {
    create: async () => undefined,
    count: () => words.count(),
    lastPosition: async () => (await words.max(word => word.id)) ?? 0,
    insert: (rows, options) => words.import(rows, options),
    clear: () => words.deleteAll({ everything: true }),
    ...change,
  }
  const step = (origin = 'words 1') =>
    dataset<WordRow>({
      name: 'words',
      engine: 'memory',
      file: { path, origin },
      unusedFields: [],
      convert: (record, id, tally) => (typeof record === 'string' ? { id, text: record } : tally.drop('no word')),
      target,
    })
  const said: string[] = []
  const options = {
    stamps: new Stamps(folder),
    progress: new Progress({ write: line => said.push(line) }),
    signal: new AbortController().signal,
  }
  return { words, step, options, said, folder, statements: () => statements }
}

test('loads once, says what it dropped, and the second time loads nothing', async () => {
  const { words, step, options, said, statements } = opened('once')
  const first = await load(step(), options)
  expect(first).toMatchObject({ rows: 9_900, added: 9_900, changes: { dropped: { 'no word': 100 }, changed: {} } })
  expect(await words.get(1)).toEqual({ id: 1, text: 'w0' })
  expect(loadLines(first)).toEqual([
    '  words        9,900 rows in memory from words 1, loaded, 100 dropped',
    '             dropped 100: no word',
  ])
  const [before, lines] = [statements(), said.length]
  const second = await load(step(), options)
  expect(second).toEqual({ ...first, added: 0 })
  expect([statements() - before, said.length - lines]).toEqual([1, 0])
})

test('an interrupted load goes on where it stopped, and reports the whole', async () => {
  const { words, step, options, said } = opened('resumed')
  const stop = new AbortController()
  const interrupted = load(step(), {
    ...options,
    signal: stop.signal,
    progress: new Progress({ write: line => void (line.includes('60 %') && stop.abort()) }),
  })
  await expect(interrupted).rejects.toMatchObject({ kind: 'cancelled' })
  const stored = await words.count()
  expect(stored).toBeGreaterThan(0)
  expect(stored).toBeLessThan(9_900)
  const resumed = await load(step(), options)
  expect(resumed).toMatchObject({ rows: 9_900, added: 9_900 - stored, changes: { dropped: { 'no word': 100 } } })
  expect(said[0]).toContain('10,000 to load, going on after')
})

test('rows that went missing from a complete load come back', async () => {
  const { words, step, options } = opened('missing')
  await load(step(), options)
  await words.where(word => word.id.between(10, 20)).deleteAll()
  expect(await load(step(), options)).toMatchObject({ rows: 9_900, added: 11 })
})

test('another version of the data replaces the former', async () => {
  const { step, options } = opened('version')
  await load(step('words 1'), options)
  expect(await load(step('words 2'), options)).toMatchObject({ rows: 9_900, added: 9_900, origin: 'words 2' })
})

test('a damaged stamp file costs a check, not the data', async () => {
  const { step, options, folder } = opened('damaged')
  await load(step(), options)
  writeFileSync(join(folder, 'loads.json'), '{"words": {"origin": 5}, ')
  expect(await load(step(), options)).toMatchObject({ rows: 9_900 })
})

test('more rows than the file has are an error with the next step', async () => {
  const { words, step, options } = opened('foreign')
  await load(step(), options)
  await words.insert(20_000, { text: 'stranger' })
  await expect(load(step(), options)).rejects.toThrow(
    'loading the words into memory: 9901 rows are stored where 9900 were expected; remove the data folder (--data) and start again',
  )
})

test('a failure of the source names the dataset and keeps what was stored', async () => {
  const { step, options } = opened('failing', {
    insert: async () => {
      throw new VantageError('the disk is full', { kind: 'too-large' })
    },
  })
  await expect(load(step(), options)).rejects.toMatchObject({
    kind: 'too-large',
    message: 'loading the words into memory: the disk is full',
  })
  expect(isFields(options.stamps.get('words'))).toBe(true)
})
