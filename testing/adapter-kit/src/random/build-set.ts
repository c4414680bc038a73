import {
  caseWhen,
  col,
  count,
  avg,
  Entity,
  hasMany,
  hasOne,
  int,
  manyToMany,
  max,
  min,
  sum,
  type Type,
} from '@vantage-ts/core'
import { Literal, type Node, unchecked } from '@vantage-ts/core/adapter'
import { containsMany, containsOne } from '@vantage-ts/core/contained'
import type { KitSource } from '../kit-source.ts'
import { type AggregateName, type Call, type Chain, type Computation, pathOf, type Test, type Value } from './chain.ts'
import { joinOf } from './build-join.ts'
import { type Columned, columnOf, type LooseSet } from './loose-set.ts'
import type { Places } from './shape.ts'
import type { View, World, WorldEntity, WorldRef } from './world.ts'

async function pagesOf(set: LooseSet): Promise<readonly unknown[]> {
  const rows: unknown[] = []
  let page = await set.page({ size: 2 })
  rows.push(...page.rows)
  while (page.next !== undefined && rows.length < 1000) {
    page = await set.page({ size: 2, after: page.next })
    rows.push(...page.rows)
  }
  return rows
}

type LooseEntity = ReturnType<typeof Entity>

/** The entities of a world as classes, each with its rows in one of the sources. */
export class WorldClasses {
  readonly #world: World
  readonly #classes: readonly LooseEntity[]
  readonly #places: Places
  readonly #sources: readonly KitSource[]
  readonly #declared: KitSource | undefined

  /** `declared`: the source that references name outright, where the sets are those of a transaction on it. */
  constructor(world: World, places: Places, sources: readonly KitSource[], declared?: KitSource) {
    this.#places = places
    this.#sources = sources
    this.#declared = declared
    this.#world = world
    this.#classes = world.entities.map((entity, at) => this.#classOf(entity, at))
  }

  entityOf(at: number): LooseEntity {
    const found = this.#classes[at]
    if (found === undefined) throw new Error('the entity is there')
    return found
  }
  open(at: number, source: KitSource | undefined = this.#sources[this.#places[at] ?? 0]): LooseSet {
    return unchecked<LooseSet>(
      this.entityOf(at).table(unchecked<never>(source, 'any source')),
      'columns are known at run time',
    )
  }

  /** The entities whose rows are in a place. */
  in(place: number): readonly { readonly entity: LooseEntity; readonly at: number }[] {
    return this.#classes
      .map((entity, at) => ({ entity, at }))
      .filter(({ at }) => this.#places[at] === place && this.#world.entities[at]?.isContained !== true)
  }

  #classOf({ name, columns, refs }: WorldEntity, at: number): LooseEntity {
    const fields = columns.map(({ name: property, storedName, type, isNullable, isId }) => {
      const known = unchecked<Type<unknown, 'random'>>(
        type,
        'a name that the compiler can tell from the traits of a column',
      )
      const plain = storedName === property ? col(known) : col(known).named(storedName)
      return [property, isId ? plain.id() : isNullable ? plain.optional() : plain] as const
    })
    const made = Object.fromEntries(refs.map(ref => [ref.name, this.#refOf(ref, at)]))
    return class extends Entity(name, Object.fromEntries(fields)) {
      static override refs = made
    }
  }

  /** A target of another database is declared as a table there, one of the same as its entity. */
  #thunk(from: number, to: number, view?: View): () => never {
    const isFar = this.#places[from] !== this.#places[to]
    const target = (): unknown => {
      if (view !== undefined) {
        const source = isFar ? undefined : this.#declared
        return new SetBuilder(this, source).extend(this.open(to, source), view.calls)
      }
      if (isFar) return this.open(to)
      return this.#declared === undefined ? this.entityOf(to) : this.open(to, this.#declared)
    }
    return () => unchecked<never>(target(), 'targets are known at run time')
  }

  #refOf(ref: WorldRef, owner: number): unknown {
    const { kind, target, from, to, through, only, view } = ref
    if (kind === 'contained')
      return (ref.holds === 'one' ? containsOne : containsMany)(() => this.entityOf(target), from[0] ?? '')
    const where =
      only === undefined
        ? {}
        : { where: (columns: LooseSet['$']) => unchecked<never>(columns[only.column]?.eq(only.value), 'a condition') }
    const thunk = this.#thunk(owner, target, view)
    const loose = (names: readonly string[]) => unchecked<never>(names, 'columns are known at run time')
    if (kind === 'hasOne') return hasOne(thunk, loose(from), { references: loose(to), ...where })
    if (kind === 'hasMany') return hasMany(thunk, loose(to), { references: loose(from), ...where })
    const pairs = through ?? { entity: 0, from: [], to: [] }
    return manyToMany(
      thunk,
      { through: this.#thunk(owner, pairs.entity), from: loose(pairs.from), to: loose(pairs.to) },
      where,
    )
  }
}

type Aggregators = Readonly<Record<AggregateName, (column: (columns: LooseSet['$']) => Node | undefined) => unknown>>
const aggregators = unchecked<Aggregators>({ count, sum, min, max, avg }, 'columns are known at run time')

/** Builds the sets that chains mean. */
export class SetBuilder {
  readonly #classes: WorldClasses
  readonly #source: KitSource | undefined

  /** `source`: where sets are opened, if not where their rows are known to be. */
  constructor(classes: WorldClasses, source?: KitSource) {
    this.#classes = classes
    this.#source = source
  }

  build(calls: readonly Call[], outside?: Columned): LooseSet {
    return this.#built(undefined, calls, outside)
  }
  /** A set with further calls. */
  extend(set: LooseSet, calls: readonly Call[]): LooseSet {
    return this.#built(set, calls, undefined)
  }

  #built(start: LooseSet | undefined, calls: readonly Call[], outside: Columned | undefined): LooseSet {
    let set = start
    for (const call of calls) {
      if (call.does === 'open') set = this.#classes.open(call.entity, this.#source)
      else if (call.does === 'link') set = outside?.getLink?.(call.ref)
      else if (set !== undefined) set = this.#next(set, call)
    }
    if (set === undefined) throw new Error('a chain starts with a set')
    return set
  }

  read(set: LooseSet, { reading }: Chain): Promise<unknown> {
    switch (reading.reads) {
      case 'rows':
        return set.list()
      case 'first':
        return set.first().then(row => (row === undefined ? [] : [row]))
      case 'stream':
        return Array.fromAsync(set.stream({ batchRows: 2 }))
      case 'pages':
        return pagesOf(set)
      case 'values':
        return set.fieldValues(columnOf(set, reading.column))
      case 'aggregate': {
        const { name, column } = reading.computes
        const run: unknown = Reflect.get(set, name)
        const found = unchecked<(column?: Node) => Promise<unknown>>(run, 'an aggregate of the set')
        return found.call(set, column === undefined ? undefined : columnOf(set, column)).then(value => value ?? null)
      }
    }
  }

  #next(set: LooseSet, call: Exclude<Call, { does: 'open' | 'link' }>): LooseSet {
    switch (call.does) {
      case 'where':
        return set.where(this.#test(call.test, set))
      case 'ref':
        return set.getRef(call.ref)
      case 'order':
        return set.orderBy(
          ...call.keys.map(({ column, isDescending }) => columnOf(set, column)[isDescending ? 'desc' : 'asc']()),
        )
      case 'cut': {
        const skipped = call.offset === 0 ? set : set.offset(call.offset)
        return call.limit === undefined ? skipped : skipped.limit(call.limit)
      }
      case 'calculate':
        return set.withExpression(call.name, own => this.value(call.value, own))
      case 'group':
        return set
          .groupBy(...call.names)
          .aggregate(Object.fromEntries(call.computes.map(computation => [computation.as, aggregatorOf(computation)])))
      case 'source':
        return set.asSource()
      case 'join':
        return joinOf(set, call, {
          build: calls => this.build(calls),
          test: (test, $) => this.#test(test, { $ }),
        })
      case 'import':
        return set.withImported(pathOf(call))
      case 'select':
        return set.select(...call.names)
    }
  }

  value(value: Value, set: Columned, like?: Node): Node {
    switch (value.is) {
      case 'column':
        return columnOf(set, value.name)
      case 'literal':
        return new Literal(like?.type ?? int, value.value, like?.storage)
      case 'call': {
        const left = this.value(value.args[0], set)
        const right = value.args[1]
        return left[value.name](right.is === 'literal' ? right.value : this.value(right, set))
      }
      case 'case': {
        const then = this.value(value.then, set)
        const { otherwise } = value
        const branch = {
          when: unchecked<never>(this.#test(value.when, set), 'a condition'),
          then: unchecked<never>(then, 'of the type'),
        }
        const rest = unchecked<never>(
          otherwise.is === 'literal' ? otherwise.value : this.value(otherwise, set),
          'of the type',
        )
        return unchecked<Node>(caseWhen(value.type, [branch], rest), 'an expression is a node')
      }
      case 'link':
        return aggregateOf(this.build(value.calls, set), value.computes)
    }
  }

  #test(test: Test, set: Columned): Node {
    switch (test.is) {
      case 'and':
      case 'or':
        return this.#test(test.left, set)[test.is](this.#test(test.right, set))
      case 'not':
        return this.#test(test.of, set).not()
      case 'null':
        return this.value(test.of, set)[test.isNegative ? 'isNotNull' : 'isNull']()
      case 'listed':
        return this.value(test.of, set)[test.isNegative ? 'notIn' : 'in'](test.values)
      case 'inside': {
        const inner = this.build(test.calls)
        return this.value(test.of, set)[test.isNegative ? 'notIn' : 'in'](inner.fieldExpr(columnOf(inner, test.column)))
      }
      default: {
        const { right } = test
        return this.value(test.left, set)[test.is](right.is === 'literal' ? right.value : this.value(right, set))
      }
    }
  }
}

const aggregatorOf = ({ name, column }: Computation): unknown =>
  name === 'count' && column === undefined ? count() : aggregators[name](columns => columns[column ?? ''])

function aggregateOf(set: LooseSet, { name, column }: Computation): Node {
  const method: unknown = Reflect.get(set, `${name satisfies AggregateName}Expr`)
  const build = unchecked<(column?: Node) => Node>(method, 'an aggregate of the set')
  return build.call(set, column === undefined ? undefined : columnOf(set, column))
}
