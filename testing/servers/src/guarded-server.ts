import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { Socket } from 'node:net'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type { EngineName } from './engine.ts'

export interface ServerOptions {
  /** Keeps the data here from one start to the next. Without it the data is in a temporary folder that goes with the server. */
  readonly folder?: string
  readonly settings?: ServerSettings
}

/** Settings of the server by their names, besides its usual ones: `{ innodb_data_file_path: 'ibdata1:12M' }`. */
export interface ServerSettings {
  readonly [name: string]: string
}

export interface GuardedServer extends AsyncDisposable {
  /** Of the superuser, on 127.0.0.1, with the password of this server. */
  readonly url: string
  /** Process id of the server. */
  readonly pid: number
  /** Folder of the server's files. */
  readonly place: string
  stop(): Promise<void>
}

export interface GuardRequest {
  readonly engine: EngineName
  readonly settings: ServerSettings
  readonly folder?: string
  readonly owner: number
}

export type GuardAnswer = Pick<GuardedServer, 'url' | 'pid' | 'place'> | { readonly error: string }

async function answerOf(guard: ChildProcess): Promise<GuardAnswer> {
  let complaint = ''
  guard.stderr?.on('data', chunk => {
    complaint = (complaint + String(chunk)).slice(-4000)
  })
  const exited = once(guard, 'close').then(([code]) => ({
    error: `the guard of the server ended (${code}):\n${complaint}`,
  }))
  if (!guard.stdout) return exited
  const said = once(createInterface({ input: guard.stdout }), 'line').then(([line]): GuardAnswer => JSON.parse(line))
  return Promise.race([said, exited])
}

/**
 * Starts a real database server for this process, run by a guard process of ours.
 *
 * The server ends with `stop()`, and with this process however that ends, SIGKILL included; it does not keep this process alive.
 * Under root it runs as `nobody`. Errors: a folder that a live process uses is refused by naming that process.
 */
export async function startGuarded(engine: EngineName, options: ServerOptions): Promise<GuardedServer> {
  const folder = options.folder === undefined ? {} : { folder: resolve(options.folder) }
  const request: GuardRequest = { engine, settings: options.settings ?? {}, ...folder, owner: process.pid }
  const guard = spawn(process.execPath, [join(import.meta.dirname, 'guard.ts'), JSON.stringify(request)], {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  })
  const answer = await answerOf(guard)
  if ('error' in answer) {
    guard.stdin.end()
    throw new Error(answer.error)
  }
  guard.unref()
  for (const stream of [guard.stdin, guard.stdout, guard.stderr]) if (stream instanceof Socket) stream.unref()
  const stop = async () => {
    guard.ref()
    guard.stdin.end()
    if (guard.exitCode === null && guard.signalCode === null) await once(guard, 'exit')
  }
  return { ...answer, stop, [Symbol.asyncDispose]: stop }
}
