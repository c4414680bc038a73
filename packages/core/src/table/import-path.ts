import type { Model, RefsOf } from '../column/model.ts'

/** The entity that a has-one reference of the same source leads to. */
type OneTarget<R> = R extends { readonly kind: 'one'; readonly target: () => infer X }
  ? X extends Model
    ? X
    : never
  : never
type OneNames<M extends Model> = {
  [K in keyof RefsOf<M> & string]: RefsOf<M>[K] extends { readonly kind: 'one' } ? K : never
}[keyof RefsOf<M> & string]

/** Paths over has-one references, at most four of them: `'client.name' | 'client.bakery.name'`. */
export type ImportPath<M extends Model, Hops extends readonly 0[] = []> = Hops['length'] extends 4
  ? never
  : {
      [K in OneNames<M>]:
        | `${K}.${keyof OneTarget<RefsOf<M>[K & keyof RefsOf<M>]>['~columns'] & string}`
        | `${K}.${ImportPath<OneTarget<RefsOf<M>[K & keyof RefsOf<M>]>, readonly [...Hops, 0]>}`
    }[OneNames<M>]

/** The type at a path; null where a reference leads to no row. `'client.name'` -> `string | null`. */
export type Imported<M extends Model, Path extends string> = Path extends `${infer Head}.${infer Tail}`
  ? Head extends keyof RefsOf<M>
    ? Imported<OneTarget<RefsOf<M>[Head]>, Tail>
    : never
  : Path extends keyof M['~columns']
    ? M['~columns'][Path] | null
    : never
