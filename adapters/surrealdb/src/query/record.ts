import { nameText } from './name.ts'
import { needApart } from './names-apart.ts'
import type { Input } from './input.ts'
import { invalid, wholeNumber } from './invalid.ts'
import { operandOf, QlExpression, word } from './expression.ts'
import { writeBeside } from './phrase.ts'
import { Part } from './part.ts'
import type { Writer } from './writer.ts'

/** What a record is found by: text, a whole number, a uuid, or an array or object of values. */
export type Key = string | number | bigint | QlExpression | readonly Input[] | { readonly [field: string]: Input }

const uuidForm = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i
const uuids = new WeakSet<QlExpression>()

/** A uuid as it is written: `u'018f…'`. Errors: `invalid` for another text. */
export function uuid(text: string): QlExpression {
  if (typeof text !== 'string' || !uuidForm.test(text)) throw invalid('uuid() takes a uuid as text')
  const made = word(`u'${text.toLowerCase()}'`)
  uuids.add(made)
  return made
}

const smallest = -(2n ** 63n)
const largest = 2n ** 63n - 1n

/** The key of a record as text. Errors: `invalid` for what is none. */
function keyPart(key: unknown, place: string): QlExpression {
  if (typeof key === 'string') return word(key === '' ? '``' : nameText(key, `the key of ${place}()`))
  if (typeof key === 'bigint' && key >= smallest && key <= largest) return word(String(key))
  if (Number.isSafeInteger(key)) return word(String(key))
  if (key instanceof QlExpression && uuids.has(key)) return key
  if (typeof key === 'object' && key !== null && !(key instanceof Part)) {
    const made = operandOf(key, place)
    if (Array.isArray(key) || made.form.isClosed === false) return made
  }
  throw invalid(
    `${place}(): the key of a record is text, a whole number, a uuid(), an array or an object; for one that is computed take type.record()`,
  )
}

/**
 * A record by its table and key, as a part of the text: `record('person', 'one')` is `person:one`.
 *
 * Keys that come from elsewhere are better bound: `type.record('person', key)`, so that the text stays the same.
 */
export function record(table: string, key: Key): QlExpression {
  const name = nameText(table, 'record()')
  const made = keyPart(key, 'record')
  return new QlExpression(out => {
    out.text(`${name}:`)
    made.write(out)
  })
}

export interface Ends {
  /** The end is a part of it. Default false. */
  readonly includesEnd?: boolean
  /** The start is no part of it. Default false. */
  readonly excludesStart?: boolean
}

/** The records of a table whose keys are in a range: `records('person', 1, 10, { includesEnd: true })`; undefined for an open end. */
export function records(table: string, from?: Key, to?: Key, ends: Ends = {}): QlExpression {
  const name = nameText(table, 'records()')
  const [start, end] = [from, to].map(key => (key === undefined ? undefined : keyPart(key, 'records')))
  return new QlExpression(out => {
    out.text(`${name}:`)
    start?.write(out)
    out.text(sign(start, end, ends))
    end?.write(out)
  })
}

/** Values between two: `1..10`; undefined for an open end. */
export function range(from?: Input, to?: Input, ends: Ends = {}): QlExpression {
  const [start, end] = [from, to].map(value => (value === undefined ? undefined : rangeEnd(value)))
  return new QlExpression(
    out => {
      if (start !== undefined) writeBeside(out, start)
      out.text(sign(start, end, ends))
      if (end !== undefined) writeBeside(out, end)
    },
    { isClosed: false },
  )
}

const rangeEnd = (value: Input): QlExpression =>
  Number.isSafeInteger(value) && Number(value) >= 0 ? word(String(value)) : operandOf(value, 'range')

const sign = (start: unknown, end: unknown, { includesEnd = false, excludesStart = false }: Ends): string =>
  `${excludesStart && start !== undefined ? '>' : ''}..${includesEnd && end !== undefined ? '=' : ''}`

/** Tables of edges on a path, with what is asked of them. */
export class EdgeTables extends Part {
  readonly #is: EdgeClauses
  constructor(clauses: EdgeClauses) {
    super()
    this.#is = clauses
  }
  #with(more: Partial<EdgeClauses>): EdgeTables {
    return new EdgeTables({ ...this.#is, ...more })
  }
  /** Only edges that meet a condition on their fields. */
  where(condition: Input): EdgeTables {
    const made = operandOf(condition, 'where')
    const { where } = this.#is
    return this.#with({ where: where === undefined ? made : where.and(made) })
  }
  /** The name of the path in the result. */
  as(name: string): EdgeTables {
    return this.#with({ as: nameText(name, 'as()') })
  }
  /** What is taken of each edge, instead of the edge itself. */
  select(...columns: readonly (QlExpression | { readonly [name: string]: Input })[]): EdgeTables {
    const made = columns.flatMap((one): EdgeClauses['columns'] =>
      one instanceof QlExpression
        ? [{ of: one, name: undefined }]
        : Object.entries<unknown>(Object(one)).map(([name, of]) => ({
            of: operandOf(of, `select(): ${name}`),
            name: nameText(name, 'select()'),
          })),
    )
    if (made.length === 0) throw invalid('select() takes fields of the edges')
    const all = [...this.#is.columns, ...made]
    needApart(
      all.map(({ of, name }) => name ?? (of.form.name === undefined ? undefined : nameText(of.form.name))),
      'fields of the edges',
    )
    return this.#with({ columns: all })
  }
  limit(edges: number): EdgeTables {
    return this.#with({ limit: wholeNumber(edges, 'limit') })
  }

  override write(out: Writer): void {
    const { tables, where, as, columns, limit } = this.#is
    const isPlain = where === undefined && as === undefined && columns.length === 0 && limit === undefined
    if (isPlain && tables.length === 1) return void tables[0]?.(out)
    out.text('(')
    out.within('items', undefined, () => {
      if (columns.length > 0) {
        out.text('SELECT ')
        out.each(columns, ({ of, name }) => {
          of.writeHere(out)
          if (name !== undefined) out.text(` AS ${name}`)
        })
        out.text(' FROM ')
      }
      out.each(tables, write => write(out))
      if (where !== undefined) {
        out.text(' WHERE ')
        where.write(out)
      }
      if (limit !== undefined) out.text(` LIMIT ${limit}`)
      if (as !== undefined) out.text(` AS ${as}`)
    })
    out.text(')')
  }
}

interface EdgeClauses {
  readonly tables: readonly ((out: Writer) => void)[]
  readonly where?: QlExpression
  readonly as?: string
  readonly columns: readonly { readonly of: QlExpression; readonly name: string | undefined }[]
  readonly limit?: number
}

/** Edges of tables, or in ranges of them, with conditions: `to(edges('buys').where(field('count').gt(1)))`. */
export function edges(...tables: readonly (string | QlExpression)[]): EdgeTables {
  if (tables.length === 0) throw invalid('edges() takes names of tables')
  const made = tables.map(table => {
    if (table instanceof QlExpression) return (out: Writer) => table.write(out)
    const name = nameText(table, 'edges()')
    return (out: Writer) => out.text(name)
  })
  return new EdgeTables({ tables: made, columns: [] })
}
/** Edges of whatever table: `->?`. */
export const anyEdge: EdgeTables = new EdgeTables({ tables: [out => out.text('?')], columns: [] })
