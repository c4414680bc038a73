import { VantageError } from '../errors/vantage-error.ts'
import type { Condition } from '../expression/expr.ts'
import { unchecked } from '../types/cast.ts'
import type { ColumnKeys, TargetColumns } from './target-types.ts'

/** One column, or several that make a key together. */
export type KeyNames<Name extends string = string> = Name | readonly Name[]

export interface RefOptions<X> {
  /** Columns that the foreign key holds values of; the id of the other side unless told. */
  readonly references?: KeyNames
  /** Only related rows that meet this. */
  readonly where?: (columns: TargetColumns<X>) => Condition<unknown>
}

/**
 * A reference from one entity to another, as declared in `static override refs`.
 *
 * `X` is whatever the thunk returns, kept unevaluated: evaluating it here would make two entities that refer to each other
 * circular.
 */
export interface Ref<out Kind extends 'one' | 'many', out X> {
  readonly kind: Kind
  readonly target: () => X
  /** Phantom: what the thunk returns, and again where it is at most one row; looked up, it spares the compiler an inference. */
  readonly '~target': X
  readonly '~one': Kind extends 'one' ? X : never
  readonly keys: RefKeys
  readonly where: ((columns: never) => unknown) | undefined
}

type Facts<Kind extends 'one' | 'many', X> = Pick<Ref<Kind, X>, 'kind' | 'target' | 'keys' | 'where'>

/** Which columns lead from one side to the other. */
export type RefKeys =
  /** The foreign key is on this side. */
  | { readonly held: 'here'; readonly foreign: readonly string[]; readonly references: readonly string[] | undefined }
  /** The foreign key is on the other side. */
  | { readonly held: 'there'; readonly foreign: readonly string[]; readonly references: readonly string[] | undefined }
  /** A table in between holds the keys of both. */
  | {
      readonly held: 'between'
      readonly through: () => unknown
      readonly from: readonly string[]
      readonly to: readonly string[]
    }

/** At most one row of the other side: `country: hasOne(() => Country, 'countryId')`; the key is a column of this entity. */
export function hasOne<X>(target: () => X, key: KeyNames, options: RefOptions<X> = {}): Ref<'one', X> {
  const { references } = options
  return declared({
    kind: 'one',
    target,
    keys: {
      held: 'here',
      foreign: keyNames(key, 'hasOne'),
      references: references === undefined ? undefined : keyNames(references, 'hasOne'),
    },
    where: options.where,
  })
}

/** Any number of rows of the other side: `sessions: hasMany(() => Session, 'userId')`; the key is a column of the other entity. */
export function hasMany<X>(
  target: () => X,
  key: KeyNames<ColumnKeys<X> & string>,
  options: RefOptions<X> = {},
): Ref<'many', X> {
  const { references } = options
  return declared({
    kind: 'many',
    target,
    keys: {
      held: 'there',
      foreign: keyNames(key, 'hasMany'),
      references: references === undefined ? undefined : keyNames(references, 'hasMany'),
    },
    where: options.where,
  })
}

export interface Through<Y> {
  /** The entity or table that holds the pairs: `() => PostTag`. */
  readonly through: () => Y
  /** Its columns with the key of this side. */
  readonly from: KeyNames<ColumnKeys<Y> & string>
  /** Its columns with the key of the other side. */
  readonly to: KeyNames<ColumnKeys<Y> & string>
}

/** Any number on both sides: `tags: manyToMany(() => Tag, { through: () => PostTag, from: 'postId', to: 'tagId' })`. */
export function manyToMany<X, Y>(
  target: () => X,
  { through, from, to }: Through<Y>,
  options: Pick<RefOptions<X>, 'where'> = {},
): Ref<'many', X> {
  return declared({
    kind: 'many',
    target,
    keys: { held: 'between', through, from: keyNames(from, 'manyToMany'), to: keyNames(to, 'manyToMany') },
    where: options.where,
  })
}

const declared = <Kind extends 'one' | 'many', X>(facts: Facts<Kind, X>): Ref<Kind, X> =>
  unchecked<Ref<Kind, X>>(facts, 'the rest are phantoms')

function keyNames(given: KeyNames, verb: string): readonly string[] {
  const names = typeof given === 'string' ? [given] : [...given]
  if (names.length > 0 && names.every(name => typeof name === 'string') && new Set(names).size === names.length)
    return names
  throw new VantageError(`${verb}() takes the name of a column, or the names of those that make the key`, {
    kind: 'invalid',
  })
}
