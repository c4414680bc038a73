import type { Entity, Expr, Page, Table } from '@vantage-ts/core'
import { type Node, unchecked } from '@vantage-ts/core/adapter'
import type { KitSource } from '../kit-source.ts'
import type { KitRow } from '../kit-table.ts'
import type { RandomSchema } from './schema.ts'

type Untyped = ReturnType<typeof Entity>
type Set = Table<KitSource, Untyped>

/** A set of a table whose columns nobody knows before the run: names and nodes instead of types. */
export class RandomTable {
  readonly #set: Set

  constructor(set: Set) {
    this.#set = set
  }

  static of({ entity }: RandomSchema, source: KitSource): RandomTable {
    return new RandomTable(unchecked<Set>(entity.table(source), 'a table whose columns are known at run time'))
  }

  column(property: string): Node {
    return unchecked<Node>(Reflect.get(this.#set.$, property), 'a column is a node')
  }
  where(condition: Node): RandomTable {
    return new RandomTable(this.#set.where(unchecked(condition, 'built as a condition')))
  }
  orderBy(...keys: readonly unknown[]): RandomTable {
    return new RandomTable(this.#set.orderBy(...keys.map(key => unchecked<never>(key, 'built as a key'))))
  }
  limit(rows: number | undefined, offset: number): RandomTable {
    const cut = offset === 0 ? this.#set : this.#set.offset(offset)
    return new RandomTable(rows === undefined ? cut : cut.limit(rows))
  }
  search(text: string): RandomTable {
    return new RandomTable(this.#set.search(text))
  }
  /** The values of a column as an operand of `in`. */
  values(property: string): unknown {
    return this.#set.fieldExpr(unchecked<Expr<never, KitSource>>(this.column(property), 'a column of this table'))
  }

  list(): Promise<readonly unknown[]> {
    return this.#set.list()
  }
  async stream(batchRows: number): Promise<readonly unknown[]> {
    const rows: unknown[] = []
    for await (const row of this.#set.stream({ batchRows })) rows.push(row)
    return rows
  }
  page(size: number, after: string | undefined): Promise<Page<unknown>> {
    return this.#set.page({ size, after })
  }
  get(id: number): Promise<unknown> {
    return this.#set.get(unchecked(id, 'the id is a whole number'))
  }
  fieldValues(property: string): Promise<readonly unknown[]> {
    return this.#set.fieldValues(unchecked<Expr<never, KitSource>>(this.column(property), 'a column of this table'))
  }
  aggregate(name: 'count' | 'sum' | 'min' | 'max' | 'avg', property: string): Promise<unknown> {
    const column = unchecked<Expr<number, KitSource>>(this.column(property), 'a column that the aggregate fits')
    switch (name) {
      case 'count':
        return this.#set.count()
      case 'sum':
        return this.#set.sum(column)
      case 'min':
        return this.#set.min(column)
      case 'max':
        return this.#set.max(column)
      case 'avg':
        return this.#set.avg(column)
    }
  }

  insert(id: number, record: KitRow): Promise<unknown> {
    return this.#set.insert(unchecked(id, 'the id is a whole number'), unchecked(record, 'made for the columns'))
  }
  insertMany(records: readonly KitRow[]): Promise<number> {
    return this.#set.insertMany(unchecked(records, 'made for the columns'))
  }
  replace(id: number, record: KitRow): Promise<unknown> {
    return this.#set.replace(unchecked(id, 'the id is a whole number'), unchecked(record, 'made for the columns'), {
      whole: true,
    })
  }
  patch(id: number, part: KitRow): Promise<unknown> {
    return this.#set.patch(unchecked(id, 'the id is a whole number'), unchecked(part, 'made for the columns'))
  }
  delete(id: number): Promise<boolean> {
    return this.#set.delete(unchecked(id, 'the id is a whole number'))
  }
  deleteAll(): Promise<number> {
    return this.#set.deleteAll({ everything: true })
  }
  /** Sets columns to values or nodes; gives the number of rows, or their ids. */
  update(changes: readonly (readonly [string, unknown])[], isReturning: boolean): Promise<unknown> {
    const update = changes.reduce(
      (query, [property, given]) =>
        query.set(unchecked<never>(property, 'a column'), unchecked<never>(given, 'fits it')),
      this.#set.updateQuery({ everything: true }),
    )
    return isReturning ? update.returning().run().then(inOrder) : update.run()
  }
  deleteReturning(): Promise<unknown> {
    return this.#set.deleteQuery({ everything: true }).returning().run().then(inOrder)
  }
  /** Inserts the rows of another set of the same table under other ids. */
  insertFrom(other: RandomTable, properties: readonly string[], by: number): Promise<number> {
    const columns = properties.map(property => [property, this.column(property)])
    const mapping = Object.fromEntries([['id', this.column('id').plus(by)], ...columns])
    return this.#set.insertFrom(other.#set, () => unchecked<never>(mapping, 'every column gets itself')).run()
  }
}

/** Returned rows come in no particular order. */
const inOrder = (rows: readonly unknown[]): readonly unknown[] =>
  [...rows].sort((a, b) => Number(Reflect.get(Object(a), 'id')) - Number(Reflect.get(Object(b), 'id')))
