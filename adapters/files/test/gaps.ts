import type { Gap, Lack, RefusedValues } from '@vantage-ts/adapter-kit'

export const emptyText: Gap = {
  verdict: 'by-design',
  fails: 'wrong-answer',
  why: 'what a file leaves empty in a column of required text is the empty text: nearly every writer of CSV spells it so',
}

export const headerCompared: Gap = {
  verdict: 'by-design',
  fails: 'wrong-answer',
  why: 'the adapter itself compares the header with the columns, so there is no error of a driver to keep',
}

const onlyIds: Gap = {
  verdict: 'by-design',
  fails: 'wrong-answer',
  why: 'a file says of no column that it is unique, and holds no index; only ids are looked at',
}

/** What files that are written anew do not refuse. */
export const uniqueGaps: { readonly [caseId: string]: Gap } = {
  'errors/never-show-clashing-values': onlyIds,
  'insert/another-unique-column-is-a-conflict': onlyIds,
  'insert-many/a-clash-in-the-middle-is-whole-or-nothing': onlyIds,
  'insert-from/a-clash-creates-nothing': onlyIds,
  'refused-updates/a-clash-changes-nothing': onlyIds,
}

export const csvRefuses: { readonly [typeName: string]: RefusedValues } = {
  text: {
    why: 'CSV has no spelling of a NUL character',
    lacks: value => typeof value === 'string' && value.includes('\0'),
  },
}

const noTransactions: Lack = {
  verdict: 'impossible',
  why: 'files have no transactions; each call is whole or not done',
}

export const lacks: { readonly [name: string]: Lack } = {
  transaction: noTransactions,
  savepoint: noTransactions,
  template: { verdict: 'impossible', why: 'there is no language of a database whose text it could run' },
}
