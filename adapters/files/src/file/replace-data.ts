import { type FileHandle, open, rename, stat, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import { throwIfAborted } from '@vantage-ts/core/adapter'
import { codeOf, fileError } from '../errors.ts'
import type { DataFile } from './data-file.ts'
import { type LockOptions, withFileLock } from './file-lock.ts'
import { realFile, syncFolder } from './real-file.ts'
import { TextSink } from './text-sink.ts'

export interface ReplaceOptions extends LockOptions {
  /** Whether a file that is missing is started; false unless told. */
  readonly create?: boolean | undefined
  /** Whether to wait until the device has the new name too; false unless told. */
  readonly fsync?: boolean | undefined
}

/** What a rewrite came to. */
export interface Rewritten<Result> {
  /** Whether the new content takes the place of the old one. */
  readonly isChanged: boolean
  readonly result: Result
}

/** Writes the new content while the old one is in place; `isThere` is false for a file that is to be started. */
export type WriteContent<Result> = (sink: TextSink, isThere: boolean) => Promise<Rewritten<Result>>

/**
 * Gives a file a new content in one step: whoever reads it has the old content or the new one, whole, also after a crash.
 *
 * Shape: the new content goes into `<path>.new` beside the file, is handed to the device and takes its name, while the file is
 * locked. Who reads the file meanwhile goes on reading the old content. Mode and owner are kept; hard links lead to the old
 * content. What a crashed writer left of its new content is written over by the next one.
 * Errors: `not-found` for a missing file unless `create`; `permission` where the file may not be written, or its owner not be
 * kept; `conflict` when another process keeps it locked; those of the file system. The file is as it was then.
 */
export async function replaceData<Result>(
  target: DataFile,
  options: ReplaceOptions,
  write: WriteContent<Result>,
): Promise<Result> {
  const { file } = target
  const path = await realFile(file, { create: options.create === true, attempt: 'rewriting' })
  return withFileLock(path, () => replaceLocked(target, path, options, write), options)
}

async function replaceLocked<Result>(
  { file, isGzip }: DataFile,
  path: string,
  options: ReplaceOptions,
  write: WriteContent<Result>,
): Promise<Result> {
  const fresh = `${path}.new`
  try {
    const owner = await ownerOf(path, options.create === true)
    const handle = await startedFile(fresh)
    try {
      await keepOwner(handle, owner)
      const sink = new TextSink(handle, isGzip)
      const { isChanged, result } = await write(sink, owner !== undefined)
      throwIfAborted(options.signal)
      if (isChanged) {
        await sink.end()
        await handle.datasync()
      }
      await handle.close()
      await (isChanged ? rename(fresh, path) : unlink(fresh))
      if (isChanged && options.fsync === true) await syncFolder(dirname(path))
      return result
    } catch (cause) {
      await handle.close()
      await unlink(fresh).catch(alreadyGone)
      throw cause
    }
  } catch (cause) {
    // What making the content threw is not of the file system.
    throw codeOf(cause) === undefined ? cause : fileError(cause, file, 'rewriting')
  }
}

const alreadyGone = (): void => {}

interface Owner {
  readonly mode: number
  readonly uid: number
  readonly gid: number
}

/** Undefined for a file that is to be started. A new name could take the place of a file that may not be written. */
async function ownerOf(path: string, create: boolean): Promise<Owner | undefined> {
  try {
    const handle = await open(path, 'r+')
    try {
      const { mode, uid, gid } = await handle.stat()
      return { mode: mode & 0o7777, uid, gid }
    } finally {
      await handle.close()
    }
  } catch (cause) {
    if (create && codeOf(cause) === 'ENOENT') return undefined
    throw cause
  }
}

/** The place of the new content: nobody else writes there while the file is locked, so what is there was left behind. */
async function startedFile(fresh: string): Promise<FileHandle> {
  try {
    return await open(fresh, 'wx+')
  } catch (cause) {
    if (codeOf(cause) !== 'EEXIST') throw cause
  }
  await unlink(fresh)
  return open(fresh, 'wx+')
}

async function keepOwner(handle: FileHandle, owner: Owner | undefined): Promise<void> {
  if (owner === undefined || process.platform === 'win32') return
  const { uid, gid, mode } = await handle.stat()
  if (uid !== owner.uid || gid !== owner.gid) await handle.chown(owner.uid, owner.gid)
  if ((mode & 0o7777) !== owner.mode) await handle.chmod(owner.mode)
}

/** Whether a file is missing or holds nothing. Whatever else is wrong with it is told by what reads it. */
export async function isNothing(file: string): Promise<boolean> {
  const found = await stat(file).catch(() => undefined)
  return found === undefined || (found.isFile() && found.size === 0)
}
