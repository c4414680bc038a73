import { VantageError } from '../errors/vantage-error.ts'
import type { HookEvent } from '../set/hook-shape.ts'

/** How many hooks may run around each other: cascades down a tree nest, and so does a hook that never comes to an end. */
export const maxHookDepth = 32

const reason = 'hooks-nested'

/** Of a hook whose write runs the hook again, and so on: each level would hold memory until none is left. */
export const nestedTooDeeply = (entity: string, event: HookEvent): VantageError =>
  new VantageError(
    `${event} of ${entity} is nested in ${maxHookDepth} hooks: what a hook writes through its set or record runs hooks again; change "after" in a hook before the write, or write only where "changed" says that there is something to do`,
    { kind: 'invalid', details: { entity, reason } },
  )

/** The innermost error of hooks that were nested too deeply; those of the hooks around it would only repeat it, level by level. */
export function nestedIn(thrown: unknown): VantageError | undefined {
  for (let error = thrown; VantageError.is(error); error = error.cause)
    if (error.details.reason === reason && error.kind === 'invalid') return error
  return undefined
}
