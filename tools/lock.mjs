// A lock between processes that survives a killed holder. Plain JavaScript that Node 18 can run.
import { linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cache } from './fetch-node.mjs'

/** Held by whoever changes node_modules or .cache. */
export const setupLock = { folder: cache, name: 'setup.lock' }

const pause = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100)

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

const generations = (folder, name) =>
  readdirSync(folder)
    .map(file => (file.startsWith(`${name}.`) ? Number(file.slice(name.length + 1)) : Number.NaN))
    .filter(Number.isInteger)
    .sort((a, b) => b - a)

function holderOf(file) {
  try {
    return Number(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

/** Makes the file with its content in one step; false when it exists. */
function claim(file, pid) {
  const draft = `${file}-${pid}`
  writeFileSync(draft, String(pid))
  try {
    linkSync(draft, file)
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

/**
 * Runs the work while no other process does, waiting for a live holder and taking over from a dead one.
 *
 * The lock is a file per generation, `name.1`, `name.2`, …, with the holder's pid, or 0 once released. The highest counts and is never
 * removed, so two processes that find the same dead holder cannot both replace it: only one can make the next file.
 */
export function withLock({ folder, name, onWait, timeoutMs = 900_000 }, work) {
  mkdirSync(folder, { recursive: true })
  const until = Date.now() + timeoutMs
  let waiting = false
  for (;;) {
    const [newest = 0] = generations(folder, name)
    const holder = newest === 0 ? 0 : holderOf(join(folder, `${name}.${newest}`))
    if (holder !== undefined && (holder === 0 || !isAlive(holder))) {
      const own = join(folder, `${name}.${newest + 1}`)
      if (claim(own, process.pid)) {
        const [highest, ...older] = generations(folder, name)
        // A slow process may have claimed a number that others already passed.
        if (highest === newest + 1) {
          for (const generation of older) rmSync(join(folder, `${name}.${generation}`), { force: true })
          try {
            return work()
          } finally {
            writeFileSync(own, '0')
          }
        }
        rmSync(own, { force: true })
      }
      continue
    }
    if (!waiting) onWait?.(holder)
    waiting = true
    if (Date.now() > until) {
      throw new Error(
        `process ${holder} holds ${join(folder, name)} for too long: end it, or remove the file, and run again`,
      )
    }
    pause()
  }
}
