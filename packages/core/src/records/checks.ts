import { hookOf } from '../active/hook.ts'
import type { HookCall } from '../active/hook-call.ts'
import { suggest } from '../errors/suggest.ts'
import { VantageError } from '../errors/vantage-error.ts'
import type { Definition } from '../set/definition.ts'
import type { Hook } from '../set/hook-shape.ts'
import type { StandardSchema } from '../types/standard-schema.ts'
import { objectOf } from '../types/cast.ts'
import { putField } from '../types/own-field.ts'

/**
 * Checks whole records, where fields depend on each other: `static override hooks = [checkRecord(z.object({ … }).refine(…))]`.
 *
 * Shape: any Standard Schema, asynchronous ones too, on create and change. Of a new record it sees what is given, and not yet what is
 * filled in: defaults, what columns make, equalities of the set; of a change the whole row with the changes, null where it holds nothing.
 * Fields of its output that are columns become the values. What it refuses is told by field with everything else that is refused.
 * Errors: `invalid` for what is no schema.
 */
export function checkRecord(schema: StandardSchema): Hook {
  if (!isSchema(schema)) throw noCheck('checkRecord(): give a Standard Schema of the record, such as z.object({ … })')
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
) => string | undefined | Promise<string | undefined>

/**
 * Checks every column with a flag, whichever entity it belongs to: `checkFlagged('email', z.email())`.
 *
 * Shape: a Standard Schema, or a function that says what is wrong, either of which may be asynchronous. What is given is looked at,
 * of a change only columns that change. Nulls pass.
 * Errors: `invalid` for what is neither; and, when a table is opened, for a flag that none of its columns has.
 */
export function checkFlagged(flag: string, check: StandardSchema | FlagCheck): Hook {
  const schema = isSchema(check) ? check : undefined
  if (schema === undefined && typeof check !== 'function')
    throw noCheck(`checkFlagged('${flag}'): give a Standard Schema or a function of the value`)
  const run = async (call: HookCall): Promise<void> => {
    const changed = new Set(call.changed)
    const values = new Map(Object.entries(call.after ?? {}))
    for (const { name, flags } of call.columns) {
      const value = values.get(name)
      if (!flags.includes(flag) || !changed.has(name) || value === null || value === undefined) continue
      if (schema === undefined) {
        const problem = typeof check === 'function' ? await check(value, { name, flags }) : undefined
        if (problem !== undefined) call.refuse(name, problem)
        continue
      }
      const result = await schema['~standard'].validate(value)
      if (result.issues === undefined) putField(call.after ?? {}, name, result.value)
      else for (const { message, path } of result.issues) call.refuse(name, message, [name, ...keysIn(path)])
    }
  }
  return hookOf('beforeSave', run, { suits: definition => needFlag(definition, flag) })
}

/** A misspelt flag would check nothing. */
function needFlag({ entity: { name: entity, columns } }: Definition, flag: string): void {
  const flags = [...new Set([...columns.values()].flatMap(column => column.flags))]
  if (flags.includes(flag)) return
  throw new VantageError(`checkFlagged(): ${entity} has no column with the flag "${flag}".${suggest(flag, flags)}`, {
    kind: 'invalid',
    details: { entity },
  })
}

/** Some libraries make schemas that are functions. */
const isSchema = (check: unknown): check is StandardSchema =>
  typeof objectOf(objectOf(check)?.['~standard'])?.validate === 'function'

const noCheck = (reason: string): VantageError => new VantageError(reason, { kind: 'invalid' })

const keysIn = (path: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined): readonly PropertyKey[] =>
  (path ?? []).map(part => (typeof part === 'object' ? part.key : part))
