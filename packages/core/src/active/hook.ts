import { VantageError } from '../errors/vantage-error.ts'
import { suggest } from '../errors/suggest.ts'
import { type Hook, hookEvents, type HookPhase, hookPhases } from '../set/hook-shape.ts'

export interface HookOptions {
  /** Of a hook before a write. Default `validate`. */
  readonly phase?: HookPhase
}

const hookBrand = new WeakSet<object>()

/** Errors: `invalid` for an unknown event or phase, and for what is no function. */
export function hookOf(event: unknown, run: unknown, options: HookOptions = {}): Hook {
  const known = hookEvents.find(name => name === event)
  if (known === undefined)
    throw invalid(`there is no event "${String(event)}" to hook on.${suggest(String(event), hookEvents)}`)
  const { phase = 'validate' } = options
  if (!hookPhases.includes(phase))
    throw invalid(`there is no phase "${String(phase)}" of a hook.${suggest(String(phase), hookPhases)}`)
  if (options.phase !== undefined && known.startsWith('after'))
    throw invalid(`${known} has no phases: it runs once the row is written`)
  if (typeof run !== 'function') throw invalid(`the hook ${known} is a function of what happens`)
  const made: Hook = Object.freeze({
    event: known,
    phase,
    run: (call: never): unknown => Reflect.apply(run, undefined, [call]),
  })
  hookBrand.add(made)
  return made
}

export const isHook = (value: unknown): value is Hook =>
  typeof value === 'object' && value !== null && hookBrand.has(value)

/** Errors: `invalid` for a list that holds anything but hooks, and their lists. */
export function hooksIn(given: unknown, entity: string): readonly Hook[] {
  if (isHook(given)) return [given]
  if (Array.isArray(given)) return given.flatMap((one: unknown) => hooksIn(one, entity))
  throw invalid(`${entity}: hooks are made by hook(), timestamps() and the like`)
}

const invalid = (reason: string): VantageError => new VantageError(reason, { kind: 'invalid' })
