import { VantageError } from '../errors/vantage-error.ts'
import type { CallOptions } from '../expression/execute.ts'
import { refusePromise } from '../expression/given-promise.ts'
import type { Node } from '../expression/node.ts'
import type { Hook, HookRule } from '../set/hook-shape.ts'
import { conditionOf, isCondition, narrowed, type SetState } from '../set/state.ts'
import { unsupported } from '../source/guard.ts'
import type { Expected } from './expected.ts'
import { atomically } from './inside-transaction.ts'
import { rowById } from './read.ts'
import { idOf, notValid } from './record.ts'

/** Makes the set that a rule is a function of. */
type MakeSet = (state: SetState) => unknown

/** What rules before a write expect of the row: they are a part of the statement. */
export function expectedByRules(
  state: SetState,
  hooks: readonly Hook[],
  event: 'update' | 'delete',
  { set, options }: { readonly set: MakeSet; readonly options: CallOptions | undefined },
): Expected | undefined {
  const wanted = event === 'update' ? 'beforeUpdate' : 'beforeDelete'
  const rules = hooks.flatMap(hook =>
    hook.rule !== undefined && hook.event === wanted
      ? [{ rule: hook.rule, condition: conditionIn(state, hook.rule, set) }]
      : [],
  )
  const [first, ...rest] = rules.map(({ condition }) => condition)
  if (first === undefined) return undefined
  return {
    condition: rest.reduce((all, one) => all.and(one), first),
    refuse: async row => {
      const broken: HookRule[] = []
      for (const { rule, condition } of rules) if (!(await holdsOf(state, row, condition, options))) broken.push(rule)
      return broken.length === 0 ? undefined : refusedBy(state, broken)
    },
  }
}

/** Looks at a row that was written, which may have left the set. */
export async function checkRule(
  state: SetState,
  row: object,
  rule: HookRule,
  { set, options }: { readonly set: MakeSet; readonly options: CallOptions | undefined },
): Promise<void> {
  const whole = { ...state, where: undefined, scope: undefined }
  if (!(await holdsOf(whole, row, conditionIn(whole, rule, set), options))) throw refusedBy(state, [rule])
}

/** Work that rules look at afterwards runs in a transaction. Errors: those of `needUndo`. */
export async function undoably<T>(
  state: SetState,
  hooks: readonly Hook[],
  options: CallOptions | undefined,
  work: (state: SetState) => Promise<T>,
): Promise<T> {
  return needUndo(state, hooks) ? atomically(state, options, work) : work(state)
}

/** Whether rules look at what is written. Errors: `unsupported` where there is no transaction to undo it. */
export function needUndo({ source, definition }: SetState, hooks: readonly Hook[]): boolean {
  if (!hooks.some(({ rule, event }) => rule !== undefined && event.startsWith('after'))) return false
  if (source.can.transaction === true) return true
  throw unsupported(
    source.name,
    'transaction',
    `undo a write of ${definition.entity.name} that a rule refuses afterwards`,
    'state the rule before the write, or check it in a hook',
  )
}

function conditionIn(state: SetState, { rule, message }: HookRule, set: MakeSet): Node {
  const { name: entity } = state.definition.entity
  try {
    const given: unknown = Reflect.apply(rule, undefined, [set(state)])
    refusePromise(given, () => `a rule of ${entity}`)
    if (!isCondition(given))
      throw new VantageError(
        `a rule of ${entity} gives a condition of the table that it is handed, such as u => u.$.name.eq('x')`,
        { kind: 'invalid', details: { entity } },
      )
    return conditionOf(given, state, 'a rule')
  } catch (thrown) {
    throw VantageError.from(thrown).withContext(`the rule "${message}"`)
  }
}

async function holdsOf(
  state: SetState,
  row: object,
  condition: Node,
  options: CallOptions | undefined,
): Promise<boolean> {
  const { definition } = state
  const cells = new Map(Object.entries(row))
  const id = idOf(definition, { get: ({ property }) => cells.get(property) })
  const kept = narrowed({ ...state, selected: definition.ids.map(node => ({ name: node.name, node })) }, condition)
  return (await rowById(kept, id, options, true)) !== undefined
}

const refusedBy = ({ definition }: SetState, rules: readonly HookRule[]): VantageError =>
  notValid(
    definition,
    rules.map(({ message, field = '' }) => ({ field, path: field === '' ? [] : [field], message })),
  )
