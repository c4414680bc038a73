import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { publicTemporaryFolder } from './place.ts'

/** Copies programs to where another user can read them; once per name, and safe against a copy at the same time. */
export function publicCopy(folder: string, name: string): string {
  const copy = join(publicTemporaryFolder(), name)
  if (!existsSync(copy)) {
    const part = mkdtempSync(`${copy}-`)
    cpSync(folder, part, { recursive: true, verbatimSymlinks: true })
    execFileSync('chmod', ['-R', 'a+rX', part])
    try {
      renameSync(part, copy)
    } catch {
      rmSync(part, { recursive: true, force: true })
    }
  }
  // Anybody may create a folder of this name: never run what somebody else put there.
  if (statSync(copy).uid !== process.getuid?.()) throw new Error(`${copy} belongs to another user: remove it`)
  return copy
}
