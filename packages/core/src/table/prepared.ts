import type { ReadCallOptions } from '../dataset/abilities.ts'
import { Pending } from '../errors/pending.ts'
import { VantageError } from '../errors/vantage-error.ts'
import type { Expr, Input } from '../expression/expr.ts'
import { Literal, Placeholder } from '../expression/node.ts'
import { rewriteStatement } from '../expression/rewrite.ts'
import type { Select } from '../expression/statement.ts'
import { isSimple, nodesOf } from '../expression/walk.ts'
import type { Decoded } from '../source/rows-wanted.ts'
import type { ReadyStatement } from '../source/ready.ts'
import { andThen, type MaybePromise } from '../source/maybe-promise.ts'
import { type SetState, selectOf } from '../set/state.ts'
import { accept, type Type } from '../types/type.ts'
import { firstOf, wantedOf } from './read.ts'

/** The types of the values that a prepared set is given, by name. */
export interface ParameterTypes {
  readonly [name: string]: Type<unknown>
}
type ValueOf<T> = T extends Type<infer Value> ? Value : never
/** The values themselves: `{ id: typeof int }` -> `{ id: number }`. */
export type ParameterValues<Types extends ParameterTypes> = { readonly [K in keyof Types]: Input<ValueOf<Types[K]>> }
/** Parameters as operands, for building the set. */
export type Parameters<Types extends ParameterTypes> = { readonly [K in keyof Types]: Expr<ValueOf<Types[K]>, never> }

/** A set built once and run many times with other values. */
export interface Prepared<in Values, out Row> {
  list(values: Values, options?: ReadCallOptions): Pending<Row[]>
  first(values: Values, options?: ReadCallOptions): Pending<Row | undefined>
}

/** The operands that stand for the values while the set is built. */
export const placeholdersFor = (types: ParameterTypes): Readonly<Record<string, Placeholder>> =>
  Object.fromEntries(Object.entries(types).map(([name, type]) => [name, new Placeholder(name, type)]))

type Values = Readonly<Record<string, unknown>>

/** One statement of a prepared set: compiled on its first run, then only bound. */
class PreparedSelect {
  readonly #state: SetState
  readonly #types: ParameterTypes
  readonly #select: Select
  #ready: ReadyStatement<Values> | undefined
  readonly #isSimple: boolean

  constructor(state: SetState, types: ParameterTypes, select: Select) {
    this.#state = state
    this.#types = types
    this.#select = select
    this.#isSimple = isSimple(nodesOf(select))
  }

  run(values: Values, options?: ReadCallOptions): MaybePromise<readonly unknown[]> {
    const { source } = this.#state
    if (!this.#isSimple || options !== undefined) return this.#rebuilt(values, options)
    this.#ready ??= source.ready(this.#select, wantedOf(this.#state), literal =>
      literal instanceof Placeholder ? this.#reader(literal) : undefined,
    )
    return andThen(this.#ready(values), rowsOf)
  }

  /** Reads and checks one value of a call. */
  #reader(placeholder: Placeholder): (values: Values) => unknown {
    const { name } = placeholder
    const type = this.#types[name] ?? placeholder.type
    const { problem, canonical } = type
    const isPlain = canonical === undefined
    return values => {
      const value = values[name]
      return isPlain && problem(value) === undefined ? value : accept(type, given(value, name), name)
    }
  }

  /** With deferred parts or call options the values are put into the tree, which then runs like any other. */
  #rebuilt(values: Values, options?: ReadCallOptions): MaybePromise<readonly unknown[]> {
    const select = rewriteStatement(this.#select, node => {
      if (!(node instanceof Placeholder)) return undefined
      return new Literal(node.type, accept(node.type, given(values[node.name], node.name), node.name), node.storage)
    })
    return andThen(this.#state.source.fetch(select, wantedOf(this.#state, options), options), ({ rows }) => rows)
  }
}

function given(value: unknown, name: string): unknown {
  if (value !== undefined && value !== null) return value
  throw new VantageError(`the parameter "${name}" is ${String(value)}; a value is always given`, {
    kind: 'invalid',
    details: { field: name },
  })
}

/** The run-time form of `Prepared`. */
export class PreparedSet {
  readonly #all: PreparedSelect
  readonly #first: PreparedSelect

  constructor(state: SetState, types: ParameterTypes) {
    this.#all = new PreparedSelect(state, types, selectOf(state))
    this.#first = new PreparedSelect(state, types, firstOf(state))
  }

  list(values: Values, options?: ReadCallOptions): Pending<unknown> {
    return Pending.run(() => this.#all.run(values, options))
  }
  first(values: Values, options?: ReadCallOptions): Pending<unknown> {
    return Pending.run(() => andThen(this.#first.run(values, options), rowOf))
  }
}
const rowsOf = ({ rows }: Decoded): readonly unknown[] => rows
const rowOf = (rows: readonly unknown[]): unknown => rows[0]
