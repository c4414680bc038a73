import type { RefsOf } from '../column/model.ts'

/** What a path that leads nowhere would have to be; its names are those that the path may begin with. */
export interface NoSuchPath<Names> {
  readonly 'a path goes over has-one references to a column, such as client.name': Names
}

/**
 * A path as it was written where it leads to a value of type `T`.
 *
 * A path is followed and not looked up among all there are: an entity may reach hundreds of columns over four references.
 */
export type PathTo<M, Path, T> = [T] extends [never] ? NoSuchPath<keyof RefsOf<M>> : Path

/** The type of the column that a path of has-one references leads to; never where it leads nowhere. `'client.name'` -> `string`. */
export type Imported<M, Path> = Path extends `${infer Head}.${infer Tail}` ? From<OneOf<RefsOf<M>, Head>, Tail> : never
type From<X, Path> = Reached<X, ColumnsIn<X>, Path>
/** What a path leads to from the entity it has come to. `'name'` -> `string`. */
type Reached<X, Columns, Path> = Path extends keyof Columns ? Columns[Path] : Imported<X, Path>
type ColumnsIn<X> = X['~columns' & keyof X]
/** The entity that a has-one reference leads to; never for another name. */
type OneOf<Refs, Name> = One<Refs[Name & keyof Refs]>
type One<R> = R['~one' & keyof R]
