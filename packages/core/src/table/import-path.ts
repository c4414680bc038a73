import type { RefsOf } from '../column/model.ts'

/** What a path that leads nowhere would have to be; its names are those that the path may begin with. */
export interface NoSuchPath<Names> {
  readonly 'a path goes over has-one references to a column, such as client.name': Names
}

/** A path that was followed: its column, and what the path must be besides, which is nothing where it leads to one. */
export interface Followed {
  readonly columns: object
  readonly fits: unknown
}

/**
 * Where a path leads. An interface, because the compiler looks into its members only once the path is known.
 *
 * A path is followed and not looked up among all there are: an entity may reach hundreds of columns over four references.
 */
export interface Following<M, Path extends string> {
  readonly columns: { readonly [K in Path]: Imported<M, Path> | null }
  readonly fits: Imported<M, Path> extends never ? NoSuchPath<keyof RefsOf<M>> : unknown
}

/** The type of the column that a path of has-one references leads to; never where it leads nowhere. `'client.name'` -> `string`. */
type Imported<M, Path> = Path extends `${infer Head}.${infer Tail}` ? From<One<RefsOf<M>, Head>, Tail> : never
/** What a path leads to from the entity it has come to. `'name'` -> `string`. */
type From<X, Path> = Path extends `${string}.${string}` ? Imported<X, Path> : At<X['~columns' & keyof X], Path>
/** The entity that a has-one reference leads to; never for another name. */
type One<Refs, Name> = At<At<Refs, Name>, '~one'>
type At<T, Name> = T[Name & keyof T]
