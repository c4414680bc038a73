import type { Node } from '../expression/node.ts'
import type { Definition } from './definition.ts'

/** What hooks of a table keep, as conditions. Errors: those of hooks that do not suit the table. */
export const keptBy = (hooks: readonly Hook[], definition: Definition): readonly Node[] => {
  for (const { suits } of hooks) suits?.(definition)
  return hooks.flatMap(({ keeps }) => keeps?.(definition) ?? [])
}

/** What a hook answers to. `save` is an insert or an update. */
export const hookEvents = [
  'beforeInsert',
  'beforeUpdate',
  'beforeSave',
  'beforeDelete',
  'afterInsert',
  'afterUpdate',
  'afterSave',
  'afterDelete',
] as const
export type HookEvent = (typeof hookEvents)[number]

/** What a rule may look at: a row that is there. */
export const ruleEvents = ['beforeUpdate', 'beforeDelete', 'afterInsert', 'afterUpdate', 'afterSave'] as const
export type RuleEvent = (typeof ruleEvents)[number]

/** The order among hooks before a write: tidy what was given, fill in what is missing, refuse what is wrong. */
export const hookPhases = ['normalize', 'populate', 'validate'] as const
export type HookPhase = (typeof hookPhases)[number]

/** A rule that is an expression: a condition of the row, which has to be true. */
export interface HookRule {
  /** A function of the set. */
  readonly rule: (set: never) => unknown
  /** What is told where it does not hold. */
  readonly message: string
  /** The field it is told of; absent: the record as a whole. */
  readonly field?: string
}

/** What runs around the writes of a table or of one record. */
export interface Hook {
  readonly event: HookEvent
  readonly phase: HookPhase
  readonly run: (call: never) => unknown
  /** In the place of `run`. */
  readonly rule?: HookRule
  /** Which rows every set of the table has, a part of the definition of the table: those that are not marked as deleted. */
  readonly keeps?: (definition: Definition) => Node
  /** Refuses a table that the hook does not suit, when it is opened. */
  readonly suits?: (definition: Definition) => void
}

/** Hooks, and lists of them. */
export type Hooks = readonly (Hook | Hooks)[]
