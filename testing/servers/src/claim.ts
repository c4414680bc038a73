import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Engine } from './engine.ts'
import { codeOf } from './error-code.ts'

interface Holder {
  readonly guard: number
  readonly owner: number
  /** The owner is gone and the server is stopping. */
  readonly isLeaving: boolean
}

export interface Claim {
  /** Tells the next one that the wait will be short. */
  leave(): void
  release(): void
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
}

function read(file: string): Holder | 'gone' | 'unwritten' {
  try {
    const holder: Holder = JSON.parse(readFileSync(file, 'utf8'))
    return holder
  } catch (error) {
    return codeOf(error) === 'ENOENT' ? 'gone' : 'unwritten'
  }
}

function take(file: string, holder: Holder): boolean {
  try {
    writeFileSync(file, JSON.stringify(holder), { flag: 'wx' })
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

function discard(file: string): void {
  const aside = `${file}-${process.pid}`
  try {
    renameSync(file, aside)
    rmSync(aside, { force: true })
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
  }
}

const graceMs = 1_000
const leavingMs = 30_000

/**
 * Claims the folder for the server of one owner.
 *
 * A holder that was killed is replaced; one that is leaving is waited for; one that stays is an error that names its process.
 */
export async function claim(
  { name }: Pick<Engine, 'name'>,
  folder: string,
  owner: number,
  signal: AbortSignal,
): Promise<Claim> {
  const file = join(folder, 'holder')
  const self: Holder = { guard: process.pid, owner, isLeaving: false }
  const start = performance.now()
  while (!take(file, self)) {
    signal.throwIfAborted()
    const holder = read(file)
    const waitedMs = performance.now() - start
    if (holder === 'gone') continue
    if (holder === 'unwritten' ? waitedMs > graceMs : !isAlive(holder.guard)) discard(file)
    else if (holder !== 'unwritten' && waitedMs > (holder.isLeaving ? leavingMs : graceMs)) {
      throw new Error(`process ${holder.owner} uses the ${name} data in ${folder}: end it, or choose another folder`)
    } else await wait(50)
  }
  return {
    leave: () => writeFileSync(file, JSON.stringify({ ...self, isLeaving: true })),
    release: () => rmSync(file, { force: true }),
  }
}
