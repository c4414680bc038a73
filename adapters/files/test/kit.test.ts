import { testAdapter } from '@vantage-ts/adapter-kit'
import { openTables, reopenTables } from './open-tables.ts'

const isAddedTo = 'a file is read and added to; what is in it stays'
const hasNone = 'files have no transactions'

const emptyText = {
  verdict: 'by-design',
  fails: 'wrong-answer',
  why: 'what a file leaves empty in a column of required text is the empty text: nearly every writer of CSV spells it so',
} as const

testAdapter({
  name: 'csv',
  results: 'csv.kit-results.json',
  lacks: {
    replace: { verdict: 'by-design', why: isAddedTo },
    patch: { verdict: 'by-design', why: isAddedTo },
    delete: { verdict: 'by-design', why: isAddedTo },
    returning: { verdict: 'by-design', why: isAddedTo },
    transaction: { verdict: 'impossible', why: hasNone },
    savepoint: { verdict: 'impossible', why: hasNone },
    template: { verdict: 'impossible', why: 'there is no language of a database whose text it could run' },
  },
  open: openTables,
  reopen: reopenTables,
  gaps: {
    'bad-rows/null-in-a-required-column': emptyText,
    'bad-rows/skipped-or-told': emptyText,
    'errors/keep-the-text-of-the-driver': {
      verdict: 'by-design',
      fails: 'wrong-answer',
      why: 'the adapter itself compares the header with the columns, so there is no error of a driver to keep',
    },
  },
})
