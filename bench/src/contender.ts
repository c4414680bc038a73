import { keep } from './keep.ts'

/** One way to do the work of a benchmark. */
export interface Contender {
  readonly name: string
  /** Does the work once. `turn` counts the calls from 0, so that ids can vary. */
  run(turn: number): unknown
  /** Puts back what `run` changed, before each call; not timed. */
  reset?(turn: number): unknown
}

/**
 * How a call is timed: `awaited` and `direct` calls run in loops; a `self-timed` one answers with its own milliseconds, as
 * a child process does.
 */
export type Timing = 'awaited' | 'direct' | 'self-timed'

/** Runs a contender a number of times in a row; gives milliseconds per call. */
export type Sampler = (calls: number) => Promise<number>

/** Every contender gets a loop of its own kind only; what differs between two is the call itself. */
export function samplerOf(contender: Contender, timing: Timing): Sampler {
  let turn = 0
  if (timing === 'self-timed') return calls => selfTimed(contender, calls, () => turn++)
  if (contender.reset !== undefined) return calls => resetting(contender, calls, () => turn++)
  return timing === 'direct'
    ? async calls => {
        const started = performance.now()
        for (const end = turn + calls; turn < end; turn++) keep(contender.run(turn))
        return (performance.now() - started) / calls
      }
    : async calls => {
        const started = performance.now()
        for (const end = turn + calls; turn < end; turn++) keep(await contender.run(turn))
        return (performance.now() - started) / calls
      }
}

async function selfTimed(contender: Contender, calls: number, next: () => number): Promise<number> {
  let total = 0
  for (let call = 0; call < calls; call++) total += Number(await contender.run(next()))
  return total / calls
}

async function resetting(contender: Contender, calls: number, next: () => number): Promise<number> {
  let total = 0
  for (let call = 0; call < calls; call++) {
    const turn = next()
    await contender.reset?.(turn)
    const started = performance.now()
    keep(await contender.run(turn))
    total += performance.now() - started
  }
  return total / calls
}
