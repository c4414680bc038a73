import { VantageError } from '../errors/vantage-error.ts'

/** The writes into rows inside rows that one transaction makes: its statements may come from several calls at once. */
class UnderWay {
  /** How many were put back since the transaction began, and as which one a row was last. */
  count = 0
  readonly last = new Map<string, number>()
  /** The rows that are put back now, and whether hooks run in it, which may write themselves. */
  readonly now = new Map<string, { readonly done: Promise<void>; readonly isHooked: boolean }>()
}

const byTransaction = new WeakMap<object, UnderWay>()

function underWayIn(transaction: object): UnderWay {
  const known = byTransaction.get(transaction) ?? new UnderWay()
  byTransaction.set(transaction, known)
  return known
}

/** What is to be put back, and into which row. */
export interface Putting {
  readonly row: string
  put(): Promise<void>
}

/** What a write does: reads, and tells its result and what it makes of what it read, if anything. */
interface ReadThenPut<Read, Result> {
  readonly name: string
  readonly isHooked: boolean
  read(): Promise<Read>
  make(read: Read): readonly [result: Result, putting: Putting | undefined]
}

/**
 * Reads, and puts back, unless another write of the same transaction came between: then it reads again.
 *
 * Errors: `conflict` while hooks of another one run: it may be one of them that writes, and would wait for itself.
 */
export async function readThenPut<Read, Result>(
  transaction: object,
  { name, isHooked, read, make }: ReadThenPut<Read, Result>,
): Promise<Result> {
  const underWay = underWayIn(transaction)
  for (;;) {
    const { count } = underWay
    const [result, putting] = make(await read())
    if (putting === undefined) return result
    const { row, put } = putting
    const other = underWay.now.get(row)
    if (other?.isHooked === true)
      throw new VantageError(
        `${name}: another write into the row that holds it is under way, with hooks; await it first`,
        {
          kind: 'conflict',
          retry: 'after-reread',
        },
      )
    if (other !== undefined) await other.done.catch(() => {})
    else if ((underWay.last.get(row) ?? 0) <= count) {
      underWay.last.set(row, ++underWay.count)
      const done = put()
      underWay.now.set(row, { done, isHooked })
      try {
        await done
      } finally {
        underWay.now.delete(row)
      }
      return result
    }
  }
}
