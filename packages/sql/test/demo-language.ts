import type { Language } from '../src/build/language.ts'

/** A language of nobody, which has everything. */
export const demoLanguage: Language & { readonly tag: 'demo' } = {
  name: 'Demo',
  tag: 'demo',
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
    conflictAfterWhere: false,
    aliasInReturning: true,
    intersectFirst: true,
    columnAliases: true,
    resolvingWords: false,
    severalConflicts: false,
    defaultValue: true,
    distinctInWindow: true,
    orderInWindow: true,
  },
}
