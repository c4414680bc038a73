import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Outcome, StartedProgram } from '@vantage-ts/example-asking/started'

const main = join(import.meta.dirname, '../src/main.ts')

/** A running atlas. */
export class Program extends StartedProgram {
  constructor(args: readonly string[], program: string = main) {
    super(program, args)
  }
}

export const run = (args: readonly string[], program?: string): Promise<Outcome> => new Program(args, program).outcome()

/** A folder for data that goes with the tests; PostgreSQL's user may enter it. */
export function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'vantage-atlas-'))
  chmodSync(folder, 0o711)
  return folder
}

export function removeData(folder: string): void {
  // Where the temporary folder itself is private, PostgreSQL's files are elsewhere.
  const location = join(folder, 'postgres', 'location')
  if (existsSync(location)) rmSync(readFileSync(location, 'utf8'), { recursive: true, force: true })
  rmSync(folder, { recursive: true, force: true })
}
