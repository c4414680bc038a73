/** Which side of its target a figure has to be on. */
export type Bound = 'at most' | 'at least'

export type Verdict = 'yes' | 'no' | 'inconclusive'

/** What somebody else needs for the same work. */
export interface PeerResult {
  readonly value: number
  /** To the same baseline; where there is none, to `ours`. */
  readonly ratio: number
  readonly interval: Interval | null
}

export type Interval = readonly [low: number, high: number]

/** One line of results. The target is about `ratio`, or about `ours` where there is no baseline. */
export interface Result {
  readonly name: string
  /** Of `ours`, `baseline` and the peers' values. */
  readonly unit: string
  readonly ours: number
  readonly baseline: number | null
  readonly ratio: number | null
  readonly target: number
  readonly bound: Bound
  readonly holds: Verdict
  readonly peers: Readonly<Record<string, PeerResult>>
  /** Where the ratio lies with 95 % confidence; null for what is counted rather than timed. */
  readonly interval: Interval | null
  /** How many interleaved pairs were measured; null for what is counted. */
  readonly pairs: number | null
  readonly note?: string
}

export interface Settings {
  /** Interleaved pairs of each comparison, 15 or more. */
  readonly pairs: number
  /** How long one side of a pair runs. */
  readonly sampleMs: number
  /** How long each contender runs before anything counts. */
  readonly warmUpMs: number
  /** Collects the garbage; called before each side of a pair. */
  readonly collect: () => void
}

/** A program that measures one thing and states what it should come to. */
export interface Benchmark {
  readonly name: string
  /** One line for the list: what is compared with what. */
  readonly about: string
  run(settings: Settings): Promise<readonly Result[]>
}

/** Whether a figure keeps to its target; an interval has to lie on one side of it as a whole. */
export function verdictOf(figure: number | Interval, target: number, bound: Bound): Verdict {
  const [low, high] = typeof figure === 'number' ? [figure, figure] : figure
  const [best, worst] = bound === 'at most' ? [low, high] : [high, low]
  const keeps = (value: number): boolean => (bound === 'at most' ? value <= target : value >= target)
  if (keeps(worst)) return 'yes'
  return keeps(best) ? 'inconclusive' : 'no'
}

/** A result that is counted, not timed, so that it has no interval. */
export function counted(
  facts: Pick<Result, 'name' | 'unit' | 'ours' | 'target' | 'bound'> &
    Partial<Pick<Result, 'baseline' | 'ratio' | 'peers' | 'note'>>,
): Result {
  const { baseline = null, ratio = null, peers = {}, ...rest } = facts
  const holds = verdictOf(ratio ?? facts.ours, facts.target, facts.bound)
  return { ...rest, baseline, ratio, peers, holds, interval: null, pairs: null }
}
