import type { Typed } from '../expression/expr.ts'

// Members of interfaces, and not aliases: messages and hovers then show the column, `{ readonly children: number }`. Nor do
// they stand in `Table`, whose name is a value too: the compiler would make each anew for every set.

/** A calculated column: `'children'` and `Expr<number, …>` -> `{ readonly children: number }`. */
export interface AddedColumn<Name extends string, E extends Typed<unknown, unknown>> {
  readonly columns: { readonly [K in Name]: E['~t'] }
}

/** Several, by what builds them. */
export interface AddedColumns<Builds extends Readonly<Record<string, (table: never) => Typed<unknown, unknown>>>> {
  readonly columns: { readonly [K in keyof Builds]: ReturnType<Builds[K]>['~t'] }
}

/** A property of loaded rows. */
export interface AddedProperty<Name extends string, T> {
  readonly properties: { readonly [K in Name]: T }
}
