import type { Fields } from '../column/column.ts'
import type { QueryModel } from '../column/model.ts'
import type { RowOf } from '../column/record-types.ts'
import { VantageError } from '../errors/vantage-error.ts'
import type { UntypedExpr } from '../expression/expr.ts'
import { expressed } from '../expression/expressive.ts'
import { keepInside } from '../expression/home.ts'
import { Template } from '../expression/node.ts'
import type { StoredColumn } from '../expression/statement.ts'
import { fitting } from '../join/joined.ts'
import { Definition, type EntityFacts, nextEntityNumber } from '../set/definition.ts'
import { derivedFrom, textTable } from '../set/derived.ts'
import type { SetState } from '../set/state.ts'
import { isStated, stateKey } from '../set/stated.ts'
import { boundSource } from '../source/open.ts'
import type { Source } from '../source/source.ts'
import { unchecked } from '../types/cast.ts'
import type { OfKind } from './query.ts'
import { SetTable } from './set-table.ts'
import type { Table } from './table.ts'

/** A query in groups, as `average(query).groupBy(…)` gives it. */
interface GroupedQuery<out DS> extends OfKind<'rows'> {
  readonly '~source': DS
}

/** What rows come from: a set, groups, a query in groups, or vendor text whose rows have names. */
export type RowSource<DS> = { readonly source: DS } | GroupedQuery<DS> | UntypedExpr<DS>

/**
 * A table made by a query: `fromQuery(db, db.expr`SELECT …`, { userId: col(uuid).id(), length: col(duration) })`.
 *
 * Shape: a full readable table of the given columns, without writes; an id column is optional. One statement.
 * Errors: `invalid` for a query of another database, for a built statement that writes, and for columns that a set lacks (naming the nearest) or has otherwise;
 * `type-mismatch` when vendor text gives something else.
 */
export function fromQuery<DS extends Source, const F extends Fields>(
  source: DS,
  query: RowSource<DS>,
  columns: F,
): Table<DS, QueryModel<RowOf<F>>> {
  const bound = boundSource(source)
  const entity = entityOf(columns)
  const given = expressed(query, 'rows')
  const state =
    given instanceof Template ? textTable(bound, ofSource(given, bound), entity) : ofSet(given, bound, entity)
  return unchecked<Table<DS, QueryModel<RowOf<F>>>>(new SetTable(state, true), 'the columns are those of F')
}

type Bound = ReturnType<typeof boundSource>

function entityOf(columns: Fields): EntityFacts {
  const facts = new Map(Object.entries(Object(columns)).map(([name, column]) => [name, factsOf(name, column)]))
  if (facts.size === 0) throw new VantageError('fromQuery() takes the columns of its rows', { kind: 'invalid' })
  return { name: 'query', number: nextEntityNumber(), columns: facts, prototype: Object.prototype, refsOf: () => ({}) }
}

function factsOf(name: string, column: unknown): Fields[string]['facts'] {
  if (typeof column === 'object' && column !== null && 'facts' in column)
    return unchecked<Fields[string]>(column, 'a column definition').facts
  throw new VantageError(`fromQuery(): the column "${name}" takes a definition such as col(int)`, {
    kind: 'invalid',
    details: { field: name },
  })
}

function ofSource(query: Template, source: Bound): Template {
  keepInside(query.home, source, () => 'the query', 'the table of fromQuery()')
  if (query.source === undefined || query.source.database === source.database) return query
  throw new VantageError(`fromQuery(): the query belongs to ${query.source.name}, not to ${source.name}`, {
    kind: 'invalid',
    details: { source: source.name },
  })
}

function ofSet(query: unknown, source: Bound, entity: EntityFacts): SetState {
  if (!isStated(query))
    throw new VantageError('fromQuery() takes a set, groups, or vendor text such as db.expr`SELECT …`', {
      kind: 'invalid',
    })
  const given = query[stateKey]
  keepInside(given.source, source, () => given.definition.entity.name, 'the table of fromQuery()')
  if (given.source.database !== source.database)
    throw new VantageError(`fromQuery(): the query belongs to ${given.source.name}, not to ${source.name}`, {
      kind: 'invalid',
      details: { source: source.name },
    })
  const inner = derivedFrom(given)
  const wanted = Definition.of(entity, source, {})
  const columns: StoredColumn[] = [...wanted.nodes.values()].map(({ column }) => {
    const node = inner.definition.column(column.property)
    fitting(node, column, entity.name)
    return {
      ...unchecked<{ readonly column: StoredColumn }>(node, 'a derived table has stored columns only').column,
      isId: column.isId,
    }
  })
  return { ...inner, source, definition: inner.definition.retyped(entity, columns, new Set()), isNarrowed: true }
}
