import { unchecked } from './cast.ts'
import { checked, defineType } from './define-type.ts'
import { kindOf } from './kind-of.ts'
import type { Type } from './type.ts'

declare const brand: unique symbol

/** A uuid in canonical lower-case text. The brand keeps other strings from being taken for one. */
export type Uuid = string & { readonly [brand]: 'Uuid' }

const shape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/**
 * Uuid of any version, nil and max included.
 *
 * Shape: 8-4-4-4-12 hex digits; upper case is taken and becomes lower case. Ordered by its digits, as by its 16 bytes.
 * Source: RFC 9562, https://www.rfc-editor.org/rfc/rfc9562
 */
export const uuid: Type<Uuid, 'uuid'> = /* @__PURE__ */ defineType<Uuid, 'uuid'>({
  name: 'uuid',
  problem: value => (typeof value === 'string' && shape.test(value) ? undefined : uuidProblem(value)),
  canonical: lowerCase,
  toText: lowerCase,
  fromText: text => checked(uuid, unchecked<Uuid>(text, 'checked in the same breath')),
})

function lowerCase(value: Uuid): Uuid {
  return unchecked<Uuid>(value.toLowerCase(), 'case does not matter')
}

const uuidProblem = (value: unknown): string =>
  `must be a uuid of 8-4-4-4-12 hex digits, got ${typeof value === 'string' ? 'other text' : kindOf(value)}`
