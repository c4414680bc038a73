import { type Arena, comparison } from './comparison.ts'
import { asRows, openFamilies } from './families.ts'

export const calculatedColumn = comparison({
  name: 'calculated-column',
  about: '1,000 rows with the count of their children as a calculated column; baseline: the same SQL by better-sqlite3',
  unit: 'us',
  target: 1.15,
  answer: asRows,
  async open(): Promise<Arena> {
    const families = openFamilies()
    const { raw, parents } = families
    const counted = parents.withExpression('children', p => p.getLink('children').countExpr())
    const columns = 'id, grp, name, (select count(*) from children where parent_id = parents.id) as children'
    const byHand = raw.prepare(`select ${columns} from parents`)
    return {
      baseline: { name: 'better-sqlite3, prepared', run: () => byHand.all() },
      ours: { name: 'vantage', run: () => counted.listValues() },
      [Symbol.asyncDispose]: () => families[Symbol.asyncDispose](),
    }
  },
})
