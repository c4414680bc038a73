import { Decimal, float, int, type Type } from '@vantage-ts/core'
import {
  type AggregateName,
  type Call,
  type Chain,
  type Computation,
  pathOf,
  type SortKey,
  type Test,
  type Value,
} from './chain.ts'
import { plainJoin, typeOf } from './plain-join.ts'
import type { World, WorldColumn, WorldEntity, WorldRef } from './world.ts'

/** One row, by column; columns may be named like what every object has. */
export type PlainRow = ReadonlyMap<string, unknown>
type TypeByColumn = ReadonlyMap<string, Type<unknown>>

/** A set worked out on plain lists, call by call: it shares no code with the library. */
export interface PlainSet {
  readonly entity: number | undefined
  /** Those that meet the conditions, before the limit. */
  readonly rows: readonly PlainRow[]
  readonly types: TypeByColumn
  readonly ids: readonly string[]
  readonly order: readonly SortKey[]
  readonly limit: number | undefined
  readonly offset: number
  readonly selected: readonly string[] | undefined
}

/** The row that a link looks at, and the entity whose references it follows. */
interface Outside {
  readonly row: PlainRow
  readonly entity: number | undefined
}

export interface PlainAnswer {
  readonly found: unknown
  /** Whether the order of the rows says all. */
  readonly order: readonly SortKey[]
  readonly types: TypeByColumn
}

/** What a chain gives on these rows, by the meaning of each call alone. */
export function plainAnswer(world: World, { calls, reading }: Chain): PlainAnswer {
  const sets = new PlainSets(world)
  const set = sets.run(calls, undefined)
  const found = (): unknown => {
    switch (reading.reads) {
      case 'rows':
      case 'stream':
      case 'pages':
        return shown(set, rowsOf(set))
      case 'first':
        return shown(set, rowsOf(set).slice(0, 1))
      case 'values':
        return rowsOf(set).map(row => row.get(reading.column))
      case 'aggregate':
        return computed(set, set.rows, reading.computes)
    }
  }
  return { found: found(), order: set.order, types: set.types }
}

const shown = ({ types, ids, selected }: PlainSet, rows: readonly PlainRow[]): unknown => {
  const names = [...types.keys()].filter(
    name => selected === undefined || selected.includes(name) || ids.includes(name),
  )
  return rows.map(row => Object.fromEntries(names.map(name => [name, row.get(name)])))
}

/** The rows in order, within the limit. */
export function rowsOf({ rows, order, types, limit, offset }: PlainSet): readonly PlainRow[] {
  const sorted = order.length === 0 ? rows : [...rows].sort((a, b) => ranked(a, b, order, types))
  return sorted.slice(offset, limit === undefined ? undefined : offset + limit)
}

function ranked(a: PlainRow, b: PlainRow, order: readonly SortKey[], types: TypeByColumn): number {
  for (const { column, isDescending } of order) {
    const [left, right] = [a.get(column) ?? null, b.get(column) ?? null]
    if (left === null || right === null) {
      if (left !== right) return left === null ? 1 : -1
      continue
    }
    const found = typed(types, column).compare(left, right)
    if (found !== 0) return isDescending ? -found : found
  }
  return 0
}

function typed(types: TypeByColumn, column: string): Type<unknown> {
  const type = types.get(column)
  if (type === undefined) throw new Error(`the set has a column ${column}`)
  return type
}

/** Three-valued: undefined is unknown. */
type Truth = boolean | undefined

export class PlainSets {
  readonly #world: World

  constructor(world: World) {
    this.#world = world
  }

  run(calls: readonly Call[], outside: Outside | undefined): PlainSet {
    let set: PlainSet | undefined
    for (const call of calls) {
      if (call.does === 'open') set = this.#open(call.entity)
      else if (call.does === 'link') set = this.#link(call.ref, outside)
      else if (set !== undefined) set = this.#next(set, call)
    }
    if (set === undefined) throw new Error('a chain starts with a set')
    return set
  }

  #entity(at: number | undefined): WorldEntity {
    const entity = at === undefined ? undefined : this.#world.entities[at]
    if (entity === undefined) throw new Error('the entity is there')
    return entity
  }

  #open(entity: number): PlainSet {
    const { columns, rows } = this.#entity(entity)
    return {
      entity,
      rows: rows.map(row => new Map(Object.entries(row))),
      types: new Map(columns.map(({ name, type }) => [name, type])),
      ids: columns.filter(({ isId }) => isId).map(({ name }) => name),
      ...uncut,
    }
  }

  #link(name: string, outside: Outside | undefined): PlainSet {
    if (outside === undefined) throw new Error('a link is that of a row')
    return this.#related(outside.entity, [outside.row], name)
  }

  #related(from: number | undefined, rows: readonly PlainRow[], name: string): PlainSet {
    const ref = this.#entity(from).refs.find(found => found.name === name)
    if (ref === undefined) throw new Error(`the entity has a reference ${name}`)
    if (ref.kind === 'contained') return this.#contained(rows, ref)
    const { through, only } = ref
    const owner = this.#entity(from)
    const start = keysIn(rows, ref.from, owner.columns)
    const pairs = through === undefined ? undefined : this.#open(through.entity)
    const middle = through === undefined ? undefined : this.#entity(through.entity).columns
    const keys =
      through === undefined || pairs === undefined || middle === undefined
        ? start
        : keysIn(
            pairs.rows.filter(row => isAmong(row, through.from, start, middle)),
            through.to,
            middle,
          )
    const target = this.run([{ does: 'open', entity: ref.target }, ...(ref.view?.calls ?? [])], undefined)
    const { columns } = this.#entity(ref.target)
    const found = target.rows.filter(
      row =>
        isAmong(row, ref.to, keys, columns) &&
        (only === undefined || equal(columns, only.column, row.get(only.column), only.value)),
    )
    return { ...target, rows: found }
  }

  /** The objects in a column, each as a row; a list of them or one. */
  #contained(hosts: readonly PlainRow[], { from: [column = ''], target }: WorldRef): PlainSet {
    const set = this.#open(target)
    const held = hosts.flatMap(host => objectsIn(host.get(column) ?? null))
    const rows = held.map(
      object =>
        new Map(
          this.#entity(target).columns.map(({ name, storedName, type }) => {
            const value: unknown = Object.hasOwn(object, storedName) ? Reflect.get(object, storedName) : null
            return [name, value === null ? null : type.fromJson(value)]
          }),
        ),
    )
    return { ...set, rows }
  }

  #imported(row: PlainRow, entity: number | undefined, [ref, ...rest]: readonly string[], column: string): unknown {
    if (ref === undefined) return row.get(column) ?? null
    const found = this.#related(entity, [row], ref)
    const [first] = rowsOf(found)
    return first === undefined ? null : this.#imported(first, found.entity, rest, column)
  }

  #importedType(entity: number | undefined, refs: readonly string[], column: string): Type<unknown> {
    let set = this.#open(entity ?? 0)
    for (const ref of refs) set = this.#related(set.entity, [], ref)
    return typed(set.types, column)
  }

  #next(set: PlainSet, call: Exclude<Call, { does: 'open' | 'link' }>): PlainSet {
    switch (call.does) {
      case 'where':
        return { ...set, rows: set.rows.filter(row => this.#test(call.test, row, set) === true) }
      case 'ref':
        return this.#related(set.entity, rowsOf(set), call.ref)
      case 'order':
        return { ...set, order: call.keys }
      case 'cut':
        return { ...set, limit: call.limit ?? set.limit, offset: call.offset === 0 ? set.offset : call.offset }
      case 'calculate': {
        const rows = set.rows.map(row => new Map([...row, [call.name, this.value(call.value, row, set)]]))
        const type = this.#type(call.value, set)
        const selected = set.selected === undefined ? undefined : [...set.selected, call.name]
        return { ...set, rows, types: new Map([...set.types, [call.name, type]]), selected }
      }
      case 'import': {
        const { refs, column } = call
        const name = pathOf(call)
        const rows = set.rows.map(row => new Map([...row, [name, this.#imported(row, set.entity, refs, column)]]))
        const type = this.#importedType(set.entity, refs, column)
        const selected = set.selected === undefined ? undefined : [...set.selected, name]
        return { ...set, rows, types: new Map([...set.types, [name, type]]), selected }
      }
      case 'group':
        return grouped(set, call)
      case 'source': {
        return { ...set, ...uncut, rows: rowsOf(set), selected: set.selected }
      }
      case 'join':
        return this.#joined([set, ...call.sides.map(({ other }) => this.run(other, undefined))], call)
      case 'select':
        return { ...set, selected: call.names }
    }
  }

  #joined(sets: readonly PlainSet[], call: Call & { does: 'join' }): PlainSet {
    const sides = sets.map(set => ({ rows: rowsOf(set), types: set.types }))
    const rows = plainJoin(sides, call, ({ test, side }, met) => {
      const [row, set] = [met[side], sets[side]]
      return row !== undefined && set !== undefined && this.#test(test, row, set) === true
    })
    const types = call.columns.map(column => [column.name, typeOf(sides, column)] as const)
    return { entity: undefined, rows, types: new Map(types), ids: [], ...uncut }
  }

  #type(value: Value, set: PlainSet): Type<unknown> {
    switch (value.is) {
      case 'column':
        return typed(set.types, value.name)
      case 'call':
        return this.#type(value.args[0], set)
      case 'case':
        return value.type
      case 'literal':
        return int
      case 'link': {
        const linked = this.run(value.calls, { row: new Map(), entity: set.entity })
        return computedType(linked, value.computes)
      }
    }
  }

  value(value: Value, row: PlainRow, set: PlainSet): unknown {
    switch (value.is) {
      case 'column':
        return row.get(value.name) ?? null
      case 'literal':
        return value.value
      case 'case':
        return this.value(this.#test(value.when, row, set) === true ? value.then : value.otherwise, row, set)
      case 'call': {
        const [left, right] = [this.value(value.args[0], row, set), this.value(value.args[1], row, set)]
        if (value.name === 'coalesce') return left ?? right
        return left === null || right === null ? null : calculated(value.name, left, right)
      }
      case 'link': {
        const linked = this.run(value.calls, { row, entity: set.entity })
        return computed(linked, linked.rows, value.computes) ?? null
      }
    }
  }

  #test(test: Test, row: PlainRow, set: PlainSet): Truth {
    switch (test.is) {
      case 'and':
      case 'or': {
        const deciding = test.is === 'or'
        const [left, right] = [this.#test(test.left, row, set), this.#test(test.right, row, set)]
        if (left === deciding || right === deciding) return deciding
        return left === undefined || right === undefined ? undefined : !deciding
      }
      case 'not': {
        const found = this.#test(test.of, row, set)
        return found === undefined ? undefined : !found
      }
      case 'null':
        return (this.value(test.of, row, set) === null) !== test.isNegative
      case 'listed':
        return this.#among(test, test.values, row, set)
      case 'inside': {
        const inner = this.run(test.calls, undefined)
        return this.#among(
          test,
          rowsOf(inner).map(found => found.get(test.column) ?? null),
          row,
          set,
        )
      }
      default: {
        const [left, right] = [this.value(test.left, row, set), this.value(test.right, row, set)]
        if (left === null || right === null) return undefined
        const order = this.#type(test.left, set).compare(left, right)
        switch (test.is) {
          case 'eq':
            return order === 0
          case 'ne':
            return order !== 0
          case 'lt':
            return order < 0
          case 'lte':
            return order <= 0
          case 'gt':
            return order > 0
          case 'gte':
            return order >= 0
        }
      }
    }
  }

  /** Over the list without its nulls: whoever is null is in no list, and out of the empty one only. */
  #among(test: Test & { is: 'listed' | 'inside' }, list: readonly unknown[], row: PlainRow, set: PlainSet): Truth {
    const value = this.value(test.of, row, set)
    const values = list.filter(item => item !== null)
    if (values.length === 0) return test.isNegative
    if (value === null) return undefined
    const type = this.#type(test.of, set)
    return values.some(item => type.equals(item, value)) !== test.isNegative
  }
}

const objectsIn = (value: unknown): readonly object[] =>
  (Array.isArray(value) ? value : [value]).filter(item => typeof item === 'object' && item !== null)

const uncut = { order: [], limit: undefined, offset: 0, selected: undefined } as const
const typeIn = (columns: readonly WorldColumn[], name: string): Type<unknown> => {
  const column = columns.find(found => found.name === name)
  if (column === undefined) throw new Error(`the entity has a column ${name}`)
  return column.type
}
const equal = (columns: readonly WorldColumn[], name: string, left: unknown, right: unknown): boolean =>
  left !== null && right !== null && typeIn(columns, name).equals(left, right)

/** Keys as text; one with a null leads nowhere. */
const keyText = (row: PlainRow, names: readonly string[], columns: readonly WorldColumn[]): string | undefined => {
  const values = names.map(name => row.get(name) ?? null)
  return values.includes(null)
    ? undefined
    : JSON.stringify(names.map((name, at) => typeIn(columns, name).toText(values[at])))
}
const keysIn = (
  rows: readonly PlainRow[],
  names: readonly string[],
  columns: readonly WorldColumn[],
): ReadonlySet<string> => new Set(rows.flatMap(row => keyText(row, names, columns) ?? []))
const isAmong = (
  row: PlainRow,
  names: readonly string[],
  keys: ReadonlySet<string>,
  columns: readonly WorldColumn[],
): boolean => keys.has(keyText(row, names, columns) ?? '')

function calculated(name: 'plus' | 'minus' | 'concat', left: unknown, right: unknown): unknown {
  if (typeof left === 'string' && typeof right === 'string') return left + right
  if (typeof left === 'number' && typeof right === 'number') return name === 'plus' ? left + right : left - right
  const [a, b] = [Decimal.from(String(left)), Decimal.from(String(right))]
  return name === 'plus' ? a.plus(b) : a.minus(b)
}

function computedType({ types }: PlainSet, { name, column }: Computation): Type<unknown> {
  return column === undefined || name === 'count' ? int : name === 'avg' ? float : typed(types, column)
}

/** Null for the extremes and the average of nothing, zero for its sum. */
function computed({ types }: PlainSet, rows: readonly PlainRow[], { name, column }: Computation): unknown {
  if (column === undefined) return rows.length
  const values = rows.map(row => row.get(column) ?? null).filter(value => value !== null)
  const type = typed(types, column)
  const total = (): unknown =>
    values.reduce((sum: unknown, value) => calculated('plus', sum, value), type.name === 'int' ? 0 : Decimal.from('0'))
  const extreme = (sign: number): unknown =>
    values.length === 0 ? null : values.reduce((best, value) => (type.compare(value, best) * sign > 0 ? value : best))
  const by: { readonly [Name in AggregateName]: () => unknown } = {
    count: () => values.length,
    sum: total,
    min: () => extreme(-1),
    max: () => extreme(1),
    avg: () => (values.length === 0 ? null : Number(total()) / values.length),
  }
  return by[name]()
}

function grouped(set: PlainSet, { names, computes, ids }: Call & { does: 'group' }): PlainSet {
  const groups = new Map<string, PlainRow[]>()
  const textOf = (row: PlainRow): string =>
    JSON.stringify(names.map(name => (row.get(name) === null ? null : typed(set.types, name).toText(row.get(name)))))
  if (names.length === 0) groups.set('[]', [])
  for (const row of rowsOf(set)) {
    const text = textOf(row)
    groups.set(text, [...(groups.get(text) ?? []), row])
  }
  const rows = [...groups.values()].map(
    members =>
      new Map<string, unknown>([
        ...names.map((name): [string, unknown] => [name, members[0]?.get(name)]),
        ...computes.map((computation): [string, unknown] => [computation.as, computed(set, members, computation)]),
      ]),
  )
  const types = new Map([
    ...names.map((name): [string, Type<unknown>] => [name, typed(set.types, name)]),
    ...computes.map((computation): [string, Type<unknown>] => [computation.as, computedType(set, computation)]),
  ])
  return { entity: undefined, rows, types, ids, ...uncut }
}
