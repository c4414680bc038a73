import { bool, col, Decimal, decimal, Entity, int, text } from '@vantage-ts/core'
import { mock } from '@vantage-ts/mock'
import { type Benchmark, type Result, verdictOf } from './benchmark.ts'
import { type Contender, samplerOf } from './contender.ts'
import { median, medianInterval } from './median.ts'

class Product extends Entity('products', {
  id: col(int).id(),
  name: col(text),
  price: col(decimal),
  isSold: col(bool).default(false),
  note: col(text).optional(),
}) {}

const target = 20
/** How many calls a mock remembers before it is told to forget them: more than any test makes. */
const remembered = 1000

interface Call {
  readonly name: string
  readonly contender: Contender
}

/** What tests ask for, of a mock that expects twenty things besides. */
function calls(): readonly Call[] {
  const db = mock()
  const products = Product.table(db)
  const row = { id: 1, name: 'lamp', price: Decimal.from('20.50'), isSold: false }
  for (let id = 0; id < 20; id++) {
    db.expect(products.where(p => p.id.eq(-id))).rows([row])
    db.expect(`select * from products where name = "name ${id}"`).rows([row])
  }
  const named = products.where(p => p.name.eq('lamp')).orderBy(p => p.price)
  db.expect(products.where(p => p.id.eq(0))).rows([row]).withAny() // biome-ignore format: one line
  db.expect(named).rows(Array.from({ length: 10 }, (_, index) => ({ ...row, id: index })))
  db.expect(named.countExpr()).value(10)
  db.expect(products.where(p => p.id.eq(1)).updateQuery().set('name', 'desk')).rows([row]) // biome-ignore format: one line
  const forgetting = (name: string, run: (turn: number) => unknown): Call => ({
    name,
    contender: {
      name: 'vantage',
      run: turn => {
        if (turn % remembered === 0) db.forget()
        return run(turn)
      },
    },
  })
  return [
    forgetting('mock-answer', turn => products.get(turn + 1)),
    forgetting('mock-answer-rows', () => named.list()),
    forgetting('mock-answer-count', () => named.count()),
    forgetting('mock-answer-patch', () => products.patch(1, { name: 'desk' })),
  ]
}

/** There is no driver to compare with: the time of a call itself has a target. */
export const mockAnswer: Benchmark = {
  name: 'mock-answer',
  about:
    'a statement that a mock answers, among forty that it expects besides: a row by id, ten rows, a count, a patch',
  async run({ pairs, sampleMs, warmUpMs, collect }) {
    const results: Result[] = []
    for (const { name, contender } of calls()) {
      const sample = samplerOf(contender, 'awaited')
      let perCallMs = await sample(10)
      for (const end = performance.now() + warmUpMs; performance.now() < end; )
        perCallMs = await sample(Math.max(1, Math.round(sampleMs / perCallMs)))
      const times: number[] = []
      for (let count = 0; count < pairs; count++) {
        collect()
        times.push(1000 * (await sample(Math.max(1, Math.round(sampleMs / perCallMs)))))
      }
      const [low, high] = medianInterval(times)
      const interval = [rounded(low), rounded(high)] as const
      const holds = verdictOf(interval, target, 'at most')
      const facts = { baseline: null, ratio: null, bound: 'at most', peers: {}, pairs: times.length } as const
      results.push({ name, unit: 'us', ours: rounded(median(times)), target, holds, interval, ...facts })
    }
    return results
  },
}

const rounded = (us: number): number => Number(us.toPrecision(4))
