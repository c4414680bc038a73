import type { Language } from '@vantage-ts/sql/build'
import { checkResultName, quoteName } from '../quote.ts'

/**
 * What MySQL and MariaDB write otherwise than other databases; what only one of the two has is not here.
 *
 * Source: https://dev.mysql.com/doc/refman/8.4/en/sql-statements.html, https://mariadb.com/kb/en/sql-statements/
 */
export const mysqlLanguage: Language & { readonly tag: 'mysql' } = {
  name: 'MySQL',
  tag: 'mysql',
  entry: '@vantage-ts/mysql/sql',
  operators: {
    words: ['LIKE', 'REGEXP', 'RLIKE', 'SOUNDS LIKE', 'DIV', 'MOD', 'XOR', 'AND', 'OR'],
    signs: '+ - * / % = <=> != <> < <= > >= & | ^ << >> && ||'.split(' '),
  },
  foldsNames: true,
  noLimit: '18446744073709551615',
  quote: quoteName,
  checkResultName,
  writes: {
    nullSafe: '<=>',
    concat: 'call',
    nulls: 'key',
    emptyRow: '() VALUES ()',
    values: 'selects',
    locks: { 'FOR SHARE': 'LOCK IN SHARE MODE' },
    targets: 'bare',
  },
  has: {
    distinctOn: false,
    lateral: false,
    rowLocks: true,
    groupingSets: false,
    allOfSets: true,
    bracketedParts: true,
    writesInWith: false,
    deleteUsing: true,
    materialized: false,
    withinGroup: false,
    namedConstraints: false,
    resolvingWords: false,
    severalConflicts: false,
    conflictAfterWhere: false,
    aliasInReturning: false,
    intersectFirst: true,
    columnAliases: false,
    defaultValue: true,
    distinctInWindow: false,
    orderInWindow: false,
    fullJoin: false,
    filter: false,
    groupFrames: false,
    onConflict: false,
    returningOfChanges: false,
    // MariaDB takes any; under another MySQL finds nothing.
    wideEscape: false,
    // MySQL has it.
    withInParts: false,
    withBeforeWrites: false,
    locksOf: false,
    duplicateKey: true,
  },
}
