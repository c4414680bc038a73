import type { Insert, Model, RefsOf, UntypedRecord } from '../column/model.ts'

/** A record with the records that its references lead to; keys that the references settle are left out. */
export type NestedRecord<M extends Model> = Partial<Insert<M>> &
  Partial<M['~records']['idFields'] & object> & { readonly [K in keyof RefsOf<M>]?: NestedValue<RefsOf<M>[K]> }

/** One record for a has-one reference, several for the others. */
type NestedValue<R> = R extends { readonly kind: 'many'; readonly target: () => infer X }
  ? readonly NestedTarget<X>[]
  : R extends { readonly target: () => infer X }
    ? NestedTarget<X>
    : never
type NestedTarget<X> = X extends Model ? NestedRecord<X> : UntypedRecord
