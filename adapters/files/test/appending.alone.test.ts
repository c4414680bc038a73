import { spawn } from 'node:child_process'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { col, Entity, text } from '@vantage-ts/core'
import { describe, expect, it, vi } from 'vitest'
import { csv, json, ndjson } from '../src/index.ts'
import { failureOf, folderOf, header, Person } from './people-file.ts'

const disk = vi.hoisted(() => ({ freeBytes: Number.POSITIVE_INFINITY, lockFailure: '' }))
vi.mock('node:fs/promises', async original => {
  const real = await original<typeof import('node:fs/promises')>()
  return {
    ...real,
    symlink: async (...args: Parameters<typeof real.symlink>) => {
      if (disk.lockFailure === '') return real.symlink(...args)
      throw Object.assign(new Error(disk.lockFailure), { code: disk.lockFailure })
    },
    // A file of a nearly full disk takes what fits and then nothing.
    open: async (...args: Parameters<typeof real.open>) => {
      const handle = await real.open(...args)
      const isWritten = args[1] === 'r+' || String(args[0]).endsWith('.new')
      if (!isWritten || disk.freeBytes === Number.POSITIVE_INFINITY) return handle
      const write = handle.write.bind(handle)
      return Object.assign(handle, {
        write: async (bytes: Buffer, offset: number, length: number, position?: number) => {
          if (disk.freeBytes <= 0) throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
          const part = Math.min(length, disk.freeBytes)
          disk.freeBytes -= part
          return write(bytes, offset, part, position)
        },
      })
    },
  }
})

const contentOf = (folder: string): Promise<string> => readFile(join(folder, 'people.csv'), 'utf8')

describe('appending', () => {
  it('gives the record as sent, adds a line, and spells null and empty text apart', async () => {
    const folder = await folderOf({ 'people.csv': header })
    const people = Person.table(csv({ folder }))
    expect(await people.insert(1, { name: '', city: null })).toEqual({ id: 1, name: '', city: null, isActive: null })
    await people.insertMany([{ id: 2, name: 'B "b" b', city: '', isActive: true }])
    expect(await contentOf(folder)).toBe(`${header}1,"",,\n2,"B ""b"" b","",true\n`)
    expect(await people.list()).toEqual([
      { id: 1, name: '', city: null, isActive: null },
      { id: 2, name: 'B "b" b', city: '', isActive: true },
    ])
  })

  it('leaves out ids that are there, however the file spells them', async () => {
    const folder = await folderOf({ 'people.csv': `${header}007,Ada,,\n` })
    const people = Person.table(csv({ folder }))
    await people.insert(7, { name: 'Other' })
    expect(await people.insertMany([7, 8, 8, 9].map(id => ({ id, name: `n${id}` })))).toBe(2)
    expect(await contentOf(folder)).toBe(`${header}007,Ada,,\n8,n8,,\n9,n9,,\n`)
  })

  it('keeps the order, the line ends and the other columns of the file, and ends its last line', async () => {
    const folder = await folderOf({ 'people.csv': 'note,is_active,name,id,city\r\nx,true,Ada,1,Rome' })
    await Person.table(csv({ folder })).insert(2, { name: 'Bob', city: 'Oslo', isActive: false })
    expect(await contentOf(folder)).toBe('note,is_active,name,id,city\r\nx,true,Ada,1,Rome\r\n,false,Bob,2,Oslo\r\n')
  })

  it('writes nothing when a column is not in the file or a value cannot be written', async () => {
    const before = 'id,name\n1,Ada\n'
    const folder = await folderOf({ 'people.csv': before })
    const people = Person.table(csv({ folder }))
    const error = await failureOf(() => people.insert(2, { name: 'Bob', city: 'Oslo' }))
    expect(error).toMatchObject({ kind: 'invalid', details: { field: 'city' } })
    const rows = [2, 3].map(id => ({ id, name: id === 3 ? 'nul\0' : 'fine' }))
    expect(await failureOf(() => people.insertMany(rows))).toMatchObject({
      kind: 'type-mismatch',
      details: { entity: 'people', field: 'name' },
    })
    const narrow = Person.table(csv({ folder, encoding: 'latin1' }))
    const words = [2, 3].map(id => ({ id, name: id === 3 ? '東京' : 'fine' }))
    expect(await failureOf(() => narrow.insertMany(words))).toMatchObject({
      kind: 'type-mismatch',
      message: expect.stringContaining('row 2 to write, column "name": the value holds a character that latin1'),
      details: { file: expect.stringMatching(/people\.csv$/), row: 2, entity: 'people', field: 'name' },
    })
    expect(await contentOf(folder)).toBe(before)
    expect(await readdir(folder)).toEqual(['people.csv'])
  })

  it('of a log refuses to change, remove or replace, before anything is sent', async () => {
    const people = Person.table(csv({ folder: await folderOf({ 'people.csv': header }), rewrite: false }))
    const untyped = people as unknown as Record<'patch' | 'replace' | 'delete', (...args: unknown[]) => unknown>
    for (const verb of ['patch', 'replace', 'delete'] as const)
      expect(await failureOf(() => untyped[verb](1, {})), verb).toMatchObject({ kind: 'unsupported' })
  })

  it('appends the rows of a set, of the same file too, and holds no more of them than it may', async () => {
    const rows = Array.from({ length: 300 }, (_, at) => `${at},person ${at},,`).join('\n')
    const folder = await folderOf({ 'people.csv': header, 'others.csv': `${header}${rows}\n` })
    class Line extends Entity('others', { name: col(text), city: col(text).optional() }) {}
    const source = csv({ folder, maxOrderBytes: 20_000 })
    const people = Person.table(source)
    const others = Person.table(source, { name: 'others' })
    expect(await people.insertFrom(others.where(o => o.id.lt(2)).orderBy(o => o.id.desc())).run()).toBe(2)
    expect(await contentOf(folder)).toBe(`${header}1,person 1,,\n0,person 0,,\n`)
    const lines = Line.table(source)
    expect(await lines.insertFrom(lines).run()).toBe(300)
    expect(await lines.count()).toBe(600)
    expect(await failureOf(() => lines.insertFrom(lines).run())).toMatchObject({ kind: 'too-large' })
    expect(await lines.count()).toBe(600)
  })

  it('starts a file only when told, with all columns', async () => {
    const folder = await folderOf({ 'empty.csv': '' })
    const missing = await failureOf(() => Person.table(csv({ folder })).insert(1, { name: 'Ada' }))
    expect([missing.kind, missing.message]).toEqual(['not-found', expect.stringContaining('create: true')])
    const source = csv({ folder, create: true })
    await Person.table(source).insert(1, { name: 'Ada' })
    await Person.table(source, { name: 'empty' }).insertMany([{ id: 1, name: 'Ada' }])
    expect(await contentOf(folder)).toBe(`${header}1,Ada,,\n`)
    expect(await readFile(join(folder, 'empty.csv'), 'utf8')).toBe(`${header}1,Ada,,\n`)
    await mkdir(join(folder, 'sub'))
    await Person.table(source, { schema: 'sub' }).insert(1, { name: 'Ada' })
    expect(await readdir(join(folder, 'sub'))).toEqual(['people.csv'])
  })

  it('leaves the file as it was when the disk is full', async () => {
    const before = `${header}1,Ada,,\n`
    const folder = await folderOf({ 'people.csv': before })
    const people = Person.table(csv({ folder }))
    disk.freeBytes = 10
    try {
      const error = await failureOf(() => people.insertMany([2, 3, 4].map(id => ({ id, name: 'a long name' }))))
      expect(error).toMatchObject({ kind: 'too-large', retry: 'safe', details: { code: 'ENOSPC' } })
    } finally {
      disk.freeBytes = Number.POSITIVE_INFINITY
    }
    expect(await contentOf(folder)).toBe(before)
    expect(await people.insertMany([{ id: 2, name: 'fits' }])).toBe(1)
    expect(await readdir(folder)).toEqual(['people.csv'])
  })

  it.each([
    ['people.ndjson', '{"id":1,"name":"Ada"}\n', ndjson],
    ['people.ndjson.gz', gzipSync('{"id":1,"name":"Ada"}\n'), ndjson],
    ['people.json', '[{"id":1,"name":"Ada"}]', json],
    ['people.csv', `${header}1,Ada,,\n`, (options: { folder: string }) => csv(options)],
  ] as const)(
    'leaves %s as it was when the disk is full, in an append and written anew',
    async (name, before, open) => {
      const folder = await folderOf({ [name]: before })
      const people = Person.table(open({ folder }))
      const rows = [2, 3, 4].map(id => ({ id, name: 'a long name, so that it does not fit' }))
      for (const write of [() => people.insertMany(rows), () => people.patch(1, { name: 'changed' })]) {
        disk.freeBytes = 10
        try {
          const error = await failureOf(write)
          expect(error).toMatchObject({ kind: 'too-large', retry: 'safe', details: { code: 'ENOSPC' } })
          expect(error.message).toContain(name)
        } finally {
          disk.freeBytes = Number.POSITIVE_INFINITY
        }
        expect(await readFile(join(folder, name))).toEqual(Buffer.from(before))
        expect(await readdir(folder)).toEqual([name])
      }
      expect([await people.insertMany(rows), (await people.patch(1, { name: 'changed' })).name]).toEqual([3, 'changed'])
    },
  )

  it.each([
    ['people.csv', (options: { folder: string }) => csv(options)],
    ['people.ndjson', ndjson],
  ] as const)('leaves %s as it was when there is no room to lock it', async (name, open) => {
    const before = name.endsWith('csv') ? `${header}1,Ada,,\n` : '{"id":1,"name":"Ada"}\n'
    const folder = await folderOf({ [name]: before })
    const people = Person.table(open({ folder }))
    disk.lockFailure = 'ENOSPC'
    try {
      for (const write of [() => people.insert(2, { name: 'Bob' }), () => people.patch(1, { name: 'changed' })])
        expect(await failureOf(write)).toMatchObject({ kind: 'too-large', retry: 'safe', details: { code: 'ENOSPC' } })
    } finally {
      disk.lockFailure = ''
    }
    expect(await readFile(join(folder, name), 'utf8')).toBe(before)
    expect(await readdir(folder)).toEqual([name])
    expect((await people.insert(2, { name: 'Bob' })).name).toBe('Bob')
  })

  it('locks by a file where links cannot be made', async () => {
    const folder = await folderOf({ 'people.csv': header })
    const people = Person.table(csv({ folder, lockWaitMs: 0 }))
    disk.lockFailure = 'EPERM'
    try {
      await people.insert(1, { name: 'Ada' })
      await writeFile(join(folder, 'people.csv.lock'), '{"pid":1,"host":"elsewhere","startedMs":1}')
      expect((await failureOf(() => people.insert(2, { name: 'Bob' }))).kind).toBe('conflict')
    } finally {
      disk.lockFailure = ''
    }
    expect((await failureOf(() => people.insert(2, { name: 'Bob' }))).kind).toBe('conflict')
    expect(await contentOf(folder)).toBe(`${header}1,Ada,,\n`)
    expect(await readdir(folder)).toEqual(['people.csv', 'people.csv.lock'])
  })

  it('waits for another process, and says who writes when that takes too long', async () => {
    const folder = await folderOf({ 'people.csv': header })
    await writeFile(join(folder, 'people.csv.lock'), '{"pid":1,"host":"elsewhere","startedMs":1}')
    const error = await failureOf(() => Person.table(csv({ folder, lockWaitMs: 0 })).insert(1, { name: 'Ada' }))
    expect(error).toMatchObject({ kind: 'conflict', retry: 'safe', details: { reason: 'locked' } })
    expect(error.message).toContain('process 1 on elsewhere')
    const waiting = Person.table(csv({ folder })).insert(1, { name: 'Ada' }, { signal: AbortSignal.abort() })
    expect((await failureOf(() => waiting)).kind).toBe('cancelled')
    expect(await contentOf(folder)).toBe(header)
  })

  it('processes that append the same ids at once write each once, in whole lines', async () => {
    const folder = await folderOf({ 'people.csv': header })
    const append = async () => {
      const program = join(import.meta.dirname, 'append-people.ts')
      const child = spawn(process.execPath, ['--conditions=@vantage-ts/source', program, folder], { stdio: 'pipe' })
      const texts = Promise.all([Array.fromAsync(child.stdout, String), Array.fromAsync(child.stderr, String)])
      const code = await new Promise(done => child.on('close', done))
      const [out = [], err = []] = await texts
      expect(code, err.join('')).toBe(0)
      return Number(out.join(''))
    }
    const created = await Promise.all([append(), append()])
    expect((created[0] ?? 0) + (created[1] ?? 0)).toBe(200)
    const rows = await Person.table(csv({ folder })).list()
    expect(rows.map(({ id }) => id).sort((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, id) => id))
    expect(rows.every(({ id, name }) => name === `person ${id}`)).toBe(true)
    expect(await readdir(folder)).toEqual(['people.csv'])
  }, 60_000)
})
