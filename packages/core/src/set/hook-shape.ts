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

/** The order among hooks before a write: tidy what was given, fill in what is missing, refuse what is wrong. */
export const hookPhases = ['normalize', 'populate', 'validate'] as const
export type HookPhase = (typeof hookPhases)[number]

/** What runs around the writes of a table or of one record. */
export interface Hook {
  readonly event: HookEvent
  readonly phase: HookPhase
  readonly run: (call: never) => unknown
}

/** Hooks, and lists of them. */
export type Hooks = readonly (Hook | Hooks)[]
