import { VantageError } from '../errors/vantage-error.ts'
import { unchecked } from './cast.ts'
import { checked, defineType } from './define-type.ts'
import { kindOf } from './kind-of.ts'
import { compareText, textProblem } from './text.ts'
import type { Type } from './type.ts'

/**
 * Text that is one of a few members: `enumOf('draft', 'sent')` holds `'draft' | 'sent'`.
 *
 * Shape: ordered by code point as text is, not by declaration, so that every source agrees.
 * Errors: `invalid` without members, with one twice, or with one that is no well-formed text.
 */
export function enumOf<const Member extends string>(...members: readonly Member[]): Type<Member, 'enum'> {
  const known: ReadonlySet<unknown> = new Set(members)
  if (members.length === 0 || known.size < members.length || members.some(textProblem)) {
    throw new VantageError('enumOf takes at least one member, each once and well-formed', { kind: 'invalid' })
  }
  const type: Type<Member, 'enum'> = defineType<Member, 'enum'>({
    name: 'enum',
    members: Object.freeze([...members]),
    problem: value => {
      if (known.has(value)) return undefined
      return `must be one of ${members.join(', ')}, got ${typeof value === 'string' ? 'other text' : kindOf(value)}`
    },
    compare: compareText,
    toText: value => value,
    fromText: text => checked(type, unchecked<Member>(text, 'checked in the same breath')),
  })
  return type
}
