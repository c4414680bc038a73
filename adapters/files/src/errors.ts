import { type ErrorKind, type Retry, VantageError } from '@vantage-ts/core/adapter'

/** What a file system error means to the caller. */
export interface FileErrorRule {
  readonly kind: ErrorKind
  readonly retry: Retry
  readonly problem: string
  readonly next: string
}

const rule = (kind: ErrorKind, retry: Retry, problem: string, next: string): FileErrorRule => ({
  kind,
  retry,
  problem,
  next,
})

/**
 * The codes of the file system, as Node names them.
 *
 * Source: errno(3), https://man7.org/linux/man-pages/man3/errno.3.html
 */
export const fileErrorRules: Readonly<Record<string, FileErrorRule>> = {
  ENOENT: rule('not-found', 'never', 'there is no such file or folder', 'check the path and the folder of the source'),
  ENOTDIR: rule('invalid', 'never', 'a part of the path is a file, not a folder', 'check the path'),
  EISDIR: rule('invalid', 'never', 'it is a folder', 'name a file'),
  ELOOP: rule('invalid', 'never', 'its symbolic links lead in a circle', 'correct the links'),
  ENAMETOOLONG: rule('invalid', 'never', 'the name is too long for the file system', 'use a shorter one'),
  ERR_INVALID_ARG_VALUE: rule('invalid', 'never', 'the path cannot be one', 'remove the NUL character from it'),
  EEXIST: rule('conflict', 'after-reread', 'it exists already', 'read it, or choose another name'),
  EACCES: rule(
    'permission',
    'never',
    'the file system does not permit it',
    'grant this process the right, or run it as the owner',
  ),
  EPERM: rule(
    'permission',
    'never',
    'the operation is not permitted',
    'check owner, attributes and the rights of this process',
  ),
  EROFS: rule('permission', 'never', 'the file system is read-only', 'mount it writable, or use another folder'),
  ENOSPC: rule('too-large', 'safe', 'the disk is full', 'free some space, then repeat the call'),
  EDQUOT: rule(
    'too-large',
    'safe',
    'the disk quota is used up',
    'free some space or raise the quota, then repeat the call',
  ),
  EFBIG: rule(
    'too-large',
    'never',
    'the file would be larger than permitted',
    'raise the limit (ulimit -f), or split the file',
  ),
  EBUSY: rule('conflict', 'safe', 'another process holds it', 'repeat the call when that one is done'),
  ETXTBSY: rule('conflict', 'safe', 'it is being run as a program', 'repeat the call when that one has ended'),
  EMFILE: rule(
    'connection',
    'safe',
    'this process has too many open files',
    'raise the limit (ulimit -n), or run fewer reads at once',
  ),
  ENFILE: rule(
    'connection',
    'safe',
    'the system has too many open files',
    'repeat the call later, or raise the limit of the system',
  ),
  EAGAIN: rule('connection', 'safe', 'the file system is not ready', 'repeat the call'),
  EIO: rule(
    'connection',
    'safe',
    'the device reports a read or write failure',
    'check disk or network share, then repeat the call',
  ),
  ESTALE: rule('connection', 'safe', 'the network share has lost the file', 'repeat the call; it opens the file again'),
  ENODEV: rule('connection', 'safe', 'the device is gone', 'connect or mount it again, then repeat the call'),
  ENXIO: rule('connection', 'safe', 'the device is not there', 'connect or mount it again, then repeat the call'),
  ETIMEDOUT: rule('timeout', 'safe', 'the network share did not answer in time', 'check it, then repeat the call'),
  ENOTSUP: rule('unsupported', 'never', 'the file system cannot do this', 'use another folder'),
}

/**
 * Turns an error of the file system into ours: `reading people.csv: the disk is full; free some space, then repeat the call`.
 *
 * Errors: a code without a rule becomes `internal` and names the code. A Vantage error passes unchanged.
 */
export function fileError(cause: unknown, file: string, attempt: string): VantageError {
  if (VantageError.is(cause)) return cause
  const code = codeOf(cause)
  const found = code === undefined ? undefined : fileErrorRules[code]
  const details = { file, ...(code === undefined ? {} : { code }) }
  if (found === undefined) {
    const reason = code === undefined ? 'an error that is not of the file system' : `the unexpected error ${code}`
    return new VantageError(`${attempt} ${file}: ${reason}; see its cause`, { kind: 'internal', details, cause })
  }
  const { kind, retry, problem, next } = found
  return new VantageError(`${attempt} ${file}: ${problem}; ${next}`, { kind, retry, details, cause })
}

/** The `code` of a Node error, like `ENOENT`. */
export function codeOf(cause: unknown): string | undefined {
  if (typeof cause !== 'object' || cause === null || !('code' in cause)) return undefined
  return typeof cause.code === 'string' ? cause.code : undefined
}
