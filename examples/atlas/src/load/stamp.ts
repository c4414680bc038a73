import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isFields } from './fields.ts'
import type { Changes } from './tally.ts'

/** What is known of a load: begun with this data, or finished with so many rows. */
export interface Stamp {
  readonly origin: string
  /** Absent until the load is complete. */
  readonly done?: { readonly rows: number; readonly changes: Changes }
}

/** The file in the data folder that says what was loaded, so that a second start need not look at the data. */
export class Stamps {
  readonly #file: string

  constructor(folder: string) {
    this.#file = join(folder, 'loads.json')
  }

  get(name: string): Stamp | undefined {
    return this.#read().get(name)
  }

  /** Written beside and renamed: a kill in between leaves the former one. */
  set(name: string, stamp: Stamp): void {
    const draft = `${this.#file}.new`
    writeFileSync(draft, `${JSON.stringify(Object.fromEntries(this.#read().set(name, stamp)), undefined, 2)}\n`)
    renameSync(draft, this.#file)
  }

  /** A file that is missing or damaged means that nothing is known to be complete: the load then checks every row. */
  #read(): Map<string, Stamp> {
    try {
      const found: unknown = JSON.parse(readFileSync(this.#file, 'utf8'))
      return new Map(Object.entries(isFields(found) ? found : {}).filter(isStampEntry))
    } catch {
      return new Map()
    }
  }
}

function isStampEntry(entry: [string, unknown]): entry is [string, Stamp] {
  const [, stamp] = entry
  if (!isFields(stamp) || typeof stamp.origin !== 'string') return false
  const { done } = stamp
  if (done === undefined) return true
  return isFields(done) && typeof done.rows === 'number' && isFields(done.changes)
}
