import type { Model } from '../column/model.ts'
import type { Column, Condition, OrderTerm, Typed } from '../expression/expr.ts'

/** `t.$`: the columns of a model, by name. Named by the model, so that errors and hovers say `Columns<typeof User, …>`. */
export type Columns<M extends Model, DS> = {
  readonly [K in keyof M['~columns']]-?: Column<M['~columns'][K], DS>
}

/** The columns handed to callbacks. `NoInfer` keeps inference out of the entity class, whose static factories would be circular. */
export type ColumnsOf<DS, M extends Model> = NoInfer<Columns<M, DS>>

/** A condition, ready or as a function of the columns. */
export type ConditionOf<DS, M extends Model> = Condition<DS> | ((columns: ColumnsOf<DS, M>) => Condition<DS>)

/** A column or expression of T, ready or as a function of the columns. */
export type ExprOf<T, DS, M extends Model> = Typed<T, DS> | ((columns: ColumnsOf<DS, M>) => Typed<T, DS>)

/** An order: a column (ascending), or `column.desc()`. */
export type OrderOf<DS, M extends Model> =
  | Typed<unknown, DS>
  | OrderTerm<DS>
  | ((columns: ColumnsOf<DS, M>) => Typed<unknown, DS> | OrderTerm<DS>)
