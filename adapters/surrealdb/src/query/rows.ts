import { rowsOfSet, type SetRows, suggest, unchecked, VantageError } from '@vantage-ts/core/adapter'
import { invalid } from './invalid.ts'
import { QlExpression } from './expression.ts'
import { nameText } from './name.ts'
import type { Writer } from './writer.ts'

/** A table that a statement reads or changes. */
export interface RowSource {
  readonly name: string
  /** The names of its fields, where they are known. */
  readonly fields: readonly string[] | undefined
  /** What its fields are found by while a statement is written. */
  readonly key: object
  readonly heldAs?: string | undefined
  write(out: Writer): void
  /** The field of a record that a name stands for. */
  storedName(name: string): string
}

/**
 * A table, as its fields: `p.name` where they are known, `p('name')` in any case.
 *
 * Shape: where the fields are known, another name is refused.
 */
export type TableRows<Name extends string = string> = string extends Name
  ? FieldByName
  : FieldByName & { readonly [Each in Name]: QlExpression }

type FieldByName = (name: string) => QlExpression

const sources = new WeakMap<object, RowSource>()

/** Where the rows of these fields come from; undefined for anything else. */
export const rowSourceOf = (value: unknown): RowSource | undefined =>
  (typeof value === 'object' && value !== null) || typeof value === 'function' ? sources.get(value) : undefined

/** A field of the row or record that is looked at. */
export function fieldOf(name: string, rows?: object): QlExpression {
  nameText(name, 'field()')
  return new QlExpression(out => out.field(name, rows), { name })
}

class NamedTable implements RowSource {
  readonly name: string
  readonly fields: readonly string[] | undefined
  constructor(name: string, fields: readonly string[] | undefined) {
    nameText(name, 'table()')
    this.name = name
    this.fields = fields
  }
  get key(): object {
    return this
  }
  write(out: Writer): void {
    out.name(this.name)
  }
  storedName(name: string): string {
    return name
  }
}

export interface TableOptions<Name extends string = string> {
  /** Its fields, where the builder is to refuse others. */
  readonly fields?: readonly Name[]
}

/** A table by its name: `table('person')`, `table('person', { fields: ['name', 'age'] })`. */
export function table<const Name extends string = string>(
  name: string,
  { fields }: TableOptions<Name> = {},
): TableRows<Name> {
  const source = new NamedTable(name, fields)
  const made = new Map<string, QlExpression>()
  const fieldNamed = (field: unknown): QlExpression => {
    if (typeof field !== 'string') throw invalid(`${name}(…) takes the name of a field`)
    let known = made.get(field)
    if (known === undefined) {
      known = fieldOf(knownField(source, field, name), source.key)
      made.set(field, known)
    }
    return known
  }
  const isOne = (field: string): boolean => fields === undefined || fields.some(one => one === field)
  const byName = (field: unknown): QlExpression => fieldNamed(field)
  // Nothing of a function is to be found in it.
  Object.setPrototypeOf(byName, null)
  const rows = new Proxy(byName, {
    get: (_target, field) => (typeof field === 'symbol' ? undefined : fieldNamed(field)),
    has: (_target, field) => typeof field === 'string' && isOne(field),
    ownKeys: () => [...(fields ?? [])],
    getOwnPropertyDescriptor: (_target, field) =>
      typeof field === 'string' && fields !== undefined && isOne(field)
        ? { value: fieldNamed(field), enumerable: true, configurable: true }
        : undefined,
    set: () => {
      throw invalid(`${name}: its fields cannot be assigned to`)
    },
  })
  sources.set(rows, source)
  return unchecked<TableRows<Name>>(rows, 'a proxy of the fields')
}

/** Errors: `invalid` for a field that is known not to be there. */
export function knownField({ name, fields }: RowSource, field: string, place: string): string {
  // Every record has an id.
  if (fields === undefined || fields.includes(field) || field === 'id') return field
  throw new VantageError(`${place}: ${name} has no field "${field}".${suggest(field, fields)}`, {
    kind: 'invalid',
    details: { field },
  })
}

/** The rows of a set at the place of a table: its columns keep their types and storages. */
export class SetSource implements RowSource {
  readonly name: string
  readonly rows: SetRows
  /** Whether programs hold its columns. */
  readonly #isHeld: boolean
  constructor(rows: SetRows, name: string, isHeld = false) {
    this.rows = rows
    this.name = name
    this.#isHeld = isHeld
  }
  get key(): object {
    return this
  }
  get heldAs(): string | undefined {
    return this.#isHeld ? this.rows.occurrence.key : undefined
  }
  get fields(): readonly string[] {
    return [...this.rows.columns.keys()]
  }
  get isTable(): boolean {
    return this.rows.path !== undefined
  }
  storedName(property: string): string {
    return this.rows.occurrence.table.columns.find(column => column.property === property)?.name ?? property
  }
  write(out: Writer): void {
    const { path, rows, occurrence, original } = this.rows
    out.place({ name: this.name, occurrence, isDerived: rows !== undefined }, original)
    if (rows !== undefined) {
      out.operand(rows)
      return
    }
    const [name, inside] = path ?? []
    if (name === undefined || inside !== undefined)
      throw new VantageError(`${this.name} lies in a schema, and SurrealDB has none`, { kind: 'unsupported' })
    out.name(name)
  }
}

/** The columns of a set that a statement reads. Errors: as of `rowsOfSet`. */
export function setRows(set: unknown, name: string, database: object): object {
  const rows = rowsOfSet(set, name, database)
  // An object of its own: the same set may be read twice.
  const columns = new Proxy(Object.create(null), {
    get: (_target, column) => Reflect.get(rows.given, column),
    has: (_target, column) => Reflect.has(rows.given, column),
    ownKeys: () => [...rows.columns.keys()],
    getOwnPropertyDescriptor: (_target, column) =>
      typeof column === 'string' && rows.columns.has(column)
        ? { value: rows.columns.get(column), enumerable: true, configurable: true }
        : undefined,
  })
  sources.set(columns, new SetSource(rows, rows.occurrence.table.name, true))
  return unchecked<object>(columns, 'a proxy is an object')
}
