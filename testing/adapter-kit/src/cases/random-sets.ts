import { topic } from '../kit-case.ts'
import { againstPlainSets } from '../random/against-plain-sets.ts'

export const randomSets = topic(
  'random-sets',
  ['read', 'where', 'select'],
  [
    {
      what: 'of-one-database',
      title: 'random chains over random entities give what plain lists give, in one statement each',
      run: context => againstPlainSets(context, { runs: 12, elsewhere: 'nowhere' }),
    },
    {
      what: 'with-references-into-memory',
      title: 'the same chains give the same when some entities are in memory, with one statement more for each passage',
      run: context => againstPlainSets(context, { runs: 12, elsewhere: 'memory' }),
    },
    {
      what: 'with-references-into-another-source',
      title: 'the same chains give the same when some entities are in another source of the kind',
      run: context => againstPlainSets(context, { runs: 8, elsewhere: 'same kind' }),
    },
  ],
)
