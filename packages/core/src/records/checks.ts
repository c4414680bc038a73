import { hookOf } from '../active/hook.ts'
import type { HookCall } from '../active/hook-call.ts'
import { VantageError } from '../errors/vantage-error.ts'
import type { Hook } from '../set/hook-shape.ts'
import type { StandardSchema } from '../types/standard-schema.ts'
import { putField } from '../types/own-field.ts'

/**
 * Checks whole records, where fields depend on each other: `static override hooks = [checkRecord(z.object({ … }).refine(…))]`.
 *
 * Shape: any Standard Schema, asynchronous ones too, over the record as it will be written, on create and change. Fields of its
 * output that are columns become the values. What it refuses is told by field with everything else that is refused.
 */
export function checkRecord(schema: StandardSchema): Hook {
  return hookOf('beforeSave', async (call: HookCall) => {
    const { columns, after = {} } = call
    const result = await schema['~standard'].validate({ ...after })
    const names = new Set(columns.map(({ name }) => name))
    if (result.issues !== undefined) {
      for (const { message, path } of result.issues) {
        const parts = keysIn(path)
        const [first = ''] = parts
        call.refuse(names.has(String(first)) ? String(first) : '', message, parts)
      }
      return
    }
    for (const [name, value] of Object.entries(result.value ?? {})) if (names.has(name)) putField(after, name, value)
  })
}

/** What is wrong with a value, or undefined; the column is told for messages and further flags. */
type FlagCheck = (
  value: unknown,
  column: { readonly name: string; readonly flags: readonly string[] },
) => string | undefined

/**
 * Checks every column with a flag, whichever entity it belongs to: `checkFlagged('email', z.email())`.
 *
 * Shape: a Standard Schema, or a function that says what is wrong; of a change, only columns that change are looked at. Nulls pass.
 */
export function checkFlagged(flag: string, check: StandardSchema | FlagCheck): Hook {
  return hookOf('beforeSave', async (call: HookCall) => {
    const changed = new Set(call.changed)
    const values = new Map(Object.entries(call.after ?? {}))
    for (const { name, flags } of call.columns) {
      const value = values.get(name)
      if (!flags.includes(flag) || !changed.has(name) || value === null || value === undefined) continue
      if (typeof check === 'function' && !('~standard' in check)) {
        const problem = check(value, { name, flags })
        if (problem !== undefined) call.refuse(name, problem)
        continue
      }
      const result = await schemaIn(check, flag)['~standard'].validate(value)
      if (result.issues === undefined) putField(call.after ?? {}, name, result.value)
      else for (const { message, path } of result.issues) call.refuse(name, message, [name, ...keysIn(path)])
    }
  })
}

function schemaIn(check: StandardSchema | FlagCheck, flag: string): StandardSchema {
  if ('~standard' in check) return check
  throw new VantageError(`checkFlagged('${flag}'): give a Standard Schema or a function of the value`, {
    kind: 'invalid',
  })
}

const keysIn = (path: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined): readonly PropertyKey[] =>
  (path ?? []).map(part => (typeof part === 'object' ? part.key : part))
