import { VantageError } from '../errors/vantage-error.ts'
import type { Abilities } from './abilities.ts'
import type { MaybePromise } from './maybe-promise.ts'
import type { TransactionOptions } from './source.ts'
import { takenBack } from './unread.ts'

interface Changed {
  readonly count: number
}
type Send<Part extends readonly unknown[], Answer> = (...part: Part) => MaybePromise<Answer>

interface Place<Inside> {
  readonly name: string
  readonly can: Abilities
  readonly inTransaction: Inside | undefined
  begin(options?: TransactionOptions): Promise<Inside>
}
interface OpenTransaction extends AsyncDisposable {
  commit(): Promise<unknown>
}

/**
 * Runs the parts of one write: inside a transaction of their own where the source has them and none is open.
 *
 * Errors: that of the part that failed, as if nothing had been sent; `partial` where earlier parts stay, with `details.rows` of them.
 */
export async function together<Inside extends OpenTransaction, Part extends readonly unknown[], Answer extends Changed>(
  source: Place<Inside>,
  signal: AbortSignal | undefined,
  sendOn: (transaction: Inside | undefined) => Send<Part, Answer>,
  work: (send: Send<Part, Answer>) => Promise<Answer>,
): Promise<Answer> {
  if (source.inTransaction !== undefined) return work(sendOn(undefined))
  if (source.can.transaction !== true) return oneByOne(source.name, sendOn(undefined), work)
  await using transaction = await source.begin(signal === undefined ? {} : { signal })
  let answer: Answer
  try {
    answer = await work(sendOn(transaction))
  } catch (thrown) {
    throw takenBack(thrown)
  }
  await transaction.commit()
  return answer
}

async function oneByOne<Part extends readonly unknown[], Answer extends Changed>(
  source: string,
  send: Send<Part, Answer>,
  work: (send: Send<Part, Answer>) => Promise<Answer>,
): Promise<Answer> {
  let rows = 0
  try {
    return await work(async (...part) => {
      const answer = await send(...part)
      rows += answer.count
      return answer
    })
  } catch (thrown) {
    const error = VantageError.from(thrown)
    if (rows === 0 || error.details.written === true) throw error
    throw new VantageError(
      `a list was too long for one statement; ${rows} rows are written, then it failed: ${error.message}; what is written stays, so look before you repeat it`,
      { kind: 'partial', details: { ...error.details, source, written: true, rows }, cause: error },
    )
  }
}
