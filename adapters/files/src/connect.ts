import { stat } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { type StoredTable, VantageError } from '@vantage-ts/core/adapter'
import type { DataFile } from './file/data-file.ts'
import { shortName } from './file/fault.ts'

/** Where the tables of a folder are. */
export interface Place {
  readonly folder: string
  /** What file names end with, the dot included. */
  readonly extension: string
}

/** What leads to another folder or is no name at all; on Windows a colon names a drive or a stream. */
const notInNames = sep === '\\' ? /[/\\:\0]/ : /[/\0]/

/**
 * The file of a table: its name in the folder, with the source's extension unless it has one; schemas are folders.
 *
 * Errors: `invalid` for a name that would lead out of the folder.
 */
export function fileOf({ folder, extension }: Place, { entity, name, path }: StoredTable): string {
  const parts = [...path, name.endsWith(extension) || name.endsWith(extension + packed) ? name : name + extension]
  const isName = (part: string): boolean => part !== '' && part !== '.' && part !== '..' && !notInNames.test(part)
  if (name === '' || !parts.every(isName))
    throw new VantageError(
      `the table ${shortName(name)} is no file of the folder; name the file without its folder, and give folders as schema`,
      { kind: 'invalid', details: { entity, reason: 'name' } },
    )
  return join(folder, ...parts)
}

const packed = '.gz'

/**
 * The file of a table as it is there: `airports.csv`, or `airports.csv.gz`, which is packed.
 *
 * Errors: those of `fileOf`; `conflict` where both are there.
 */
export async function dataFileOf(place: Place, table: StoredTable): Promise<DataFile> {
  const file = fileOf(place, table)
  if (file.endsWith(packed)) return { file, isGzip: true }
  const other = file + packed
  if (!(await isFile(other))) return { file, isGzip: false }
  if (!(await isFile(file))) return { file: other, isGzip: true }
  throw new VantageError(
    `${file} is there twice, as it is and packed (${packed}); remove one of them, or name the table with its extension`,
    { kind: 'conflict', details: { file, reason: 'ambiguous' } },
  )
}

/** Whatever is wrong with a file is told by what reads it. */
const isFile = async (file: string): Promise<boolean> => (await stat(file).catch(() => undefined)) !== undefined
