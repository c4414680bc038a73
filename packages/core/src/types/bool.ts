import { defineType } from './define-type.ts'
import { kindOf } from './kind-of.ts'
import type { Type } from './type.ts'
import { TypeProblem } from './type.ts'

/** True or false; false orders first. Text is `true` and `false`; sources that say `t` or `1` translate in their storage. */
export const bool: Type<boolean, 'bool'> = /* @__PURE__ */ defineType<boolean, 'bool'>({
  name: 'bool',
  problem: value => (typeof value === 'boolean' ? undefined : boolProblem(value)),
  toText: String,
  fromText: text => {
    if (text === 'true' || text === 'false') return text === 'true'
    throw new TypeProblem('must be true or false')
  },
  toJson: value => value,
  fromJson: json => {
    if (typeof json === 'boolean') return json
    throw new TypeProblem(boolProblem(json))
  },
})

const boolProblem = (value: unknown): string => `must be true or false, got ${kindOf(value)}`
