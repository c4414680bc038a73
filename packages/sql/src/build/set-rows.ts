import { rowsOfSet, type SetRows, type TemplatePlace, unchecked, VantageError } from '@vantage-ts/core/adapter'
import type { Language } from './language.ts'
import { nameRows } from './row-names.ts'
import { RowSource } from './row-source.ts'
import type { Writer } from './writer.ts'

/** The rows of a set at a place of a statement: its columns keep their types and storages. */
export class SetSource extends RowSource {
  override readonly alias: string
  readonly rows: SetRows
  readonly #database: object
  constructor(rows: SetRows, alias: string, database: object) {
    super()
    this.rows = rows
    this.alias = alias
    this.#database = database
  }

  override get database(): object {
    return this.#database
  }

  override get columns(): readonly string[] {
    return [...this.rows.columns.keys()]
  }

  override storedName(property: string): string {
    return this.rows.occurrence.table.columns.find(column => column.property === property)?.name ?? property
  }

  override place(): TemplatePlace {
    return { name: this.alias, occurrence: this.rows.occurrence, isDerived: this.rows.rows !== undefined }
  }

  override get tableName(): string | undefined {
    return this.rows.path?.at(-1)
  }

  override targetPlace({ has }: Language): TemplatePlace {
    return has.aliasInReturning ? this.place() : { ...this.place(), name: this.nameInDatabase }
  }

  override get original(): TemplatePlace['occurrence'] {
    return this.rows.original
  }

  override write(out: Writer): void {
    const { path, rows, occurrence } = this.rows
    const own = path === undefined ? undefined : out.language.rowsText?.(path, occurrence.table)
    if (own !== undefined) out.text(own)
    else if (path !== undefined) out.each(path, part => out.name(part), '.')
    else if (rows !== undefined) out.operand(rows)
    out.text(' AS ')
    out.name(this.alias)
  }

  override writeTarget(out: Writer): void {
    if (!out.language.has.aliasInReturning) {
      // One name serves the conditions and RETURNING.
      this.writeTable(out)
      return
    }
    this.#needPath(out)
    this.write(out)
  }
  override writeTable(out: Writer): void {
    out.each(this.#needPath(out), part => out.name(part), '.')
  }

  #needPath(out: Writer): readonly string[] {
    const { path } = this.rows
    if (path === undefined)
      throw new VantageError(
        `${this.alias} is more than a table, so it cannot be changed; start from the whole table`,
        {
          kind: 'invalid',
        },
      )
    if (out.language.rowsText?.(path, undefined) !== undefined) throw onlyRead(path)
    return path
  }
}

/** The refusal of a write to rows that are no table of the database. */
export const onlyRead = (path: readonly string[]): VantageError =>
  new VantageError(`${path.join('.')} is only read: it is no table of the database`, { kind: 'unsupported' })

/** The columns of a set that a statement reads under a name. Errors: as of `rowsOfSet`. */
export function setRows(set: unknown, alias: string, database: object): object {
  const rows = rowsOfSet(set, alias, database)
  // An object of its own: the same set may be read under two names.
  const columns = new Proxy(Object.create(null), {
    get: (_target, name) => Reflect.get(rows.given, name),
    has: (_target, name) => Reflect.has(rows.given, name),
    ownKeys: () => [...rows.columns.keys()],
    getOwnPropertyDescriptor: (_target, name) =>
      typeof name === 'string' && rows.columns.has(name)
        ? { value: rows.columns.get(name), enumerable: true, configurable: true }
        : undefined,
  })
  nameRows(columns, new SetSource(rows, alias, database))
  return unchecked<object>(columns, 'a proxy is an object')
}
