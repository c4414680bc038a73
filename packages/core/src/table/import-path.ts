import type { Model } from '../column/model.ts'

/** The entity that a has-one reference of the same source leads to. */
type OneTarget<R> = R extends { readonly kind: 'one'; readonly target: () => infer X }
  ? X extends Model
    ? X
    : never
  : never
type OneNames<M extends Model> = {
  [K in keyof M['refs'] & string]: M['refs'][K] extends { readonly kind: 'one' } ? K : never
}[keyof M['refs'] & string]

/** Paths over has-one references, at most four of them: `'client.name' | 'client.bakery.name'`. */
export type ImportPath<M extends Model, Hops extends readonly 0[] = []> = Hops['length'] extends 4
  ? never
  : {
      [K in OneNames<M>]:
        | `${K}.${keyof OneTarget<M['refs'][K & keyof M['refs']]>['~columns'] & string}`
        | `${K}.${ImportPath<OneTarget<M['refs'][K & keyof M['refs']]>, readonly [...Hops, 0]>}`
    }[OneNames<M>]

/** The type at a path; null where a reference leads to no row. `'client.name'` -> `string | null`. */
export type Imported<M extends Model, Path extends string> = Path extends `${infer Head}.${infer Tail}`
  ? Head extends keyof M['refs']
    ? Imported<OneTarget<M['refs'][Head]>, Tail>
    : never
  : Path extends keyof M['~columns']
    ? M['~columns'][Path] | null
    : never
