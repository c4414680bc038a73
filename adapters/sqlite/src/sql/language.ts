import type { Language } from '@vantage-ts/sql/build'

/** What SQLite writes otherwise than other databases. Source: https://sqlite.org/lang.html */
export const sqliteLanguage: Language & { readonly tag: 'sqlite' } = {
  name: 'SQLite',
  tag: 'sqlite',
  entry: '@vantage-ts/sqlite/sql',
  foldsNames: true,
  noLimit: '-1',
  onlyValue:
    'SELECT CASE WHEN count(*) < 2 THEN max("value") ELSE vantage_cardinality() END FROM (SELECT "value" FROM "vantage_value" LIMIT 2)',
  operators: {
    words: ['LIKE', 'GLOB', 'MATCH', 'REGEXP', 'IS', 'IS NOT', 'AND', 'OR'],
    signs: '+ - * / % || = == != <> < <= > >= & | << >> -> ->>'.split(' '),
  },
  has: {
    distinctOn: false,
    lateral: false,
    rowLocks: false,
    groupingSets: false,
    allOfSets: false,
    bracketedParts: false,
    writesInWith: false,
    deleteUsing: false,
    materialized: true,
    withinGroup: false,
    namedConstraints: false,
    resolvingWords: true,
    severalConflicts: true,
    conflictAfterWhere: true,
    aliasInReturning: false,
    intersectFirst: false,
    columnAliases: false,
    defaultValue: false,
    distinctInWindow: false,
    orderInWindow: false,
  },
}
