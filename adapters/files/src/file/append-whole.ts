import { VantageError } from '@vantage-ts/core/adapter'
import { fileError } from '../errors.ts'

/** The part of an open file that is needed here. */
export interface AppendTarget {
  write(bytes: Buffer, offset: number, length: number, position: number): Promise<{ bytesWritten: number }>
  truncate(length: number): Promise<void>
  datasync(): Promise<void>
}

export interface AppendPlan {
  readonly file: string
  /** Length of the file before; the bytes go there. */
  readonly at: number
  /** Whether to wait until the device has them. */
  readonly fsync: boolean
}

/**
 * Adds all the bytes to a file, or none.
 *
 * Errors: those of the file system, after the file was given its former length again; `partial` if that failed too, with that
 * length in the details.
 */
export async function appendWhole(target: AppendTarget, bytes: Buffer, plan: AppendPlan): Promise<void> {
  const { file, at, fsync } = plan
  try {
    // A system may take fewer bytes than it was given (a signal, a nearly full disk); what is wrong shows on the next write.
    for (let done = 0; done < bytes.length; ) {
      const { bytesWritten } = await target.write(bytes, done, bytes.length - done, at + done)
      if (bytesWritten === 0) throw Object.assign(new Error('the write took no bytes'), { code: 'ENOSPC' })
      done += bytesWritten
    }
    if (fsync) await target.datasync()
  } catch (cause) {
    await restore(target, plan, cause)
    throw fileError(cause, file, 'appending to')
  }
}

async function restore(target: AppendTarget, { file, at }: AppendPlan, cause: unknown): Promise<void> {
  try {
    await target.truncate(at)
  } catch (second) {
    const failures = new AggregateError([cause, second], 'the append and its undoing failed')
    throw new VantageError(
      `appending to ${file} failed, and so did cutting it back: shorten it to ${at} bytes before using it again`,
      { kind: 'partial', details: { file, formerBytes: at }, cause: failures },
    )
  }
}
