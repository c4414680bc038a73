import type { Language } from '@vantage-ts/sql/build'

/** What DuckDB writes otherwise than other databases. Source: https://duckdb.org/docs/stable/sql/introduction */
export const duckdbLanguage: Language & { readonly tag: 'duckdb' } = {
  name: 'DuckDB',
  tag: 'duckdb',
  entry: '@vantage-ts/duckdb/sql',
  foldsNames: true,
  operators: {
    words: ['LIKE', 'ILIKE', 'SIMILAR TO', 'GLOB', 'IS DISTINCT FROM', 'IS NOT DISTINCT FROM', 'AND', 'OR'],
    signs: '+ - * / // % ** ^ || = == != <> < <= > >= & | << >> -> ->> ~ ~~ ~~* !~~ && @> <@ ^@'.split(' '),
  },
  has: {
    distinctOn: true,
    lateral: true,
    rowLocks: false,
    groupingSets: true,
    allOfSets: true,
    bracketedParts: true,
    writesInWith: false,
    deleteUsing: true,
    materialized: true,
    withinGroup: true,
    namedConstraints: false,
    resolvingWords: true,
    severalConflicts: false,
    conflictAfterWhere: false,
    aliasInReturning: false,
    intersectFirst: true,
    columnAliases: true,
    defaultValue: true,
    distinctInWindow: true,
    orderInWindow: true,
    analyticClauses: true,
    merge: true,
    valuesInReturning: false,
    wideEscape: false,
  },
}
