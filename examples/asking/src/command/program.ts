import { styleText } from 'node:util'
import { type FailingProgram, failureLines } from '../print/failure.ts'
import type { Style } from '../print/report.ts'
import { UsageError } from './usage-error.ts'

/** What a program says things to, and what tells it to stop. */
export interface Surroundings {
  out(text: string): void
  readonly err: NodeJS.WriteStream
  readonly style: Style
  readonly signal: AbortSignal
}

export interface Program extends FailingProgram {
  /** How it is started: `npm start`. */
  readonly command: string
  /** What is said when a signal stops it. */
  readonly stopping: string
  /** All of it. Errors: `UsageError` for what was written wrong; whatever keeps it from answering. */
  run(args: readonly string[], surroundings: Surroundings): Promise<void>
}

const signals = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const

/**
 * Runs a program as this process, and sets its exit code: 2 for wrong usage, 1 for a failure, the signal's for a signal.
 *
 * The first signal ends the work in order, so that servers stop and data is sound; the second ends the process at once.
 */
export async function runAsProcess(program: Program): Promise<void> {
  const stop = new AbortController()
  let exitCode = 0
  for (const [signal, code] of signals)
    process.on(signal, () => {
      if (stop.signal.aborted) process.exit(code)
      exitCode = code
      process.stderr.write(`\n${program.name}: ${program.stopping}\n`)
      stop.abort()
    })
  // `npm start | head` closes the pipe early: that ends the work like a signal, without a complaint.
  process.stdout.on('error', () => stop.abort())
  // A terminal that was closed takes no more messages; the work still ends in order.
  process.stderr.on('error', () => {})
  const colours = (format: 'bold' | 'dim') => (text: string) => styleText(format, text, { stream: process.stdout })
  try {
    await program.run(process.argv.slice(2), {
      out: text => void process.stdout.write(text),
      err: process.stderr,
      style: { strong: colours('bold'), faint: colours('dim') },
      signal: stop.signal,
    })
  } catch (thrown) {
    if (!stop.signal.aborted) process.stderr.write(`${complaint(thrown, program)}\n`)
    exitCode ||= stop.signal.aborted ? 0 : thrown instanceof UsageError ? 2 : 1
  }
  process.exitCode = exitCode
}

const complaint = (thrown: unknown, program: Program): string =>
  thrown instanceof UsageError
    ? `${program.name}: ${thrown.message}\nSee ${program.command} -- --help`
    : failureLines(thrown, program).join('\n')
