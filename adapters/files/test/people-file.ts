import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bool, col, Entity, int, text, VantageError } from '@vantage-ts/core'
import { afterEach } from 'vitest'

/** What the files of these tests hold. */
export class Person extends Entity('people', {
  id: col(int).id(),
  name: col(text),
  city: col(text).optional(),
  isActive: col(bool).optional().named('is_active'),
}) {}

export const header = 'id,name,city,is_active\n'

const folders: string[] = []
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true })
})

/** A folder that is gone after the test, with files: `folderOf({ 'people.csv': 'id,name\n' })`. */
export async function folderOf(files: { readonly [name: string]: string | Uint8Array } = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'vantage-csv-'))
  folders.push(folder)
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content)
  return folder
}

/** The error that work ends with. */
export async function failureOf(work: () => unknown): Promise<VantageError> {
  try {
    await work()
  } catch (thrown) {
    if (VantageError.is(thrown)) return thrown
    throw new Error(`no VantageError: ${String(thrown)}`, { cause: thrown })
  }
  throw new Error('the work has to fail')
}
