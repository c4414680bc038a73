import { type Contender, type Sampler, samplerOf, type Timing } from './contender.ts'

/** Milliseconds per call of the baseline and of a contender, measured right after one another. */
export interface Pair {
  readonly baseline: number
  readonly contender: number
}

export interface PairSettings {
  readonly pairs: number
  readonly sampleMs: number
  /** How long each contender runs before anything counts: until the compilers are done with its hot path. */
  readonly warmUpMs: number
  readonly timing: Timing
  /** Collects the garbage; called before each side. */
  readonly collect: () => void
}

/**
 * Measures every contender in pairs with the baseline: who goes first alternates, memory is collected before each side,
 * and the rounds go through all contenders, so that a slow spell of the machine meets everybody.
 *
 * Shape: per contender, in the order given, `pairs` pairs.
 */
export async function measurePairs(
  baseline: Contender,
  contenders: readonly Contender[],
  settings: PairSettings,
): Promise<readonly (readonly Pair[])[]> {
  const reference = await warmUp(baseline, settings)
  const others: Side[] = []
  for (const contender of contenders) others.push(await warmUp(contender, settings))
  const measured: Pair[][] = others.map(() => [])
  for (let round = 0; round < settings.pairs; round++)
    for (const [index, other] of others.entries())
      measured[index]?.push(await onePair(reference, other, round, settings.collect))
  return measured
}

/** A contender that is warm, with the number of calls that fill a sample. */
interface Side {
  readonly sample: Sampler
  readonly calls: number
}

async function warmUp(contender: Contender, { sampleMs, warmUpMs, timing }: PairSettings): Promise<Side> {
  const sample = samplerOf(contender, timing)
  // A child process starts cold each time: that is what it measures.
  if (timing === 'self-timed') return { sample, calls: 1 }
  const enough = performance.now() + warmUpMs
  let calls = 1
  let perCall = await sample(calls)
  while (performance.now() < enough) {
    calls = Math.min(calls * 2, Math.max(1, Math.ceil(warmUpMs / 4 / perCall)))
    perCall = await sample(calls)
  }
  return { sample, calls: Math.max(1, Math.ceil(sampleMs / perCall)) }
}

async function onePair(reference: Side, other: Side, round: number, collect: () => void): Promise<Pair> {
  const timed = ({ sample, calls }: Side): Promise<number> => {
    collect()
    return sample(calls)
  }
  if (round % 2 === 0) {
    const baseline = await timed(reference)
    return { baseline, contender: await timed(other) }
  }
  const contender = await timed(other)
  return { baseline: await timed(reference), contender }
}
