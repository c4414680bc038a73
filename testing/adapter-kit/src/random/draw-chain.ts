import { type AbilityName, float, int, text } from '@vantage-ts/core'
import type { OperatorName } from '@vantage-ts/core/adapter'
import {
  type AggregateName,
  type Call,
  type Chain,
  type Computation,
  comparisons,
  type DrawnCall,
  type DrawnChain,
  type Reading,
  type SortKey,
  type Test,
  type Value,
} from './chain.ts'
import { Dice } from './dice.ts'
import { drawImport } from './draw-import.ts'
import { drawJoin } from './draw-join.ts'
import { nestingOf } from './nesting.ts'
import { openShape, type Places, refsOf, type SetColumn, type Shape, targetShape, visible } from './shape.ts'
import type { World, WorldRef } from './world.ts'

/** What chains may use of a source. */
export interface ChainMeans {
  /** The chain ends in stored rows, which may be written. */
  readonly isWritten?: boolean
  /** How deep sets may nest; absent: as they come. */
  readonly maxNesting?: number | undefined
  readonly can: { readonly [Name in AbilityName]?: boolean }
  readonly operators: ReadonlySet<OperatorName>
}

type Drawn = readonly [Call, Shape]

/** What a calculated column may be: a value, its column, and how many databases it passes. */
export interface Worth {
  readonly value: Value
  readonly column: Omit<SetColumn, 'name'>
  readonly hops: number
}
interface Tested {
  readonly test: Test
  readonly hops: number
}

/** Reads a chain off its numbers: each call is one that makes sense where it stands, or is left out. */
export function drawChain(world: World, places: Places, drawn: DrawnChain, means: ChainMeans): Chain {
  const drawer = new ChainDrawer(world, places, means)
  const [calls, shape] = drawer.chain(drawn)
  return { calls, reading: drawer.reading(new Dice(drawn.reads), shape), hops: shape.hops }
}

/** The table that a chain starts with. */
export function startOf(world: World, places: Places, { start }: DrawnChain): readonly [readonly Call[], Shape] {
  const entity = new Dice(start).below(tablesIn(world))
  return [[{ does: 'open', entity }], openShape(world, places, entity)]
}

/** How many of the entities have a table; those that rows of others hold come after them. */
const tablesIn = ({ entities }: World): number => entities.filter(({ isContained }) => !isContained).length

/** Makes the targets of some references tables with conditions and calculated columns, which follow the others. */
export function withViews(world: World, places: Places, seed: number, means: ChainMeans): World {
  const dice = new Dice(seed)
  const all = world.entities.flatMap(({ refs }) => refs.filter(({ kind }) => kind !== 'contained'))
  const viewed = new Set(all.filter(() => dice.oneIn(4)))
  const plain = {
    entities: world.entities.map(entity => ({ ...entity, refs: entity.refs.filter(ref => !viewed.has(ref)) })),
  }
  const viewOf = (ref: WorldRef, name: string): WorldRef => {
    const drawer = new ChainDrawer(plain, places, means, name)
    const verbs = ['where', 'calculate'] as const
    const drawn = Array.from({ length: 1 + dice.below(2) }, () => ({
      does: dice.pick(verbs) ?? 'where',
      dice: dice.below(2 ** 31),
    }))
    const start = openShape(plain, places, ref.target)
    const [calls, shape] = drawer.calls([], start, drawn, 2)
    return { ...ref, view: { calls, columns: shape.columns.slice(start.columns.length), hops: shape.hops } }
  }
  return {
    entities: world.entities.map((entity, at) => ({
      ...entity,
      refs: entity.refs.map((ref, number) => (viewed.has(ref) ? viewOf(ref, `view${at}${number}`) : ref)),
    })),
  }
}

export class ChainDrawer {
  readonly #world: World
  readonly #places: Places
  readonly #means: ChainMeans
  /** What its names start with; absent: some are odd. */
  readonly #prefix: string | undefined
  #names = 0

  constructor(world: World, places: Places, means: ChainMeans, prefix?: string) {
    this.#world = world
    this.#prefix = prefix
    this.#places = places
    this.#means = means
  }

  /** As many of the drawn calls, from the first on, as the engine may take. */
  chain(drawn: DrawnChain): readonly [readonly Call[], Shape] {
    const start = startOf(this.#world, this.#places, drawn)
    const { maxNesting = Number.POSITIVE_INFINITY } = this.#means
    for (let count = drawn.calls.length; count > 0; count--) {
      const found = this.calls(...start, drawn.calls.slice(0, count), 2)
      if (nestingOf(this.#world, found[0]) <= maxNesting) return found
    }
    return start
  }

  calls(
    begun: readonly Call[],
    start: Shape,
    drawn: readonly DrawnCall[],
    depth: number,
  ): readonly [readonly Call[], Shape] {
    const made = [...begun]
    let shape = start
    for (const { does, dice } of drawn) {
      const found = this.#call(does, new Dice(dice), shape, depth)
      if (found === undefined) continue
      const [call, next] = found
      made.push(...[call].flat())
      shape = next
    }
    return [made, shape]
  }

  #can(...names: readonly AbilityName[]): boolean {
    return names.every(name => this.#means.can[name] === true)
  }
  has(...names: readonly OperatorName[]): boolean {
    return names.every(name => this.#means.operators.has(name))
  }
  #name(stem: string, dice: Dice): string {
    const at = this.#names++
    if (this.#prefix !== undefined) return `${this.#prefix}_${stem}${at}`
    return dice.oneIn(6) ? (oddNames[at] ?? `${stem} ${at}`) : `${stem}${at}`
  }

  #call(
    does: DrawnCall['does'],
    dice: Dice,
    shape: Shape,
    depth: number,
  ): Drawn | readonly [readonly Call[], Shape] | undefined {
    switch (does) {
      case 'where': {
        const { test, hops } = this.#test(dice, shape, depth, 2)
        return [
          { does, test },
          { ...shape, hops: shape.hops + hops },
        ]
      }
      case 'ref':
        return this.#ref(dice, shape)
      case 'order':
        return this.#can('order') ? [this.#order(dice, shape), shape] : undefined
      case 'cut':
        return this.#cut(dice, shape)
      case 'calculate': {
        const { value, column, hops } = this.worth(dice, shape, depth)
        const name = this.#name('calc', dice)
        const columns = [...shape.columns, { ...column, name }]
        const selected = shape.selected === undefined ? undefined : [...shape.selected, name]
        return [
          { does, name, value },
          { ...shape, columns, selected, hops: shape.hops + hops },
        ]
      }
      case 'import':
        return this.#can('select', 'correlate') ? drawImport(dice, shape, this.#world, this.#places) : undefined
      case 'group':
        return this.#can('group', 'aggregate', 'select') ? this.#group(dice, shape) : undefined
      case 'source': {
        if (!this.#can('select')) return undefined
        return [{ does }, { ...shape, isCut: false }]
      }
      case 'join':
        if (depth === 0 || !this.#can('join', 'select')) return undefined
        return drawJoin(dice, shape, {
          canCut: this.#can('order', 'window'),
          name: (stem, own) => this.#name(stem, own),
          inner: (own, place) => this.#inner(own, place, depth - 1),
          test: (own, side) => this.#test(own, side, 0, 1).test,
        })
      case 'select':
        return this.#select(dice, shape)
    }
  }

  #passes(place: number, ref: WorldRef): readonly number[] {
    const over = ref.through === undefined ? [] : [this.#places[ref.through.entity] ?? 0]
    return [place, ...over, this.#places[ref.target] ?? 0]
  }

  #ref(dice: Dice, shape: Shape): Drawn | undefined {
    const ref = dice.pick(refsOf(this.#world, shape))
    if (ref === undefined || (ref.from.length > 1 && !this.#can('correlate'))) return undefined
    if (ref.kind === 'contained') return this.#contained(ref, shape)
    const places = this.#passes(shape.place, ref)
    const hops = places.filter((place, at) => at > 0 && place !== places[at - 1]).length
    if (hops > 0 && shape.isLinked === true) return undefined
    const reached = targetShape(this.#world, this.#places, ref, shape.hops + hops)
    return [{ does: 'ref', ref: ref.name }, shape.isLinked === true ? { ...reached, isLinked: true } : reached]
  }

  /** Rows that a column holds: a database of their own, each time anew. */
  #contained(ref: WorldRef, shape: Shape): Drawn | undefined {
    if (shape.isLinked === true || this.#means.isWritten === true) return undefined
    const place = -1 - this.#names++
    const reached = { ...targetShape(this.#world, this.#places, ref, shape.hops), place, isRepeated: true }
    return [{ does: 'ref', ref: ref.name }, reached]
  }

  #keys(dice: Dice, shape: Shape): readonly SortKey[] {
    return keysIn(dice, shape).map(({ name }) => ({ column: name, isDescending: dice.oneIn(2) }))
  }

  #order(dice: Dice, shape: Shape): Call {
    const keys = this.#keys(dice, shape)
    return shape.isCut ? this.#totalOrder(shape, keys) : { does: 'order', keys }
  }

  /** Every column, so that rows which change places are the same ones. */
  #totalOrder({ columns }: Shape, first: readonly SortKey[]): Call {
    const rest = columns.filter(({ name }) => !first.some(({ column }) => column === name))
    return { does: 'order', keys: [...first, ...rest.map(({ name }) => ({ column: name, isDescending: false }))] }
  }

  #cut(dice: Dice, shape: Shape): readonly [readonly Call[], Shape] | undefined {
    if (!this.#can('order', 'window')) return undefined
    const offset = dice.oneIn(3) ? dice.below(3) : 0
    const cut: Call =
      offset > 0 && dice.oneIn(3)
        ? { does: 'cut', offset }
        : { does: 'cut', limit: dice.oneIn(8) ? 0 : 1 + dice.below(4), offset }
    return [[this.#totalOrder(shape, this.#keys(dice, shape)), cut], { ...shape, isCut: true }]
  }

  #select(dice: Dice, shape: Shape): Drawn | undefined {
    const names = dice.some(visible(shape)).map(({ name }) => name)
    if (names.length + shape.ids.length === 0) return undefined
    return [
      { does: 'select', names },
      { ...shape, selected: names },
    ]
  }

  #group(dice: Dice, shape: Shape): Drawn {
    const keys = keysIn(dice, { ...shape, columns: visible(shape) })
    const taken = new Set(keys.map(({ name }) => name))
    const computes: (Computation & { readonly as: string })[] = []
    const columns: SetColumn[] = [...keys]
    const count = (keys.length === 0 ? 1 : 0) + dice.below(3)
    for (let at = 0; at < count; at++) {
      const as = this.#name('agg', dice)
      if (taken.has(as)) continue
      const { computation, column } = this.#computation(dice, shape, keys.length === 0, true)
      computes.push({ ...computation, as })
      columns.push({ ...column, name: as })
    }
    const isKey = keys.length > 0 && keys.every(({ isNullable }) => !isNullable)
    const ids = isKey ? keys.map(({ name }) => name) : []
    const call: Call = { does: 'group', names: [...taken], computes, ids }
    const { isRepeated: _isRepeated, ...rest } = shape
    return [call, { ...rest, entity: undefined, columns, ids, isCut: false, selected: undefined }]
  }

  /** An aggregate that makes sense of a column, and what it gives. */
  #computation(
    dice: Dice,
    shape: Shape,
    mayBeEmpty: boolean,
    isGroup = false,
  ): { computation: Computation; column: Omit<SetColumn, 'name'> } {
    const rows = { computation: { name: 'count' as const }, column: { ...numbers, isNullable: false } }
    const column = columnIn(dice, shape)
    if (column === undefined) return rows
    const { name, type, family } = column
    const isNumber = family === 'int' || family === 'decimal'
    const names: readonly AggregateName[] = [
      ...(isGroup ? (['count'] as const) : []),
      ...(family === 'bool' ? [] : (['min', 'max'] as const)),
      ...(isNumber ? (['sum', 'sum'] as const) : []),
      ...(type === int ? (['avg'] as const) : []),
    ]
    const aggregate = dice.pick(names)
    if (aggregate === undefined || dice.oneIn(4)) return rows
    const computation = { name: aggregate, column: name }
    if (aggregate === 'count') return { computation, column: { ...numbers, isNullable: false } }
    if (aggregate === 'sum') return { computation, column: { ...column, isNullable: false } }
    const isNullable = column.isNullable || mayBeEmpty
    return { computation, column: aggregate === 'avg' ? { ...fractions, isNullable } : { ...column, isNullable } }
  }

  /** A small chain of its own that ends in a database. */
  #inner(dice: Dice, place: number | undefined, depth: number): readonly [readonly Call[], Shape] | undefined {
    const entity = dice.below(tablesIn(this.#world))
    const verbs = ['where', 'ref', 'calculate', 'cut', 'group', 'source', 'ref', 'where', 'join', 'import'] as const
    const drawn = Array.from({ length: dice.below(3) }, () => ({
      does: dice.pick(verbs) ?? 'where',
      dice: dice.below(2 ** 31),
    }))
    const found = this.calls([{ does: 'open', entity }], openShape(this.#world, this.#places, entity), drawn, depth)
    return place === undefined || found[1].place === place ? found : undefined
  }

  worth(dice: Dice, shape: Shape, depth: number): Worth {
    const column = columnIn(dice, shape)
    const link = depth > 0 && dice.below(3) > 0 ? this.#link(dice, shape, depth) : undefined
    if (link !== undefined) return link
    if (column === undefined)
      return { value: { is: 'literal', value: 1 }, column: { ...numbers, isNullable: false }, hops: 0 }
    const value: Value = { is: 'column', name: column.name }
    const literal: Value = { is: 'literal', value: dice.pick(column.pool) }
    const alike = shape.columns.filter(({ type }) => type === column.type)
    const other = dice.pick(alike) ?? column
    const right: Worth = { value: { is: 'column', name: other.name }, column: other, hops: 0 }
    const operand = dice.oneIn(2) ? right : { value: literal, column: { ...column, isNullable: false }, hops: 0 }
    const isNullable = column.isNullable || operand.column.isNullable
    const both = [value, operand.value] as const
    const isNumber = column.type === int || column.family === 'decimal'
    if (isNumber && dice.oneIn(2)) {
      const name = dice.pick(['plus', 'minus'] as const) ?? 'plus'
      if (this.has(name)) return { value: { is: 'call', name, args: both }, column: { ...column, isNullable }, hops: 0 }
    }
    if (column.type === text && dice.oneIn(2) && this.has('concat'))
      return { value: { is: 'call', name: 'concat', args: both }, column: { ...column, isNullable }, hops: 0 }
    if (dice.oneIn(3) && this.has('coalesce') && column.family !== 'bool')
      return {
        value: { is: 'call', name: 'coalesce', args: both },
        column: { ...column, isNullable: column.isNullable && operand.column.isNullable },
        hops: 0,
      }
    if (dice.oneIn(3)) {
      const { test, hops } = this.#test(dice, shape, depth, 1)
      return {
        value: { is: 'case', type: column.type, when: test, then: value, otherwise: operand.value },
        column: { ...column, isNullable },
        hops,
      }
    }
    return { value, column, hops: 0 }
  }

  /** An aggregate over the rows that belong to each row. */
  #link(dice: Dice, shape: Shape, depth: number): Worth | undefined {
    if (!this.#can('correlate', 'aggregate', 'select')) return undefined
    const refs = refsOf(this.#world, shape).filter(
      ref => ref.kind !== 'contained' && this.#passes(shape.place, ref).every(place => place === shape.place),
    )
    const ref = dice.pick(refs)
    if (ref === undefined) return undefined
    const verbs = ['where', 'ref', 'calculate', 'where', 'ref', 'cut', 'source', 'group', 'join', 'import'] as const
    const drawn = Array.from({ length: dice.below(3) }, () => ({
      does: dice.pick(verbs) ?? 'where',
      dice: dice.below(2 ** 31),
    }))
    const start = { ...targetShape(this.#world, this.#places, ref), isLinked: true }
    const [calls, reached] = this.calls([{ does: 'link', ref: ref.name }], start, drawn, depth - 1)
    const { computation, column } = this.#computation(dice, reached, true)
    return { value: { is: 'link', calls, computes: computation }, column, hops: reached.hops }
  }

  #test(dice: Dice, shape: Shape, depth: number, size: number): Tested {
    if (size > 0 && dice.oneIn(3)) {
      const left = this.#test(dice, shape, depth, size - 1)
      const right = this.#test(dice, shape, depth, size - 1)
      return {
        test: { is: dice.oneIn(2) ? 'and' : 'or', left: left.test, right: right.test },
        hops: left.hops + right.hops,
      }
    }
    if (size > 0 && dice.oneIn(6)) {
      const { test, hops } = this.#test(dice, shape, depth, size - 1)
      return { test: { is: 'not', of: test }, hops }
    }
    const column = columnIn(dice, shape)
    const isNegative = dice.oneIn(3)
    if (column === undefined)
      return { test: { is: 'null', of: { is: 'literal', value: 1 }, isNegative: true }, hops: 0 }
    const of: Value = { is: 'column', name: column.name }
    const kind = dice.below(7)
    if (kind === 0) return { test: { is: 'null', of, isNegative }, hops: 0 }
    if (kind === 1) {
      const values = Array.from({ length: dice.below(4) }, () => dice.pick(column.pool))
      return { test: { is: 'listed', of, values, isNegative }, hops: 0 }
    }
    if ((kind === 2 || kind === 4) && depth > 0 && this.#can('select')) {
      const inside = this.#inside(dice, shape, column, depth)
      if (inside !== undefined) return inside
    }
    if (kind === 3 && depth > 0) {
      const link = this.#link(dice, shape, depth)
      const drawn = dice.pick(link?.column.pool ?? [])
      if (link !== undefined && drawn !== undefined && link.column.family !== 'bool')
        return {
          test: { is: dice.pick(comparisons) ?? 'eq', left: link.value, right: { is: 'literal', value: drawn } },
          hops: link.hops,
        }
    }
    const alike = shape.columns.filter(({ type, name }) => type === column.type && name !== column.name)
    const other = dice.oneIn(3) ? dice.pick(alike) : undefined
    const right: Value =
      other === undefined ? { is: 'literal', value: dice.pick(column.pool) } : { is: 'column', name: other.name }
    const names = column.family === 'bool' ? (['eq', 'ne'] as const) : comparisons
    return { test: { is: dice.pick(names) ?? 'eq', left: of, right }, hops: 0 }
  }

  #inside(dice: Dice, shape: Shape, column: SetColumn, depth: number): Tested | undefined {
    const inside = this.#inner(dice, undefined, depth - 1)
    if (inside === undefined) return undefined
    const [calls, set] = inside
    const found = dice.pick(set.columns.filter(({ type }) => type === column.type))
    if (found === undefined) return undefined
    const test: Test = {
      is: 'inside',
      of: { is: 'column', name: column.name },
      calls,
      column: found.name,
      isNegative: dice.oneIn(3),
    }
    return { test, hops: set.hops + (set.place === shape.place ? 0 : 1) }
  }

  reading(dice: Dice, shape: Shape): Reading {
    const column = dice.pick(shape.columns)
    switch (dice.below(10)) {
      case 0:
        if (column !== undefined) return { reads: 'values', column: column.name }
        break
      case 1:
      case 2:
        if (this.#can('aggregate'))
          return { reads: 'aggregate', computes: this.#computation(dice, shape, true).computation }
        break
      case 3:
        if (shape.isCut) return { reads: 'first' }
        break
      case 4:
        return { reads: 'stream' }
      case 5:
        if (!shape.isCut && shape.isRepeated !== true && shape.ids.length > 0 && this.#can('window', 'order'))
          return { reads: 'pages' }
    }
    return { reads: 'rows' }
  }
}

/** A column: the newest, which was computed or imported, more often than the others. */
const columnIn = (dice: Dice, { columns }: Shape): SetColumn | undefined =>
  dice.oneIn(3) ? columns.at(-1) : dice.pick(columns)

/** Up to two columns; the newest more often than the others. */
function keysIn(dice: Dice, { columns }: Shape): readonly SetColumn[] {
  const newest = dice.oneIn(3) ? columns.slice(-1) : []
  return [...newest, ...dice.some(columns).filter(column => !newest.includes(column))].slice(0, 2)
}

const numbers = { type: int, family: 'int' as const, pool: [0, 1, 2, 3, -1] }
const fractions = { type: float, family: 'float' as const, pool: [0, 0.5, 1, 2, 1.5] }
/** None is a column of an odd world, nor a method of rows. */
const oddNames = [
  'from',
  'the name',
  "o'clock",
  'quo"te',
  'été',
  '{name}',
  '$2',
  'b.c',
  'to string',
  'value',
  'key0',
  '``',
  '[b]',
  '2',
  '⟨⟩',
  'a\nb',
  'group',
  '?',
  ':x',
  '%s',
  'b\\',
]
