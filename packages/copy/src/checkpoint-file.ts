import { VantageError } from '@vantage-ts/core'
import type { CheckpointStore } from './checkpoint.ts'

/**
 * Keeps the checkpoint of a copy in a file, which is gone when the copy is done. Needs Node.
 *
 * Shape: JSON, written beside the file, flushed to the device and then renamed, so that it is there as a whole whenever a process ends.
 * Errors: `invalid` for a file that holds no JSON; `permission`, `not-found`, `too-large` by the file system.
 */
export function checkpointFile(path: string): CheckpointStore {
  const part = `${path}.part`
  return {
    async load() {
      const { readFile } = await import('node:fs/promises')
      const text = await readFile(path, 'utf8').catch((thrown: unknown) => {
        if (codeOf(thrown) === 'ENOENT') return undefined
        throw fileError(thrown, path)
      })
      if (text === undefined) return undefined
      try {
        return JSON.parse(text)
      } catch (cause) {
        throw new VantageError(`${path} holds no checkpoint: it is no JSON; remove it to begin anew`, {
          kind: 'invalid',
          details: { file: path, reason: 'checkpoint' },
          cause,
        })
      }
    },
    async save(checkpoint) {
      const { open, rename, rm } = await import('node:fs/promises')
      try {
        if (checkpoint === undefined) return await rm(path, { force: true })
        const handle = await open(part, 'w')
        try {
          await handle.writeFile(JSON.stringify(checkpoint))
          await handle.sync()
        } finally {
          await handle.close()
        }
        await rename(part, path)
      } catch (thrown) {
        throw fileError(thrown, path)
      }
    },
  }
}

const kinds: { readonly [code: string]: 'permission' | 'not-found' | 'too-large' } = {
  EACCES: 'permission',
  EPERM: 'permission',
  EROFS: 'permission',
  ENOENT: 'not-found',
  ENOTDIR: 'not-found',
  ENOSPC: 'too-large',
  EDQUOT: 'too-large',
}

function fileError(cause: unknown, path: string): VantageError {
  const code = codeOf(cause)
  return new VantageError(`the checkpoint ${path} cannot be kept (${code ?? 'no code'}); see its cause`, {
    kind: (code === undefined ? undefined : kinds[code]) ?? 'invalid',
    details: { file: path, ...(code === undefined ? {} : { code }) },
    cause,
  })
}

function codeOf(cause: unknown): string | undefined {
  if (typeof cause !== 'object' || cause === null || !('code' in cause)) return undefined
  return typeof cause.code === 'string' ? cause.code : undefined
}
