import { topic } from '../kit-case.ts'
import { againstPlainChanges } from '../random/against-plain-changes.ts'
import { againstPlainSets } from '../random/against-plain-sets.ts'

export const randomSets = topic(
  'random-sets',
  ['read', 'where', 'select'],
  [
    {
      what: 'of-one-database',
      title: 'random chains over random entities give what plain lists give, in one statement each',
      run: context => againstPlainSets(context, { runs: 8, elsewhere: 'nowhere' }),
    },
    {
      what: 'with-references-into-memory',
      title: 'the same chains give the same when some entities are in memory, with one statement more for each passage',
      run: context => againstPlainSets(context, { runs: 8, elsewhere: 'memory' }),
    },
    {
      what: 'with-references-into-another-source',
      title: 'the same chains give the same when some entities are in another source of the kind',
      run: context => againstPlainSets(context, { runs: 5, elsewhere: 'same kind' }),
    },
    {
      what: 'in-a-transaction',
      title: 'the same chains see what their transaction wrote, through references that name its source too',
      needs: ['transaction', 'insert'],
      run: context => againstPlainSets(context, { runs: 4, elsewhere: 'nowhere', inTransaction: true }),
    },
    {
      what: 'delete',
      title: 'the rows that random chains lead to are deleted, and no others of any table',
      needs: ['delete'],
      run: context => againstPlainChanges(context, { runs: 4, elsewhere: 'nowhere', change: 'delete' }),
    },
    {
      what: 'delete-along-references-of-another-database',
      title: 'so are those that chains lead to from another database',
      needs: ['delete'],
      run: context => againstPlainChanges(context, { runs: 3, elsewhere: 'memory', change: 'delete' }),
    },
    {
      what: 'update',
      title: 'the rows that random chains lead to get values and expressions, and nothing else of any table changes',
      needs: ['patch'],
      run: context => againstPlainChanges(context, { runs: 4, elsewhere: 'nowhere', change: 'update' }),
    },
    {
      what: 'update-along-references-of-another-database',
      title: 'so do those that chains lead to from another database',
      needs: ['patch'],
      run: context => againstPlainChanges(context, { runs: 3, elsewhere: 'memory', change: 'update' }),
    },
    {
      what: 'update-in-a-transaction',
      title: 'so do those of a transaction, which are written in it',
      needs: ['patch', 'transaction', 'insert'],
      run: context =>
        againstPlainChanges(context, { runs: 3, elsewhere: 'nowhere', change: 'update', inTransaction: true }),
    },
    {
      what: 'insert-from',
      title: 'the rows of random sets become rows of a table, unless their ids are there',
      needs: ['insert'],
      run: context => againstPlainChanges(context, { runs: 4, elsewhere: 'nowhere', change: 'insert' }),
    },
    {
      what: 'insert-from-another-database',
      title: 'so do the rows of sets whose entities are in several databases',
      needs: ['insert'],
      run: context => againstPlainChanges(context, { runs: 3, elsewhere: 'memory', change: 'insert' }),
    },
  ],
)
