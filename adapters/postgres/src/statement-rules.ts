import { type ErrorRule, refused, rule } from './error-rules.ts'

/** A mistake in a statement that its code alone does not tell from others. */
export interface StatementRule {
  readonly code: string
  /** The functions of the server that find it; they are named differently from version to version. */
  readonly routines: readonly string[]
  /** What its message has besides, where one function finds several mistakes: words of SQL, which no translation changes. */
  readonly says?: string
  readonly rule: ErrorRule
}

const unsupported = (next: string): ErrorRule => rule('unsupported', 'never', next)
const locksRows = unsupported(
  'lock the rows in a statement of their own, which another may read the ids of: where(o.id.in(…)).forUpdate()',
)

/** Source: the calls of `ereport` in src/backend/parser and src/backend/optimizer of PostgreSQL. */
export const statementRules: readonly StatementRule[] = [
  {
    code: '42P01',
    routines: ['errorMissingRTE'],
    rule: refused(
      "read these rows where they are used, with from(…) or a join; a statement that is joined sees those before it by joinLateral(…), and a compound is ordered by resultColumn('name')",
      { reason: 'unread-rows' },
    ),
  },
  {
    code: '42P10',
    routines: ['transformDistinctOnClause'],
    rule: refused(
      "begin orderBy(…) with what distinctOn(…) takes; for another order of the result put a statement around it, from its as('t')",
    ),
  },
  {
    code: '42P10',
    routines: ['transformDistinctClause'],
    rule: refused('select what orderBy(…) sorts by, or use groupBy(…) in the place of distinct()'),
  },
  {
    code: '42P10',
    routines: ['checkExprIsVarFree'],
    rule: refused('give a number, or a statement of one value that reads rows of its own'),
  },
  {
    code: '42803',
    routines: ['check_agglevels_and_constraints'],
    rule: refused('put conditions over groups into having(…), and other aggregates into a statement of their own'),
  },
  {
    code: '42803',
    routines: ['check_agg_arguments', 'check_agg_arguments_walker'],
    rule: refused("aggregate first in a statement inside, and what that gives around it: from its as('t')"),
  },
  {
    code: '42804',
    routines: ['select_common_type'],
    rule: rule('type-mismatch', 'never', "give all sides one type: cast(x, 'text')"),
  },
  {
    code: '0A000',
    routines: ['transformSetOperationStmt'],
    says: 'ORDER BY',
    rule: unsupported(
      "order it by columns of the result as they are, resultColumn('name'); an expression is a column of every side first, or of a statement around it, from its as('t')",
    ),
  },
  {
    code: '0A000',
    routines: [
      'CheckSelectLocking',
      'transformSetOperationStmt',
      'transformValuesClause',
      'make_outerjoininfo',
      'applyLockingClause',
      'transformLockingClause',
    ],
    says: 'FOR ',
    rule: locksRows,
  },
]
