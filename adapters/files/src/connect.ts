import { extname, join } from 'node:path'
import { type StoredTable, VantageError } from '@vantage-ts/core/adapter'

/** Where the tables of a folder are. */
export interface Place {
  readonly folder: string
  /** What file names end with, the dot included. */
  readonly extension: string
}

/**
 * The file of a table: its name in the folder, with the source's extension unless it has one; schemas are folders.
 *
 * Errors: `invalid` for a name that would lead out of the folder.
 */
export function fileOf({ folder, extension }: Place, { name, path }: StoredTable): string {
  const parts = [...path, extname(name) === extension ? name : name + extension]
  for (const part of parts)
    if (part === '.' || part === '..' || /[/\\\0]/.test(part))
      throw new VantageError('a table of files is named like a file of its folder: without slashes and dots alone', {
        kind: 'invalid',
        details: { reason: 'name' },
      })
  return join(folder, ...parts)
}
