import { VantageError } from '../errors/vantage-error.ts'
import { objectOf } from '../types/cast.ts'
import { suggest } from '../errors/suggest.ts'
import {
  type Hook,
  type HookEvent,
  hookEvents,
  type HookPhase,
  hookPhases,
  type HookRule,
  ruleEvents,
} from '../set/hook-shape.ts'

export interface HookOptions {
  /** Of a hook before a write. Default `validate`. */
  readonly phase?: HookPhase
}

const hookBrand = new WeakSet<object>()

/** What a hook is made with inside of Vantage. */
interface MadeWith extends HookOptions {
  readonly keeps?: Hook['keeps']
  readonly suits?: Hook['suits']
}

/** Errors: `invalid` for an unknown event or phase, and for what is no function. */
export function hookOf(event: unknown, run: unknown, options: MadeWith = {}): Hook {
  const known = hookEvents.find(name => name === event)
  if (known === undefined)
    throw invalid(`there is no event "${String(event)}" to hook on.${suggest(String(event), hookEvents)}`)
  const { phase = 'validate', keeps, suits } = options
  if (!hookPhases.includes(phase))
    throw invalid(`there is no phase "${String(phase)}" of a hook.${suggest(String(phase), hookPhases)}`)
  if (options.phase !== undefined && known.startsWith('after'))
    throw invalid(`${known} has no phases: it runs once the row is written`)
  const rule = ruleIn(run, known)
  if (typeof run !== 'function' && rule === undefined)
    throw invalid(`the hook ${known} is a function of what happens, or { rule, message }`)
  const made: Hook = Object.freeze({
    event: known,
    phase,
    run: (call: never): unknown => (typeof run === 'function' ? Reflect.apply(run, undefined, [call]) : undefined),
    ...(rule === undefined ? {} : { rule }),
    ...(keeps === undefined ? {} : { keeps }),
    ...(suits === undefined ? {} : { suits }),
  })
  hookBrand.add(made)
  return made
}

/** Errors: `invalid` for a rule where there is no row to look at, and for one that says nothing. */
function ruleIn(given: unknown, event: HookEvent): HookRule | undefined {
  const { rule, message, field } = (typeof given === 'object' ? objectOf(given) : undefined) ?? {}
  if (rule === undefined) return undefined
  const looksAtRow = ruleEvents.some(name => name === event)
  if (!looksAtRow)
    throw invalid(`${event}: there is no row for a rule to look at; rules are for ${ruleEvents.join(', ')}`)
  if (typeof rule !== 'function' || typeof message !== 'string' || message === '')
    throw invalid(`the rule of ${event} is a function of the set, and has a message`)
  const run = (set: never): unknown => Reflect.apply(rule, undefined, [set])
  return Object.freeze({ rule: run, message, ...(typeof field === 'string' ? { field } : {}) })
}

export const isHook = (value: unknown): value is Hook =>
  typeof value === 'object' && value !== null && hookBrand.has(value)

/** Errors: `invalid` for a list that holds anything but hooks, and their lists. */
export function hooksIn(given: unknown, entity: string): readonly Hook[] {
  if (isHook(given)) return [given]
  if (Array.isArray(given)) return given.flatMap((one: unknown) => hooksIn(one, entity))
  throw invalid(`${entity}: hooks are made by hook(), softDelete(), auditTrail() and the like`)
}

const invalid = (reason: string): VantageError => new VantageError(reason, { kind: 'invalid' })
