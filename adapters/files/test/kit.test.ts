import { testAdapter } from '@vantage-ts/adapter-kit'
import { openTables, reopenTables } from './open-tables.ts'

const emptyText = {
  verdict: 'by-design',
  fails: 'wrong-answer',
  why: 'what a file leaves empty in a column of required text is the empty text: nearly every writer of CSV spells it so',
} as const

testAdapter({
  name: 'csv',
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
