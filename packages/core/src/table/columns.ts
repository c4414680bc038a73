import type { Model } from '../column/model.ts'
import type { Column, Condition, OrderTerm, Typed } from '../expression/expr.ts'

/** `t.$`: the columns of a model, by name. Named by the model, so that errors and hovers say `Columns<typeof User, …>`. */
export type Columns<M extends Model, DS> = {
  readonly [K in keyof M['~columns']]-?: Column<M['~columns'][K], DS>
}

/** The columns handed to callbacks. `NoInfer` keeps inference out of the entity class, whose static factories would be circular. */
export type ColumnsOf<DS, M extends Model> = NoInfer<Columns<M, DS>>

/** What hands its columns to functions. A type that names it instead of its model makes the compiler work them out once. */
export interface Columnar {
  readonly '~given': object
}

/** A condition, ready or as a function of the columns. */
export type ConditionOf<DS, M extends Model> = ByColumns<Condition<DS>, DS, M>
/** Not by the set: only few methods of a set with other columns are called, and a condition infers nothing. */
type ByColumns<E, DS, M extends Model> = E | ((columns: Columns<M, DS>) => E)

/** An expression of type E, ready or as a function of the columns of a set. */
export type ExprOf<E, Set extends Columnar> = E | ((columns: Set['~given']) => E)

/** An order: a column (ascending), or `column.desc()`. */
export type OrderOf<DS, Set extends Columnar> = ExprOf<Typed<unknown, DS> | OrderTerm<DS>, Set>
