import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import type { Cluster, RunningServer } from './engine.ts'

export const environment = { ...process.env, LC_ALL: 'C', TZ: 'UTC' }

/** The end of what a server or tool says, for messages. */
export function tail(child: ChildProcess): { readonly text: string } {
  const log = { text: '' }
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', chunk => {
      log.text = (log.text + String(chunk)).slice(-4000)
    })
  return log
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('no free port on 127.0.0.1')
  return address.port
}

/** How a server is started, and how its log is read. */
export interface Launch {
  readonly name: string
  readonly command: string
  args(port: number): readonly string[]
  readonly ready: string
  /** Failures that pass when it is tried again. */
  readonly passing: RegExp
}

/** Starts a server on a port nobody uses; another process may take the port first, so it tries a few. */
export async function launchServer(cluster: Cluster, launch: Launch): Promise<RunningServer> {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort()
    const child = spawn(launch.command, launch.args(port), {
      ...cluster.user,
      env: environment,
      cwd: cluster.place,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    const log = tail(child)
    const isReady = await new Promise<boolean>((done, fail) => {
      child.stderr?.on('data', () => log.text.includes(launch.ready) && done(true))
      child.once('error', fail)
      child.once('close', () => done(false))
    })
    if (isReady) return { child, port }
    if (launch.passing.test(log.text) && attempt < 5) await wait(200)
    else throw new Error(`${launch.name} did not start (${child.exitCode ?? child.signalCode}):\n${log.text}`)
  }
}

/** Ends a server by one signal, and by a harder one when it takes too long. */
export async function endServer(child: ChildProcess, signal: NodeJS.Signals, harder: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const closed = once(child, 'close')
  child.kill(signal)
  const impatient = setTimeout(() => child.kill(harder), 20_000)
  await closed
  clearTimeout(impatient)
}
