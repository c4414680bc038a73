import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { storageOf, unchecked } from '@vantage-ts/core/adapter'
import type { KitColumn, KitRow, KitTable, OpenedTables } from '@vantage-ts/adapter-kit'
import { rowWriter } from '../src/csv/writer.ts'
import { type Csv, csv } from '../src/index.ts'
import { storages } from '../src/types.ts'

const dialect = { delimiter: ',', quote: '"', encoding: 'utf-8' } as const
const folders = new WeakMap<object, string>()

/** Writes each table as a file of a folder of its own and opens a source on it. */
export async function openTables(tables: readonly KitTable[]): Promise<OpenedTables> {
  const folder = await mkdtemp(join(tmpdir(), 'vantage-csv-'))
  for (const table of tables) {
    const place = join(folder, ...(table.schema ?? []))
    await mkdir(place, { recursive: true })
    await writeFile(join(place, `${table.name}.csv`), textOf(table))
  }
  return { source: opened(folder), close: () => rm(folder, { recursive: true, force: true }) }
}

/** Another source on the same folder. */
export async function reopenTables({ source }: OpenedTables): Promise<OpenedTables> {
  const again = opened(unchecked(folders.get(source), 'the kit reopens what it opened'))
  return { source: again, close: () => again.close() }
}

function opened(folder: string): Csv {
  const source = csv({ folder })
  folders.set(source, folder)
  return source
}

function textOf({ name, columns, rows }: KitTable): string {
  const names = columns.map(column => column.name)
  const write = rowWriter({ file: name, dialect, newline: '\n', columns: names })
  const lines = [names, ...rows.map(row => columns.map(column => cellOf(column, row)))]
  return lines.map((line, at) => write(line, at)).join('')
}

function cellOf({ property, type }: KitColumn, row: KitRow): string | null {
  const value = row[property]
  if (value === undefined || value === null) return null
  const { encode } = storageOf(storages, type, 'csv')
  return unchecked<string>(encode === undefined ? value : encode(value), 'every storage of a file encodes to text')
}
