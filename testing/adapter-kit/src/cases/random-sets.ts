import { topic } from '../kit-case.ts'
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
      title: 'the rows that a random chain leads to are deleted, and no others',
      needs: ['delete'],
      run: context => againstPlainSets(context, { runs: 6, elsewhere: 'nowhere', deletes: true }),
    },
    {
      what: 'delete-along-references-of-another-database',
      title: 'so are those that a chain leads to from another database',
      needs: ['delete'],
      run: context => againstPlainSets(context, { runs: 4, elsewhere: 'memory', deletes: true }),
    },
  ],
)
