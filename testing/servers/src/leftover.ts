import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { isAlive } from './claim.ts'
import type { Engine } from './engine.ts'

function commandOf(pid: number): string {
  const listed = `/proc/${pid}/cmdline`
  if (existsSync(listed)) return readFileSync(listed, 'utf8').replaceAll('\0', ' ')
  try {
    return execFileSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' })
  } catch {
    return ''
  }
}

/**
 * Clears what a killed predecessor left in the data folder: the file that names its process, and its server if that still runs.
 *
 * Only for the holder of the claim: then nobody can be using that server. PostgreSQL itself takes over from a dead process, but refuses
 * when the number now belongs to some other program, as it easily does in a container.
 */
export async function clearLeftover({ name, pidFile }: Engine, data: string): Promise<void> {
  const file = join(data, pidFile)
  if (!existsSync(file)) return
  const pid = Number(readFileSync(file, 'utf8').split('\n', 1)[0])
  if (!Number.isInteger(pid) || pid <= 1) return
  const isServer = () => isAlive(pid) && commandOf(pid).includes(data)
  if (isServer()) process.kill(pid, name === 'PostgreSQL' ? 'SIGINT' : 'SIGTERM')
  for (let tries = 0; isServer(); tries++) {
    if (tries > 300) throw new Error(`${name} server ${pid} of ${data} does not stop: end it`)
    await wait(100)
  }
  // For a dead process the file stays: PostgreSQL learns from it whether processes of that server are left.
  if (isAlive(pid)) rmSync(file, { force: true })
}
