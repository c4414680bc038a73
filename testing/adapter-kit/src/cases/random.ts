import { topic } from '../kit-case.ts'
import { againstOracle } from '../random/against-oracle.ts'
import { twoActors } from '../random/two-actors.ts'
import { anySteps, readSteps } from '../random/step.ts'

export const random = topic(
  'random',
  ['read', 'where'],
  [
    {
      what: 'reads',
      title:
        'random conditions, orders, cuts, pages, aggregates and searches over random tables give what memory gives',
      run: context => againstOracle(context, { runs: 30, steps: readSteps(context.facts.can), maxSteps: 25 }),
    },
    {
      what: 'writes',
      title: 'random sequences of writes and reads over random tables give what memory gives, and leave the same rows',
      needs: ['insert'],
      run: context => againstOracle(context, { runs: 30, steps: anySteps(context.facts.can), maxSteps: 25 }),
    },
    {
      what: 'transactions',
      title: 'random sequences inside transactions that are committed or rolled back leave the same rows',
      needs: ['insert', 'transaction'],
      run: context =>
        againstOracle(context, { runs: 15, steps: anySteps(context.facts.can), maxSteps: 15, inTransaction: true }),
    },
    {
      what: 'two-actors',
      title:
        'whatever the turns of two actors, in transactions and out of them, what their hooks and sets promise holds',
      needs: ['insert', 'patch', 'delete', 'order', 'window', 'transaction'],
      run: context => twoActors(context, { runs: 15 }),
    },
  ],
)
