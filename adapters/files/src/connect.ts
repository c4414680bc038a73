import { join, sep } from 'node:path'
import { type StoredTable, VantageError } from '@vantage-ts/core/adapter'
import { shortName } from './csv/fault.ts'

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
  const parts = [...path, name.endsWith(extension) ? name : name + extension]
  const isName = (part: string): boolean => part !== '' && part !== '.' && part !== '..' && !notInNames.test(part)
  if (name === '' || !parts.every(isName))
    throw new VantageError(
      `the table ${shortName(name)} is no file of the folder; name the file without its folder, and give folders as schema`,
      { kind: 'invalid', details: { entity, reason: 'name' } },
    )
  return join(folder, ...parts)
}
