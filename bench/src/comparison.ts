import { isDeepStrictEqual } from 'node:util'
import { type Benchmark, type Bound, type Interval, type PeerResult, type Result, verdictOf } from './benchmark.ts'
import type { Contender, Timing } from './contender.ts'
import { median, medianInterval } from './median.ts'
import { measurePairs, type Pair } from './pairs.ts'

/** What a comparison needs, open and filled. */
export interface Arena extends AsyncDisposable {
  readonly baseline: Contender
  readonly ours: Contender
  readonly peers?: readonly Contender[]
  /** Further results, such as what was counted on the way. */
  readonly counts?: () => readonly Result[] | Promise<readonly Result[]>
}

export interface ComparisonFacts {
  readonly name: string
  readonly about: string
  /** Time per call, or how much of what a call goes through it does per second. */
  readonly unit: 'us' | 'ms' | 'rows/s'
  /** How much one call goes through, for a unit per second. */
  readonly perCall?: number
  readonly target: number
  readonly bound?: Bound
  readonly timing?: Timing
  /** Fewer pairs than asked for, where one takes seconds; the fewer, the wider the interval, and 6 is the least that has one. */
  readonly maxPairs?: number
  open(): Promise<Arena>
  /** Makes answers comparable: before anything is timed, every contender has to give the baseline's answer. */
  readonly answer?: (value: unknown) => unknown
  /** The measured reason, shown when the target is missed. */
  readonly whyMissed?: string
}

/** A benchmark that times ours and the peers in pairs with a baseline. */
export function comparison(facts: ComparisonFacts): Benchmark {
  const { name, about, timing = 'awaited' } = facts
  return {
    name,
    about,
    async run({ pairs, ...settings }) {
      await using arena = await facts.open()
      const contenders = [arena.ours, ...(arena.peers ?? [])]
      if (timing !== 'self-timed') await needSameAnswers(name, arena.baseline, contenders, facts.answer)
      const count = Math.min(Math.max(15, pairs), facts.maxPairs ?? pairs)
      const measured = await measurePairs(arena.baseline, contenders, { ...settings, pairs: count, timing })
      return [resultOf(facts, contenders, measured), ...((await arena.counts?.()) ?? [])]
    },
  }
}

function resultOf(
  facts: ComparisonFacts,
  contenders: readonly Contender[],
  measured: readonly (readonly Pair[])[],
): Result {
  const { name, unit, target, bound = 'at most' } = facts
  const [ours = [], ...others] = measured
  const toUnit = (values: readonly number[]): number => rounded(median(values.map(ms => inUnit(facts, ms))))
  const { ratio, interval } = ratioOf(facts, ours)
  const holds = verdictOf(interval, target, bound)
  const peers: Record<string, PeerResult> = {}
  for (const [index, pairs] of others.entries()) {
    const peer = contenders[index + 1]?.name ?? ''
    peers[peer] = { value: toUnit(pairs.map(({ contender }) => contender)), ...ratioOf(facts, pairs) }
  }
  return {
    name,
    unit,
    ours: toUnit(ours.map(({ contender }) => contender)),
    baseline: toUnit(ours.map(pair => pair.baseline)),
    ratio,
    target,
    bound,
    holds,
    peers,
    interval,
    pairs: ours.length,
    ...(holds === 'yes' || facts.whyMissed === undefined ? {} : { note: facts.whyMissed }),
  }
}

function inUnit({ unit, perCall = 1 }: ComparisonFacts, ms: number): number {
  if (unit === 'rows/s') return (perCall * 1000) / ms
  return unit === 'us' ? ms * 1000 : ms
}

/** The median of the pairs' ratios, which a slow spell of the machine leaves alone, since both sides of a pair share it. */
function ratioOf(facts: ComparisonFacts, pairs: readonly Pair[]): Pick<PeerResult, 'ratio'> & { interval: Interval } {
  const ratios = pairs.map(({ baseline, contender }) => inUnit(facts, contender) / inUnit(facts, baseline))
  const [low, high] = medianInterval(ratios)
  return { ratio: rounded(median(ratios)), interval: [rounded(low), rounded(high)] }
}

/** Four digits: more than the noise leaves. */
export const rounded = (value: number): number => Number(value.toPrecision(4))

async function needSameAnswers(
  name: string,
  baseline: Contender,
  contenders: readonly Contender[],
  answer: (value: unknown) => unknown = value => value,
): Promise<void> {
  const answerOf = async (contender: Contender): Promise<unknown> => {
    await contender.reset?.(0)
    return answer(await contender.run(0))
  }
  const expected = await answerOf(baseline)
  for (const contender of contenders) {
    const given = await answerOf(contender)
    if (!isDeepStrictEqual(given, expected))
      throw new Error(`${name}: ${contender.name} answers otherwise than ${baseline.name}: ${shown(given, expected)}`)
  }
}

const shown = (given: unknown, expected: unknown): string =>
  `${JSON.stringify(given)?.slice(0, 300)} instead of ${JSON.stringify(expected)?.slice(0, 300)}`
