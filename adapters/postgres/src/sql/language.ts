import type { Language } from '@vantage-ts/sql/build'

/** What PostgreSQL writes otherwise than other databases. Source: https://www.postgresql.org/docs/current/sql.html */
export const postgresLanguage: Language & { readonly tag: 'postgres' } = {
  name: 'PostgreSQL',
  tag: 'postgres',
  entry: '@vantage-ts/postgres/sql',
  maxNameBytes: 63,
  // Extensions bring signs of their own.
  operators: { words: ['LIKE', 'ILIKE', 'SIMILAR TO', 'OVERLAPS', 'AT TIME ZONE', 'AND', 'OR'] },
  has: {
    distinctOn: true,
    lateral: true,
    rowLocks: true,
    groupingSets: true,
    allOfSets: true,
    bracketedParts: true,
    writesInWith: true,
    deleteUsing: true,
    materialized: true,
    withinGroup: true,
    namedConstraints: true,
    resolvingWords: false,
    severalConflicts: false,
    conflictAfterWhere: false,
    aliasInReturning: true,
    intersectFirst: true,
    columnAliases: true,
    defaultValue: true,
    distinctInWindow: false,
    orderInWindow: false,
  },
}
