import type { Model, RefsOf } from '../column/model.ts'

/** What is added to a path that leads nowhere; its names are those that the path may go on with at its first step. */
export interface NoSuchPath<Names> {
  readonly 'a path goes over has-one references to a column, such as client.name': Names
}

/**
 * Nothing where a path leads to a column: `'client.name'` -> `unknown`.
 *
 * A path is followed and not looked up among all there are: an entity may reach hundreds of columns over four references.
 */
export type LeadsSomewhere<M extends Model, Path extends string> = [Imported<M, Path>] extends [never]
  ? NoSuchPath<keyof RefsOf<M>>
  : unknown

/** The type at a path; null where a reference leads to no row. `'client.name'` -> `string | null`. */
export type Imported<M extends Model, Path> = Path extends `${infer Head}.${infer Tail}`
  ? Head extends keyof RefsOf<M>
    ? RefsOf<M>[Head] extends { readonly kind: 'one'; readonly target: () => infer X extends Model }
      ? Reached<X, Tail>
      : never
    : never
  : never
/** What a path leads to from the entity it has come to. `'name'` -> `string | null`. */
type Reached<M extends Model, Path> = Path extends keyof M['~columns'] ? M['~columns'][Path] | null : Imported<M, Path>
