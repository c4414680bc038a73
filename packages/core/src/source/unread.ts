import { VantageError } from '../errors/vantage-error.ts'
import { TypeProblem } from '../types/type.ts'

/**
 * The failure of a call that wrote, and cannot read what comes back: `partial` with `written: true`.
 *
 * Shape: the failure to read is the cause; its entity, id and field are in the details. `place` is the transaction that wrote, if any.
 */
export function unreadAfterWrite(thrown: unknown, place: string | undefined): VantageError {
  const error = VantageError.from(thrown)
  const made = place === undefined ? 'the change is made' : `the change is made in ${place}`
  return new VantageError(
    `${made}, do not repeat it; what comes back cannot be read: ${reasonOf(error)}; mend the stored value, then read the rows`,
    { kind: 'partial', details: { ...error.details, written: true }, context: error.context, cause: error },
  )
}

/** Why a row cannot be read, without the advice to those who only read. */
function reasonOf({ message, details, cause }: VantageError): string {
  if (!(cause instanceof TypeProblem)) return message
  const { entity, id, field } = details
  return `${entity}${id === undefined ? '' : ` ${id}`}: field "${field}": ${cause.message}`
}

const isUnread = (thrown: unknown): thrown is VantageError =>
  VantageError.is(thrown) && thrown.kind === 'partial' && thrown.details.written === true

/** What a failure is once everything that was written is taken back. */
export const takenBack = (thrown: unknown): unknown => (isUnread(thrown) ? (thrown.cause ?? thrown) : thrown)

/** Parts of one change: what cannot be read of one does not keep the others from being made. */
export class Parts {
  #unread: VantageError | undefined

  /** Runs one part; gives `otherwise` where it wrote and cannot be read. */
  async run<T>(part: () => T | Promise<T>, otherwise: T): Promise<T> {
    try {
      return await part()
    } catch (thrown) {
      if (!isUnread(thrown)) throw thrown
      this.#unread ??= thrown
      return otherwise
    }
  }

  /** Errors: that of the first part that could not be read. */
  done(): void {
    if (this.#unread !== undefined) throw this.#unread
  }
}
