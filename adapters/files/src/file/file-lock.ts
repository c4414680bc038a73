import { open, readFile, readlink, symlink, unlink } from 'node:fs/promises'
import { hostname } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { throwIfAborted, VantageError } from '@vantage-ts/core/adapter'
import { codeOf, fileError } from '../errors.ts'

export interface LockOptions {
  /** How long to wait for another process; 10,000 unless told. 0 tries once. */
  readonly lockWaitMs?: number | undefined
  readonly signal?: AbortSignal | undefined
}

/** Who holds a lock; what its link leads to, or its file holds. */
interface Holder {
  readonly pid: number
  readonly host: string
  /** When the process began: two processes may have one number, one after the other (in containers it is often 1). */
  readonly startedMs: number
}

const defaultLockWaitMs = 10_000
const pollMs = 20
/** The clock may be set while a process runs; its start is computed from it. */
const clockSlackMs = 5_000

/** The end of each file's queue in this process. */
const queues = new Map<string, Promise<void>>()

/**
 * Runs work that nobody else may do on a file at the same time: neither this process, which queues in order of the calls, nor
 * another one that uses this lock.
 *
 * Shape: `path` is the real path (links resolved), so that every name of a file is one lock. The lock is a link or file beside it,
 * `<path>.lock`, that is gone afterwards; a killed process leaves it behind, and the next one takes it over.
 * Errors: `conflict`, safe to retry, when another process holds it for longer than `lockWaitMs`; those of the file system;
 * `cancelled` or `timeout` while waiting.
 */
export async function withFileLock<T>(path: string, work: () => Promise<T>, options: LockOptions = {}): Promise<T> {
  requireWait(options)
  const former = queues.get(path) ?? Promise.resolve()
  const { promise: ours, resolve: leave } = Promise.withResolvers<void>()
  const tail = former.then(() => ours)
  queues.set(path, tail)
  try {
    await former
    await takeLock(path, options)
    try {
      return await work()
    } finally {
      await releaseLock(path)
    }
  } finally {
    leave()
    if (queues.get(path) === tail) queues.delete(path)
  }
}

function requireWait({ lockWaitMs = 0 }: LockOptions): void {
  // With NaN the wait would never end.
  if (lockWaitMs >= 0) return
  throw new VantageError('lockWaitMs is a number of milliseconds from 0 up', {
    kind: 'invalid',
    details: { option: 'lockWaitMs' },
  })
}

async function takeLock(path: string, { lockWaitMs = defaultLockWaitMs, signal }: LockOptions): Promise<void> {
  const lock = `${path}.lock`
  const until = performance.now() + lockWaitMs
  for (;;) {
    throwIfAborted(signal)
    if (await createLock(lock)) return
    const holder = await holderOf(lock)
    if (holder !== undefined && isGone(holder) && (await removeStale(lock))) continue
    if (performance.now() >= until) throw isHeld(path, lock, holder)
    await delay(pollMs, undefined, signal === undefined ? {} : { signal }).catch(() => throwIfAborted(signal))
  }
}

/**
 * Creates a lock that says who holds it, in one step: a link that leads nowhere, so that a process which is killed never leaves a
 * lock of nobody behind. Where links cannot be made it is a file.
 */
async function createLock(lock: string): Promise<boolean> {
  try {
    await symlink(JSON.stringify(thisProcess()), lock)
    return true
  } catch (cause) {
    const code = codeOf(cause)
    if (code === 'EEXIST') return false
    if (code === undefined || !withoutLinks.has(code)) throw fileError(cause, lock, 'creating')
  }
  return createLockFile(lock)
}

/** What tells that a system, a file system or this process may not make links. */
const withoutLinks: ReadonlySet<string> = new Set([
  'EPERM',
  'EACCES',
  'ENOSYS',
  'ENOTSUP',
  'EOPNOTSUPP',
  'EINVAL',
  'UNKNOWN',
])

async function createLockFile(lock: string): Promise<boolean> {
  try {
    const handle = await open(lock, 'wx')
    try {
      await handle.writeFile(JSON.stringify(thisProcess()))
    } catch (cause) {
      await unlink(lock)
      throw cause
    } finally {
      await handle.close()
    }
    return true
  } catch (cause) {
    if (codeOf(cause) === 'EEXIST') return false
    throw fileError(cause, lock, 'creating')
  }
}

async function releaseLock(path: string): Promise<void> {
  const lock = `${path}.lock`
  await unlink(lock).catch(cause => {
    if (codeOf(cause) !== 'ENOENT') throw fileError(cause, lock, 'removing')
  })
}

const thisProcess = (): Holder => ({
  pid: process.pid,
  host: hostname(),
  startedMs: Math.round(Date.now() - process.uptime() * 1000),
})

/** Undefined when the lock was released meanwhile, or is being written just now. */
async function holderOf(lock: string): Promise<Holder | undefined> {
  const text = await readlink(lock)
    // What is no link is a file.
    .catch(() => readFile(lock, 'utf8'))
    .catch(cause => {
      if (codeOf(cause) === 'ENOENT') return ''
      throw fileError(cause, lock, 'reading')
    })
  return parseHolder(text)
}

function parseHolder(text: string): Holder | undefined {
  const found = /^\{"pid":(\d+),"host":("[^"]*"),"startedMs":(\d+)\}$/.exec(text)
  if (found === null) return undefined
  return { pid: Number(found[1]), host: String(JSON.parse(found[2] ?? '""')), startedMs: Number(found[3]) }
}

function isGone({ pid, host, startedMs }: Holder): boolean {
  const own = thisProcess()
  // Whether a process of another machine lives cannot be seen from here.
  if (host !== own.host) return false
  if (pid === own.pid) return Math.abs(startedMs - own.startedMs) > clockSlackMs
  try {
    process.kill(pid, 0)
    return false
  } catch (cause) {
    return codeOf(cause) === 'ESRCH'
  }
}

/**
 * Removes the lock of a process that is gone. Only one process at a time may do that: a second one, which looked before the
 * first removed it, would remove the next owner's lock.
 */
async function removeStale(lock: string): Promise<boolean> {
  const guard = `${lock}.takeover`
  if (!(await createLock(guard))) return false
  try {
    const holder = await holderOf(lock)
    if (holder === undefined || !isGone(holder)) return false
    await unlink(lock)
    return true
  } catch (cause) {
    throw fileError(cause, lock, 'taking over')
  } finally {
    await unlink(guard)
  }
}

function isHeld(path: string, lock: string, holder: Holder | undefined): VantageError {
  const who = holder === undefined ? 'another process' : `process ${holder.pid} on ${holder.host}`
  return new VantageError(
    `${path} is being written by ${who}; repeat the call, or remove ${lock} (and ${lock}.takeover) if nobody writes it`,
    { kind: 'conflict', retry: 'safe', details: { file: path, lock, reason: 'locked' } },
  )
}
