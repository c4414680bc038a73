import { VantageError } from '@vantage-ts/core'
import type { AnswerRow } from '@vantage-ts/example-asking'
import { total } from './bank.ts'
import type { BankSource } from './bank-source.ts'
import { steps } from './steps/steps.ts'

/** A step that was done. */
export interface Done {
  readonly name: string
  readonly title: string
  readonly rows: readonly AnswerRow[]
}

/** Goes through the day. Errors: `internal` when all entries together come to anything but nothing. */
export async function day(db: BankSource, signal: AbortSignal): Promise<readonly Done[]> {
  const done: Done[] = []
  for (const { name, title, run } of steps) {
    signal.throwIfAborted()
    done.push({ name, title, rows: await run(db) })
    const sum = await total(db)
    if (!sum.isZero) throw new VantageError(`after ${name} the entries do not come to zero`, { kind: 'internal' })
  }
  return done
}
