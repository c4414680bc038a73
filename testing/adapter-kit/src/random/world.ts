import type { Type } from '@vantage-ts/core'
import type { KitRow } from '../kit-table.ts'
import type { Call } from './chain.ts'
import { columnOfRows } from './contained-rows.ts'
import { Dice } from './dice.ts'
import { heldIn, keyKinds, type Kind } from './schema.ts'
import type { SetColumn } from './shape.ts'

/** A column of a random entity. */
export interface WorldColumn {
  readonly name: string
  readonly storedName: string
  readonly type: Type<unknown>
  readonly family: Kind['family']
  readonly pool: readonly unknown[]
  readonly isNullable: boolean
  readonly isId: boolean
}

/** A random reference: the columns that lead from one entity to another, over a third one where it is many to many. */
export interface WorldRef {
  readonly name: string
  readonly kind: 'hasOne' | 'hasMany' | 'manyToMany' | 'contained'
  readonly target: number
  /** Whether a column holds one row, or a list of them. */
  readonly holds?: 'one' | 'many'
  /** Of the entity it starts from, and of the target; for contained rows the column that holds them, and nothing. */
  readonly from: readonly string[]
  readonly to: readonly string[]
  readonly through?: { readonly entity: number; readonly from: readonly string[]; readonly to: readonly string[] }
  /** Only target rows with this value. */
  readonly only?: { readonly column: string; readonly value: unknown }
  /** The target is a table with conditions and calculated columns of its own. */
  readonly view?: View
}

/** What a table adds to its entity. */
export interface View {
  readonly calls: readonly Call[]
  readonly columns: readonly SetColumn[]
  /** How many other databases its conditions ask. */
  readonly hops: number
}

export interface WorldEntity {
  readonly name: string
  readonly columns: readonly WorldColumn[]
  readonly refs: readonly WorldRef[]
  readonly rows: readonly KitRow[]
  /** Its rows are in a column of others; it has no table. */
  readonly isContained?: boolean
}

/** Random entities that lead to each other, with their rows. */
export interface World {
  readonly entities: readonly WorldEntity[]
}

/** What a random world may be made of. */
export interface Ingredients {
  readonly types: readonly string[]
  lacks(type: Type<unknown>, value: unknown): boolean
}

const oddNames = [
  'select',
  'a b',
  "it's",
  'x"y',
  'Ünï',
  '{}',
  '$1',
  'a.b',
  'constructor',
  'order',
  '`',
  '[a]',
  'a\\',
  '1a',
  'to⟩',
]

/** Whose columns hold values of which. */
interface Link {
  readonly owner: number
  readonly keys: readonly string[]
  readonly target: number
  readonly to: readonly string[]
}

interface Draft {
  readonly isContained?: boolean
  readonly name: string
  readonly columns: WorldColumn[]
  readonly refs: WorldRef[]
  readonly rows: Map<string, unknown>[]
}

/** The world that a number stands for; at most `maxRows` rows in a table. */
export function worldOf(seed: number, maxRows: number, ingredients: Ingredients): World {
  const maker = new WorldMaker(new Dice(seed), ingredients)
  return maker.world(maxRows)
}

class WorldMaker {
  readonly #dice: Dice
  readonly #kinds: readonly Kind[]
  /** The type of columns that hold rows, where the source has it. */
  readonly #holder: Kind | undefined
  readonly #isOdd: boolean
  readonly #drafts: Draft[] = []
  readonly #links: Link[] = []
  #names = 0

  constructor(dice: Dice, { types, lacks }: Ingredients) {
    this.#dice = dice
    this.#isOdd = dice.oneIn(3)
    this.#kinds = keyKinds
      .filter(({ type }) => types.includes(type.name))
      .map(kind => ({ ...kind, pool: kind.pool.filter(value => !lacks(kind.type, value)) }))
    this.#holder = types.includes(heldIn.type.name) ? heldIn : undefined
  }

  world(maxRows: number): World {
    const dice = this.#dice
    const count = 3 + dice.below(3)
    for (let at = 0; at < count; at++) this.#addEntity(at)
    const links = 2 + dice.below(4)
    for (let at = 0; at < links; at++) this.#addLink()
    if (dice.below(3) > 0) this.#addPairs()
    if (dice.oneIn(3)) this.#addPairs()
    const tables = this.#drafts.length
    for (let at = 0; at < tables; at++) if (dice.oneIn(3)) this.#addContained(at)
    this.#fill(maxRows)
    return {
      entities: this.#drafts.map(({ rows, ...draft }) => ({
        ...draft,
        rows: rows.map(row => Object.fromEntries(row)),
      })),
    }
  }

  /** A name that nothing else in the world has, odd ones in odd worlds. */
  #name(stem: string): string {
    const at = this.#names++
    const odd = oddNames[at]
    return this.#isOdd && odd !== undefined ? odd : `${stem}${at}`
  }

  #column(type: Kind, { isNullable = false, isId = false, stem = 'c' }): WorldColumn {
    const name = this.#name(stem)
    const storedName = this.#isOdd && this.#dice.oneIn(3) ? `${name} stored` : name
    return { ...type, name, storedName, isNullable, isId }
  }

  #addEntity(at: number): void {
    const dice = this.#dice
    // Every source knows rows by these.
    const kinds = ['int', 'int', 'text', 'uuid'].flatMap(name => this.#kinds.filter(({ type }) => type.name === name))
    const ids = dice.oneIn(4) ? [this.#kind(0), this.#kind(1)] : [dice.pick(kinds) ?? this.#kind(0)]
    const keys = ids.map(kind => this.#column(kind, { isId: true, stem: 'id' }))
    const more = Array.from({ length: 1 + dice.below(4) }, () =>
      this.#column(this.#kind(dice.below(9)), { isNullable: dice.oneIn(2) }),
    )
    const name = this.#isOdd ? `kit "set" ${at}` : `kit_set_${at}`
    this.#drafts.push({ name, columns: [...keys, ...more], refs: [], rows: [] })
  }

  #kind(at: number): Kind {
    // The first types are met more often: they have the most operators.
    const kind = this.#kinds[at < 6 ? at % 4 : at % this.#kinds.length] ?? this.#kinds[0]
    if (kind === undefined) throw new Error('a source holds at least whole numbers')
    return kind
  }

  /** A foreign key of one entity for the id of another, or for a column that need not be unique; known from both sides. */
  #addLink(): void {
    const dice = this.#dice
    const owner = dice.below(this.#drafts.length)
    const target = dice.oneIn(4) ? owner : dice.below(this.#drafts.length)
    const there = this.#draft(target)
    const plain = there.columns.filter(({ isId }) => !isId)
    const single = dice.oneIn(4) ? dice.pick(plain) : undefined
    const to = single === undefined ? there.columns.filter(({ isId }) => isId) : [single]
    const isNullable = dice.oneIn(2)
    const keys = to.map(column => this.#column(column, { isNullable: isNullable || dice.oneIn(4), stem: 'key' }))
    const here = this.#draft(owner)
    here.columns.push(...keys)
    const names = { from: keys.map(({ name }) => name), to: to.map(({ name }) => name) }
    this.#links.push({ owner, keys: names.from, target, to: names.to })
    here.refs.push({ name: this.#name('one'), kind: 'hasOne', target, ...names, ...this.#only(target) })
    there.refs.push({
      name: this.#name('many'),
      kind: 'hasMany',
      target: owner,
      from: names.to,
      to: names.from,
      ...this.#only(owner),
    })
  }

  /** A table of pairs between two entities, whose key is both of theirs. */
  #addPairs(): void {
    const dice = this.#dice
    const left = dice.below(this.#drafts.length)
    const right = dice.below(this.#drafts.length)
    const idsOf = (at: number) => this.#draft(at).columns.filter(({ isId }) => isId)
    const isKey = dice.oneIn(2)
    const keys = (at: number) => idsOf(at).map(column => this.#column(column, { isId: isKey, stem: 'pair' }))
    const [from, to] = [keys(left), keys(right)]
    const own = isKey ? [] : [this.#column(this.#kind(0), { isId: true, stem: 'id' })]
    const entity = this.#drafts.length
    const name = this.#isOdd ? `kit "set" ${entity}` : `kit_set_${entity}`
    this.#drafts.push({ name, columns: [...own, ...from, ...to], refs: [], rows: [] })
    const names = (columns: readonly WorldColumn[]) => columns.map(column => column.name)
    this.#links.push({ owner: entity, keys: names(from), target: left, to: names(idsOf(left)) })
    this.#links.push({ owner: entity, keys: names(to), target: right, to: names(idsOf(right)) })
    const lead = (start: number, target: number, near: readonly string[], far: readonly string[]) =>
      this.#draft(start).refs.push({
        name: this.#name('pairs'),
        kind: 'manyToMany',
        target,
        from: names(idsOf(start)),
        to: names(idsOf(target)),
        through: { entity, from: near, to: far },
        ...this.#only(target),
      })
    lead(left, right, names(from), names(to))
    lead(right, left, names(to), names(from))
  }

  /** A column that holds rows of an entity which has no table. */
  #addContained(host: number): void {
    if (this.#holder === undefined) return
    const dice = this.#dice
    const holds = dice.oneIn(3) ? 'one' : 'many'
    const target = this.#drafts.length
    const id = this.#column(this.#kind(dice.below(2)), { isId: true, stem: 'id' })
    const others = Array.from({ length: 1 + dice.below(2) }, () =>
      this.#column(this.#kind(dice.below(9)), { isNullable: dice.oneIn(2), stem: 'part' }),
    )
    const columns = [id, ...others]
    this.#drafts.push({ name: this.#name('inside'), columns, refs: [], rows: [], isContained: true })
    const pool = columnOfRows(dice, columns, holds)
    const column = this.#column({ ...this.#holder, pool }, { isNullable: dice.oneIn(2), stem: 'held' })
    const draft = this.#draft(host)
    draft.columns.push(column)
    draft.refs.push({ name: this.#name('contained'), kind: 'contained', holds, target, from: [column.name], to: [] })
  }

  #only(target: number): Pick<WorldRef, 'only'> {
    const column = this.#dice.oneIn(5) ? this.#dice.pick(this.#draft(target).columns) : undefined
    return column === undefined ? {} : { only: { column: column.name, value: this.#dice.pick(column.pool) } }
  }

  #draft(at: number): Draft {
    const draft = this.#drafts[at]
    if (draft === undefined) throw new Error('the entity is there')
    return draft
  }

  /** Keys mostly meet; some dangle. */
  #fill(maxRows: number): void {
    for (const { columns, rows, isContained } of this.#drafts) {
      if (isContained === true) continue
      const wanted = this.#dice.oneIn(12) ? 0 : 1 + this.#dice.below(maxRows)
      for (let at = 0; at < wanted; at++) rows.push(this.#row(columns))
    }
    for (const { rows, columns } of this.#drafts) keepFirst(rows, columns)
    for (const link of this.#links) for (const row of this.#draft(link.owner).rows) this.#lead(row, link)
    for (const { rows, columns } of this.#drafts) keepFirst(rows, columns)
  }

  #row(columns: readonly WorldColumn[]): Map<string, unknown> {
    const dice = this.#dice
    return new Map(
      columns.map(({ name, pool, isNullable }) => [name, isNullable && dice.oneIn(4) ? null : dice.pick(pool)]),
    )
  }

  /** Makes a row point to one that is there. */
  #lead(row: Map<string, unknown>, { owner, keys, target, to }: Link): void {
    const found = this.#dice.pick(this.#draft(target).rows)
    if (found === undefined || this.#dice.oneIn(6)) return
    keys.forEach((key, at) => {
      const value = found.get(to[at] ?? '') ?? null
      const isNullable = this.#draft(owner).columns.some(({ name, isNullable }) => name === key && isNullable)
      if (row.get(key) !== null && (value !== null || isNullable)) row.set(key, value)
    })
  }
}

/** Leaves one row for each id. */
function keepFirst(rows: Map<string, unknown>[], columns: readonly WorldColumn[]): void {
  const ids = columns.filter(({ isId }) => isId)
  const taken = new Set<string>()
  const kept = rows.filter(row => {
    const key = JSON.stringify(ids.map(({ name, type }) => type.toText(row.get(name))))
    return taken.size !== taken.add(key).size
  })
  rows.splice(0, rows.length, ...kept)
}
