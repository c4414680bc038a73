import { VantageError } from '../errors/vantage-error.ts'
import { arrayOf } from '../types/array-of.ts'
import { bigint } from '../types/bigint.ts'
import { bool } from '../types/bool.ts'
import { bytes } from '../types/bytes.ts'
import { keysOf } from '../types/cast.ts'
import { decimal } from '../types/decimal-type.ts'
import { duration } from '../types/duration.ts'
import { enumOf } from '../types/enum-of.ts'
import { float } from '../types/float.ts'
import { geometry } from '../types/geometry.ts'
import { instant, instantMs, instantNs } from '../types/instant.ts'
import { int } from '../types/int.ts'
import { json } from '../types/json.ts'
import { period } from '../types/period.ts'
import { plainDate } from '../types/plain-date.ts'
import { plainDateTime } from '../types/plain-date-time.ts'
import { plainTime } from '../types/plain-time.ts'
import { text } from '../types/text.ts'
import type { Type } from '../types/type.ts'
import { uuid } from '../types/uuid.ts'
import type { Part } from './part.ts'

/** The types that are one constant each, by the name it is exported under. */
const plainTypes = {
  text,
  int,
  bigint,
  float,
  bool,
  uuid,
  decimal,
  instant,
  instantMs,
  instantNs,
  plainDate,
  plainTime,
  plainDateTime,
  duration,
  period,
  bytes,
  json,
  geometry,
}

/** The name of a glue type, as in `col(int)`; `enum` and `array` are `enumOf` and `arrayOf`. */
export type TypeName = keyof typeof plainTypes | 'enum' | 'array'

/** A glue type as data: `{ type: 'int' }`, `{ type: 'enum', members: ['draft', 'sent'] }`. */
export interface TypeDefinition {
  readonly type: TypeName
  /** Of an enum. */
  readonly members?: readonly string[]
  /** The type of the items of an array. */
  readonly item?: TypeDefinition
  /** Of a decimal with bounds: digits in all. */
  readonly precision?: number
  /** Of a decimal with bounds: digits after the point, 0 unless said. */
  readonly scale?: number
}

const typeNames: readonly TypeName[] = [...keysOf(plainTypes), 'enum', 'array']

/** The members of a definition that say its type. */
export const typeMembers = ['type', 'members', 'item', 'precision', 'scale'] as const
type Members = (name: (typeof typeMembers)[number]) => Part | undefined

/** More levels than any database has; a definition may come from anybody. */
const maxDepth = 16

/** Reads the type of a column or an item. Errors: `invalid` naming the place. */
export function readType(owner: Part, members: Members, depth = 0): TypeDefinition {
  const type = (members('type') ?? owner.fail('needs a type')).oneOf(typeNames, 'type')
  const only = (name: (typeof typeMembers)[number], ...owners: readonly TypeName[]): Part | undefined => {
    const part = members(name)
    if (part !== undefined && !owners.includes(type)) part.fail(`is for ${owners.join()} only, not for ${type}`)
    return part
  }
  const listed = only('members', 'enum')
  const item = only('item', 'array')
  const precision = only('precision', 'decimal')?.whole()
  const scale = only('scale', 'decimal')?.whole()
  if (type === 'enum' && listed === undefined) owner.fail('an enum needs its members')
  if (type === 'array' && item === undefined) owner.fail('an array needs its item, such as { type: "int" }')
  if (scale !== undefined && precision === undefined) owner.fail('a scale needs a precision')
  if (depth >= maxDepth) owner.fail(`arrays are nested at most ${maxDepth} levels deep`)
  const definition: TypeDefinition = Object.freeze({
    type,
    ...(listed === undefined ? {} : { members: Object.freeze(listed.items().map(member => member.text())) }),
    ...(item === undefined ? {} : { item: readType(item, item.members(typeMembers), depth + 1) }),
    ...(precision === undefined ? {} : { precision }),
    ...(scale === undefined ? {} : { scale }),
  })
  checked(owner, () => typeOfDefinition(definition))
  return definition
}

/** Tells the place of what the maker of a type refuses: members that come twice, bounds that are none. */
function checked(owner: Part, make: () => unknown): void {
  try {
    make()
  } catch (thrown) {
    owner.fail(VantageError.from(thrown).message)
  }
}

/** The type that a definition names: a new one for enums, arrays and decimals with bounds. */
export function typeOfDefinition({ type, members = [], item, precision, scale }: TypeDefinition): Type<unknown> {
  if (type === 'enum') return enumOf(...members)
  if (type === 'array') return arrayOf(item === undefined ? json : typeOfDefinition(item))
  if (type === 'decimal' && precision !== undefined) return decimal(precision, scale)
  return plainTypes[type]
}
