import { lstat, open, realpath } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { VantageError } from '@vantage-ts/core/adapter'
import { fileError } from '../errors.ts'
import { requireFile } from './read-chunks.ts'

/** The file with its links resolved. One that is to be created is named by its folder's real path. */
export async function realFile(
  file: string,
  { create, attempt }: { create: boolean; attempt: string },
): Promise<string> {
  try {
    const path = realpath(file)
    // What is wrong with the file is told in one way: by looking at it.
    path.catch(toldAlready)
    await requireFile(file)
    return await path
  } catch (cause) {
    const error = fileError(cause, file, attempt)
    if (error.kind !== 'not-found') throw error
    if (await isLink(file)) {
      throw new VantageError(`${file} is a symbolic link to a file that is gone; correct the link`, {
        kind: 'not-found',
        details: { file },
        cause,
      })
    }
    if (!create) {
      throw new VantageError(`there is no file ${file}; check the path, or pass create: true to start it`, {
        kind: 'not-found',
        details: { file },
        cause,
      })
    }
  }
  try {
    return join(await realpath(dirname(file)), basename(file))
  } catch (cause) {
    throw fileError(cause, dirname(file), 'looking for the folder')
  }
}

const toldAlready = (): void => {}

const isLink = async (file: string): Promise<boolean> => {
  try {
    return (await lstat(file)).isSymbolicLink()
  } catch {
    return false
  }
}

/** A new name in a folder is safe only when the folder is. Windows has no such call and needs none. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
