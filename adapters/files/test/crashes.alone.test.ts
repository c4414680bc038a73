import { spawn, spawnSync } from 'node:child_process'
import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { col, Entity, text } from '@vantage-ts/core'
import { describe, expect, it } from 'vitest'
import { csv, json, ndjson } from '../src/index.ts'
import { failureOf, folderOf, header, Person } from './people-file.ts'

const contents = {
  csv: `${header}1,Ada,,\n2,Bob,,\n3,Cy,,\n`,
  ndjson: '{"id":1,"name":"Ada"}\n{"id":2,"name":"Bob"}\n{"id":3,"name":"Cy"}\n',
  json: '[\n{"id":1,"name":"Ada"},\n{"id":2,"name":"Bob"},\n{"id":3,"name":"Cy"}\n]\n',
}
type Format = keyof typeof contents
const open = {
  csv: (folder: string) => csv({ folder }),
  ndjson: (folder: string) => ndjson({ folder }),
  json: (folder: string) => json({ folder }),
}

/** Runs the writer until it kills itself. */
function killed(folder: string, format: Format, act: 'append' | 'patch', point: string): void {
  const program = join(import.meta.dirname, 'dying-writer.ts')
  const args = ['--conditions=@vantage-ts/source', program, folder, format, act, point]
  const { signal, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  expect([signal, stdout], stderr).toEqual(['SIGKILL', ''])
}

const namesIn = async (folder: string, format: Format) =>
  (await Person.table(open[format](folder)).list()).map(({ name }) => name)

describe('a writer that is killed', () => {
  it.each([
    ['ndjson', 'patch', 'write', ['Ada', 'Bob', 'Cy']],
    ['json', 'patch', 'sync', ['Ada', 'Bob', 'Cy']],
    ['csv', 'patch', 'rename', ['Ada', 'Bob', 'Cy']],
    ['json', 'append', 'write', ['Ada', 'Bob', 'Cy']],
    ['ndjson', 'patch', 'renamed', ['Ada', 'changed', 'Cy']],
  ] as const)(
    '%s, in a %s, at %s: the old content or the new one is there, and the next writer goes on',
    async (format, act, point, names) => {
      const folder = await folderOf({ [`people.${format}`]: contents[format] })
      await chmod(join(folder, `people.${format}`), 0o640)
      killed(folder, format, act, point)
      expect(await namesIn(folder, format)).toEqual(names)
      expect(await readdir(folder)).toContain(`people.${format}.lock`)
      await Person.table(open[format](folder)).patch(3, { name: 'next' })
      expect(await namesIn(folder, format)).toEqual([...names.slice(0, 2), 'next'])
      expect(await readdir(folder)).toEqual([`people.${format}`])
      expect((await stat(join(folder, `people.${format}`))).mode & 0o777).toBe(0o640)
    },
  )

  it('in an append leaves a part of a row, which is told, never glued to another, and left out when that is wanted', async () => {
    const folder = await folderOf({ 'people.ndjson': contents.ndjson })
    killed(folder, 'ndjson', 'append', 'write')
    const file = join(folder, 'people.ndjson')
    const left = await readFile(file, 'utf8')
    expect(left.slice(contents.ndjson.length)).toMatch(/^\{"id":9,[^}]*$/)
    const people = Person.table(ndjson({ folder }))
    for (const work of [
      () => people.list(),
      () => people.insert(10, { name: 'next' }),
      () => people.patch(1, { name: 'x' }),
    ])
      expect(await failureOf(work)).toMatchObject({ kind: 'invalid', details: { line: 4 } })
    expect(await readFile(file, 'utf8')).toBe(left)
    // Where no ids are looked up, the part becomes a line of its own.
    class Line extends Entity('people', { name: col(text) }) {}
    expect(await Line.table(ndjson({ folder })).insertMany([{ name: 'next' }])).toBe(1)
    expect(await readFile(file, 'utf8')).toBe(`${left}\n{"name":"next"}\n`)
    await writeFile(file, left)
    const lenient = Person.table(ndjson({ folder, partialLastLine: 'skip' }))
    expect((await lenient.list()).map(({ id }) => id)).toEqual([1, 2, 3])
    await lenient.insert(10, { name: 'next' })
    expect(await readFile(file, 'utf8')).toBe(`${contents.ndjson}{"id":10,"name":"next"}\n`)
    await writeFile(file, left)
    await lenient.patch(1, { name: 'x' })
    expect(await readFile(file, 'utf8')).toBe(contents.ndjson.replace('Ada', 'x'))
  })
})

describe('processes at once', () => {
  it('that append and rewrite one file lose nothing of each other', async () => {
    const folder = await folderOf({ 'people.ndjson': '' })
    const program = join(import.meta.dirname, 'write-at-once.ts')
    const ended = [0, 1].map(async who => {
      const child = spawn(process.execPath, ['--conditions=@vantage-ts/source', program, folder, String(who)], {
        stdio: 'pipe',
      })
      const errors = Array.fromAsync(child.stderr, String)
      child.stdout.resume()
      expect(await new Promise(done => child.on('close', done)), (await errors).join('')).toBe(0)
    })
    await Promise.all(ended)
    const rows = await Person.table(ndjson({ folder }))
      .orderBy(p => p.id)
      .list()
    expect(rows.map(({ id, name, city }) => [id, name, city])).toEqual(
      Array.from({ length: 40 }, (_, id) => [id, `changed ${id}`, id % 2 === 0 ? 'even' : null]),
    )
    expect(await readdir(folder)).toEqual(['people.ndjson'])
  }, 60_000)
})
