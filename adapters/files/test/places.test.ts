import { chmod, mkdir, rename, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type CsvOptions, csv } from '../src/index.ts'
import { asOrdinaryUser } from './ordinary-user.ts'
import { failureOf, folderOf, header, Person } from './people-file.ts'

const content = `${header}1,Ada,,\n`

describe('where files are', () => {
  it('a missing file and a missing folder are not found, and named', async () => {
    const folder = await folderOf()
    for (const place of [folder, join(folder, 'none')]) {
      const error = await failureOf(() => Person.table(csv({ folder: place })).list())
      expect(error).toMatchObject({ kind: 'not-found', details: { file: join(place, 'people.csv') } })
    }
    expect(await failureOf(() => csv({ folder: join(folder, 'none') }).ping())).toMatchObject({ kind: 'not-found' })
    await csv({ folder }).ping()
  })

  it('a folder in place of a file, and a file in place of the folder, are told', async () => {
    const folder = await folderOf({ plain: '' })
    await mkdir(join(folder, 'people.csv'))
    const error = await failureOf(() => Person.table(csv({ folder })).list())
    expect([error.kind, error.message]).toEqual(['invalid', expect.stringContaining('is a folder')])
    const plain = csv({ folder: join(folder, 'plain') })
    expect(await failureOf(() => plain.ping())).toMatchObject({ kind: 'invalid' })
    expect(await failureOf(() => Person.table(plain).list())).toMatchObject({ kind: 'invalid' })
  })

  it('a file that may not be read is told', async () => {
    const folder = await folderOf({ 'people.csv': content })
    await chmod(join(folder, 'people.csv'), 0)
    await chmod(folder, 0o755)
    await asOrdinaryUser(async () => {
      expect(await failureOf(() => Person.table(csv({ folder })).list())).toMatchObject({ kind: 'permission' })
    })
  })

  it('symbolic links are followed; one that leads nowhere is not found', async () => {
    const folder = await folderOf({ 'real.csv': content })
    await symlink('real.csv', join(folder, 'people.csv'))
    expect(await Person.table(csv({ folder })).count()).toBe(1)
    await rename(join(folder, 'real.csv'), join(folder, 'gone.csv'))
    expect(await failureOf(() => Person.table(csv({ folder })).list())).toMatchObject({ kind: 'not-found' })
  })

  it('names of tables cannot lead out of the folder', async () => {
    const folder = await folderOf({ 'secret.csv': content })
    await mkdir(join(folder, 'data'))
    const source = csv({ folder: join(folder, 'data') })
    for (const name of ['../secret', '/etc/passwd', 'a/b', './people', 'nul\0']) {
      const table = () => Person.table(source, { name })
      for (const work of [() => table().list(), () => table().insert(1, { name: 'x' })])
        expect(await failureOf(work), name).toMatchObject({ kind: 'invalid' })
    }
    for (const schema of ['..', '.', '../data', '']) {
      const work = () => Person.table(source, { name: 'secret', schema }).list()
      expect(await failureOf(work), schema).toMatchObject({ kind: 'invalid' })
    }
    expect(await failureOf(() => Person.table(source, { name: '' }).list())).toMatchObject({ kind: 'invalid' })
  })

  it('a schema is a folder, and the extension is an option that a name may spell out', async () => {
    const folder = await folderOf({ 'people.tsv': content.replaceAll(',', '\t') })
    await mkdir(join(folder, 'old'))
    await writeFile(join(folder, 'old', 'people.csv'), content)
    expect(await Person.table(csv({ folder }), { schema: 'old' }).count()).toBe(1)
    const tsv = csv({ folder, extension: '.tsv', delimiter: '\t' })
    expect(await Person.table(tsv).count()).toBe(1)
    expect(await Person.table(tsv, { name: 'people.tsv' }).count()).toBe(1)
    expect(await Person.table(csv({ folder, extension: '', delimiter: '\t' }), { name: 'people.tsv' }).count()).toBe(1)
  })

  it.each([
    ['an unknown option', { folder: '.', delimeter: ';' }, 'Did you mean'],
    ['no folder', { folder: '' }, 'folder'],
    ['a delimiter of two characters', { folder: '.', delimiter: '::' }, 'delimiter'],
    ['an extension with a slash', { folder: '.', extension: '/../x' }, 'extension'],
    ['a limit that is none', { folder: '.', maxOrderBytes: Number.NaN }, 'maxOrderBytes'],
    ['an unknown encoding', { folder: '.', encoding: 'utf-7' }, 'encoding'],
  ])('%s is refused when the source is opened', async (_what, options, words) => {
    const error = await failureOf(() => csv(options as unknown as CsvOptions))
    expect([error.kind, error.message]).toEqual(['invalid', expect.stringContaining(words)])
  })
})
