import type { ReadCallOptions } from '../dataset/abilities.ts'
import { VantageError } from '../errors/vantage-error.ts'
import { Constant, type Node } from '../expression/node.ts'
import type { OrderKey, Projection } from '../expression/statement.ts'
import type { Decoded } from '../source/rows-wanted.ts'
import { columnFor } from '../set/column-for.ts'
import { type SetState, selectOf, withIds } from '../set/state.ts'
import { unchecked } from '../types/cast.ts'
import type { Json } from '../types/json-value.ts'
import { wantedOf } from './read.ts'

export interface PageOptions extends ReadCallOptions {
  /** Rows of a page, 1 to 10,000. */
  readonly size: number
  /** `next` of the page before; absent for the first page. */
  readonly after?: string | undefined
}

/** One page in the set's own order. */
export interface Page<Row> {
  readonly rows: Row[]
  /** What `after` takes for the next page; undefined after the last one. */
  readonly next: string | undefined
}

interface Cursor {
  readonly order: string
  readonly values: readonly Json[]
}

/**
 * Reads the rows that follow a cursor: found by their order keys, so rows added before them shift nothing.
 *
 * Errors: `invalid` for a size out of range, a limited set, and a cursor of another order.
 * Source: keyset paging, https://use-the-index-luke.com/no-offset
 */
export async function readPage(state: SetState, options: PageOptions): Promise<Page<unknown>> {
  const { size, after } = options ?? {}
  if (!Number.isSafeInteger(size) || size < 1 || size > 10_000) throw invalid('page() takes a size from 1 to 10,000')
  if (state.limit !== undefined || state.offset !== undefined)
    throw invalid('page() cuts the set itself; take limit and offset away')
  if (state.definition.ids.length === 0) throw invalid('page() needs a table with an id, which makes the order total')
  const order = withIds(state.order, state.definition)
  const columns = state.selected ?? state.definition.projection
  const keys = order.map(({ node }, index) => keyColumn(node, columns, index))
  const extra = keys.filter(({ isExtra }) => isExtra)
  const shown: SetState =
    extra.length === 0 ? state : { ...state, selected: [...columns, ...extra.map(({ projection }) => projection)] }
  const where = after === undefined ? undefined : following(order, readCursor(after, order))
  const cut = { limit: size + 1, order, ...(where === undefined ? {} : { where }) }
  let answer: Decoded = { rows: [], count: 0 }
  // Rows left out as bad count too: behind them the set goes on, and a cursor stands on a good one.
  for (let bad = 0; ; bad += answer.count) {
    const select = selectOf(bad === 0 ? shown : { ...shown, offset: bad }, cut)
    answer = await state.source.fetch(select, wantedOf(state, options), options)
    if (answer.rows.length > 0 || answer.count <= size) break
  }
  const page = answer.rows.slice(0, size)
  const last = answer.count > size ? page.at(-1) : undefined
  const next =
    last === undefined
      ? undefined
      : writeCursor(
          order,
          keys.map(({ projection }) => projection.name),
          last,
        )
  for (const row of page)
    for (const { projection } of extra)
      Reflect.deleteProperty(unchecked<object>(row, 'rows are objects'), projection.name)
  return { rows: page, next }
}

const invalid = (reason: string): VantageError => new VantageError(reason, { kind: 'invalid' })

function keyColumn(
  node: Node,
  columns: readonly Projection[],
  index: number,
): { readonly projection: Projection; readonly isExtra: boolean } {
  const known = columnFor(columns, node)
  return known === undefined
    ? { projection: { name: `~order${index}`, node }, isExtra: true }
    : { projection: known, isExtra: false }
}

const describeOrder = (order: readonly OrderKey[]): string =>
  order.map(({ node, direction }) => `${direction} ${node.preview()}`).join(', ')

/** True for rows after the given key values: greater in the first key, or equal there and greater in the next, and so on. */
function following(order: readonly OrderKey[], values: readonly unknown[]): Node {
  return order.reduce<Node>((found, key, index) => {
    const same = order.slice(0, index).map(({ node }, at) => sameAs(node, values[at]))
    return found.or(same.reduce((all, part) => all.and(part), beyond(key, values[index])))
  }, new Constant(false))
}

const sameAs = (node: Node, value: unknown): Node => (value === null ? node.isNull() : node.eq(value))

/** Nulls sort last in both directions, so they lie beyond every value and nothing lies beyond them. */
function beyond({ node, direction }: OrderKey, value: unknown): Node {
  if (value === null) return new Constant(false)
  const past = direction === 'asc' ? node.gt(value) : node.lt(value)
  return node.isNullable ? past.or(node.isNull()) : past
}

function writeCursor(order: readonly OrderKey[], names: readonly string[], row: unknown): string {
  const cells = unchecked<Readonly<Record<string, unknown>>>(row, 'rows are objects keyed by projection name')
  const values = order.map(({ node }, index) => {
    const value = cells[names[index] ?? '']
    return value === null || value === undefined ? null : node.type.toJson(value)
  })
  return encode({ order: describeOrder(order), values })
}

function readCursor(text: string, order: readonly OrderKey[]): readonly unknown[] {
  const cursor = decode(text)
  if (cursor === undefined || cursor.order !== describeOrder(order) || cursor.values.length !== order.length)
    throw invalid('the cursor belongs to another order; start again without after')
  return order.map(({ node }, index) => {
    const value = cursor.values[index]
    if (value === null || value === undefined) return null
    try {
      return node.type.fromJson(value)
    } catch {
      throw invalid('the cursor holds a value of another type; start again without after')
    }
  })
}

const encode = (cursor: Cursor): string => {
  const bytes = new TextEncoder().encode(JSON.stringify(cursor))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')
}

function decode(text: string): Cursor | undefined {
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
    const parsed: unknown = JSON.parse(
      new TextDecoder().decode(Uint8Array.from(binary, letter => letter.charCodeAt(0))),
    )
    const isCursor =
      typeof parsed === 'object' &&
      parsed !== null &&
      'order' in parsed &&
      'values' in parsed &&
      Array.isArray(parsed.values)
    return isCursor ? unchecked<Cursor>(parsed, 'its two fields were just checked') : undefined
  } catch {
    return undefined
  }
}
