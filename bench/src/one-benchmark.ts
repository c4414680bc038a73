import { benchmarks } from './benchmarks.ts'

/** How long one side of a pair runs. */
const sampleMs = 25
/** A quarter of it is not enough on two loaded cores, where the compilers wait for their turn: it doubled what we need. */
const warmUpMs = 1500

/**
 * Collects the young garbage, so that no side pays for what the one before left.
 *
 * A full collection would also throw away compiled code whose shapes have no living object, and every sample would measure
 * the compilers at work: eight times as slow here, for every contender.
 */
function collect(): void {
  if (globalThis.gc === undefined) throw new Error('run node with --expose-gc, as `npm run bench` does')
  globalThis.gc({ type: 'minor' })
}

// The process that `runAlone` starts: one benchmark by its whole name, whose results go to the parent.
const [name, pairs] = process.argv.slice(2)
const benchmark = benchmarks.find(known => known.name === name)
if (benchmark === undefined || process.send === undefined) throw new Error('started by `npm run bench` only')
process.send(await benchmark.run({ pairs: Number(pairs), sampleMs, warmUpMs, collect }), () => process.disconnect())
