import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { storageOf, unchecked } from '@vantage-ts/core/adapter'
import type { KitColumn, KitRow, KitTable, OpenedTables } from '@vantage-ts/adapter-kit'
import { rowWriter } from '../src/csv/writer.ts'
import { csvStorages } from '../src/types.ts'

type KitSource = OpenedTables['source']

/** How the tables of a case become files, and how they are opened. */
export interface TableFiles {
  readonly extension: string
  textOf(table: KitTable): string
  open(folder: string): KitSource
}

/** Writes each table as a file of a folder of its own and opens a source on it; `reopen` gives another source on the same folder. */
export function filesOf({ extension, textOf, open }: TableFiles) {
  const folders = new WeakMap<object, string>()
  const opened = (folder: string): KitSource => {
    const source = open(folder)
    folders.set(source, folder)
    return source
  }
  return {
    async open(tables: readonly KitTable[]): Promise<OpenedTables> {
      const folder = await mkdtemp(join(tmpdir(), 'vantage-files-'))
      for (const table of tables) {
        const place = join(folder, ...(table.schema ?? []))
        await mkdir(place, { recursive: true })
        const text = textOf(table)
        await writeFile(join(place, table.name + extension), extension.endsWith('.gz') ? gzipSync(text) : text)
      }
      return { source: opened(folder), close: () => rm(folder, { recursive: true, force: true }) }
    },
    async reopen({ source }: OpenedTables): Promise<OpenedTables> {
      const again = opened(unchecked(folders.get(source), 'the kit reopens what it opened'))
      return { source: again, close: () => again.close() }
    },
  }
}

const dialect = { delimiter: ',', quote: '"', encoding: 'utf-8' } as const

export function csvText({ name, columns, rows }: KitTable): string {
  const names = columns.map(column => column.name)
  const write = rowWriter({ file: name, dialect, newline: '\n', columns: names })
  const lines = [names, ...rows.map(row => columns.map(column => csvCell(column, row)))]
  return lines.map((line, at) => write(line, at)).join('')
}

function csvCell({ property, type }: KitColumn, row: KitRow): string | null {
  const value = row[property]
  if (value === undefined || value === null) return null
  const { encode } = storageOf(csvStorages, type, 'csv')
  return unchecked<string>(encode === undefined ? value : encode(value), 'every storage of a file encodes to text')
}

/** The rows as objects in the JSON form of their values. Every second null is left out: both spellings mean the same. */
function recordsOf({ columns, rows }: KitTable): readonly string[] {
  return rows.map((row, at) => {
    const members = columns.flatMap(({ name, property, type }, index) => {
      const value = row[property] ?? null
      if (value === null && (at + index) % 2 === 0) return []
      return [`${JSON.stringify(name)}:${JSON.stringify(value === null ? null : jsonOf(type, value))}`]
    })
    return `{${members.join(',')}}`
  })
}

/** A raw value of the kit need not be one of the type: those are there to be refused. */
function jsonOf(type: KitColumn['type'], value: unknown): unknown {
  return type.problem(value) === undefined ? type.toJson(value) : value
}

export const ndjsonText = (table: KitTable): string =>
  recordsOf(table)
    .map(record => `${record}\n`)
    .join('')

export const jsonText = (table: KitTable): string => `[\n  ${recordsOf(table).join(',\n  ')}\n]\n`
