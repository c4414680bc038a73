import { type FileHandle, open, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { throwIfAborted } from '@vantage-ts/core/adapter'
import { codeOf, fileError } from '../errors.ts'
import { appendWhole } from './append-whole.ts'
import { type Content, contentOf } from './content.ts'
import type { DataFile } from './data-file.ts'
import { type LockOptions, withFileLock } from './file-lock.ts'
import { realFile, syncFolder } from './real-file.ts'

const packed = promisify(gzip)

export interface AppendDataOptions extends LockOptions {
  /** Whether a file that is missing is started; false unless told. */
  readonly create?: boolean | undefined
  /** Whether to wait until the device has the bytes, not only the system; false unless told. */
  readonly fsync?: boolean | undefined
}

/** What is to be added, and what that gives. */
export interface Addition<Result> {
  readonly bytes: Buffer
  /** Called when the bytes are not needed any more. */
  release(): void
  /** How many bytes at the end are cut off first; none unless told. Not of packed files. */
  readonly cutBytes?: number | undefined
  readonly result: Result
}

/**
 * Adds bytes at the end of a file, all of them or none, which are made while the file is locked; a packed file gets a member more.
 *
 * Shape: symbolic links are followed. Errors: `not-found` for a missing file unless `create`; `conflict` when another process keeps
 * the file locked; those of the file system, after which the file is as it was.
 */
export async function appendData<Result>(
  target: DataFile,
  options: AppendDataOptions,
  make: (content: Content) => Promise<Addition<Result>>,
): Promise<Result> {
  const { file, isGzip } = target
  const path = await realFile(file, { create: options.create === true, attempt: 'appending to' })
  const append = async (): Promise<Result> => {
    const { handle, isNew } = await openFile(file, path, options.create === true)
    try {
      const { bytes, cutBytes = 0, result, release } = await make(contentOf(handle, file, isGzip))
      throwIfAborted(options.signal)
      const { size } = await handle.stat()
      const added = isGzip && bytes.length > 0 ? await packed(bytes) : bytes
      // Before anything is written: of what is longer than the addition, a part would be left behind it.
      if (cutBytes > 0) await handle.truncate(size - cutBytes)
      await appendWhole(handle, added, { file, at: size - cutBytes, fsync: options.fsync === true })
      release()
      if (isNew && options.fsync === true) await syncFolder(dirname(path))
      return result
    } catch (cause) {
      if (isNew) await unlink(path)
      // What making the bytes threw is not of the file system.
      throw codeOf(cause) === undefined ? cause : fileError(cause, file, 'appending to')
    } finally {
      await handle.close()
    }
  }
  return withFileLock(path, append, options)
}

async function openFile(file: string, path: string, create: boolean): Promise<{ handle: FileHandle; isNew: boolean }> {
  try {
    return { handle: await open(path, 'r+'), isNew: false }
  } catch (cause) {
    if (codeOf(cause) !== 'ENOENT' || !create) throw fileError(cause, file, 'appending to')
  }
  try {
    return { handle: await open(path, 'wx+'), isNew: true }
  } catch (cause) {
    throw fileError(cause, file, 'creating')
  }
}
