import {
  nodesOf,
  type Node,
  type OperatorName,
  type Statement,
  unchecked,
  type AnyNode,
} from '@vantage-ts/core/adapter'

// DuckDB plans a prepared statement by what it knows of the rows then: their count, the least and the greatest values of columns.
// It does not plan anew when they change: a prepared `SELECT count(*)` goes on giving the old count, a join or a comparison of two
// columns that could not match gives nothing for ever, and additions that could not overflow are no longer checked. Rows to be sorted are
// packed into as many bits as their values took, and come out as others, or as what lay in memory. So only
// statements in which such knowledge decides nothing are kept prepared.

/** Comparisons with a bound value, of which a plan knows nothing. */
const comparisons: ReadonlySet<OperatorName> = new Set([
  'eq',
  'ne',
  'lt',
  'lte',
  'gt',
  'gte',
  'isDistinctFrom',
  'isNotDistinctFrom',
])
const harmless: ReadonlySet<OperatorName> = new Set([
  'and',
  'or',
  'not',
  'like',
  'contains',
  'startsWith',
  'endsWith',
  'containsFolded',
])

/** Whether a statement may be planned once for all its runs. */
export function hasLastingPlan(statement: Statement): boolean {
  switch (statement.kind) {
    case 'insert':
      return true
    case 'select':
      return (
        statement.from?.kind === 'table' &&
        statement.groupBy === undefined &&
        statement.having === undefined &&
        statement.order.length === 0 &&
        nodesOf(statement).every(isIndifferent)
      )
    case 'update':
    case 'delete':
      return nodesOf(statement).every(isIndifferent)
    default:
      return false
  }
}

function isIndifferent(node: Node): boolean {
  const any = unchecked<AnyNode>(node, 'the classes of AnyNode are all there are')
  switch (any.kind) {
    case 'column':
    case 'param':
    case 'literal':
    case 'constant':
      return true
    case 'operation': {
      const { operator, args } = any
      if (comparisons.has(operator) && args.filter(({ kind }) => kind === 'param').length === 1)
        return args.every(isIndifferent)
      return harmless.has(operator) && args.every(isIndifferent)
    }
    default:
      return false
  }
}
