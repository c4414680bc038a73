import { styleText } from 'node:util'
import { failureLines } from './print/failure.ts'
import { run } from './run.ts'

const stop = new AbortController()
let exitCode = 0

/** The first signal ends the work in order, so that servers stop and data is sound; the second ends the process at once. */
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)
  process.on(signal, () => {
    if (stop.signal.aborted) process.exit(code)
    exitCode = code
    process.stderr.write('\natlas: stopping; what is loaded stays\n')
    stop.abort()
  })

// `npm start | head` closes the pipe early: that ends the work like a signal, without a complaint.
process.stdout.on('error', () => stop.abort())
// A terminal that was closed takes no more messages; the work still ends in order.
process.stderr.on('error', () => {})

const colours = (format: 'bold' | 'dim') => (text: string) => styleText(format, text, { stream: process.stdout })

try {
  exitCode ||= await run(process.argv.slice(2), {
    out: text => void process.stdout.write(text),
    err: process.stderr,
    style: { strong: colours('bold'), faint: colours('dim') },
    signal: stop.signal,
  })
} catch (thrown) {
  if (!stop.signal.aborted) process.stderr.write(`${failureLines(thrown).join('\n')}\n`)
  exitCode ||= stop.signal.aborted ? 0 : 1
}
process.exitCode = exitCode
