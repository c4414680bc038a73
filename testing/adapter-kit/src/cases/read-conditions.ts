import { bool, caseWhen, coalesce, type Condition, not, type Table, text, value } from '@vantage-ts/core'
import type { OperatorName } from '@vantage-ts/core/adapter'
import { same } from '../check.ts'
import { type CaseParts, topic } from '../kit-case.ts'
import { type KitSource, sending } from '../kit-source.ts'
import { tableOf } from '../kit-table.ts'
import { people, Person } from '../people.ts'

type Columns = Table<KitSource, typeof Person>['$']
type Test = readonly [condition: (person: Columns) => Condition<KitSource>, ids: readonly number[]]

/** A case that lists the people who meet each condition, and counts them. */
const finds = (what: string, title: string, operators: readonly OperatorName[], tests: readonly Test[]): CaseParts => ({
  what,
  title,
  operators,
  async run({ open }) {
    const opened = await open(tableOf(Person, people))
    for (const [condition, ids] of tests) {
      const set = Person.table(opened.source).where(condition)
      const shown = String(condition)
      const { value: rows, count } = await sending(opened, () => set.list())
      same(
        rows.map(({ id }) => id).sort((a, b) => a - b),
        ids,
        shown,
      )
      same(count <= 1, true, `statements of ${shown}`)
    }
  },
})

export const readConditions = topic(
  'where',
  ['read', 'where'],
  [
    finds(
      'equal',
      'eq and ne compare to a value and leave out nulls',
      ['eq', 'ne'],
      [
        [p => p.age.eq(36), [1, 4]],
        [p => p.age.ne(36), [3]],
        [p => p.name.eq('Ada'), [1]],
        [p => p.name.eq('ada'), []],
        [p => p.name.eq('Ada '), []],
        [p => p.name.ne('Ada'), [2, 3, 4, 5]],
        [p => p.isActive.eq(true), [1, 3, 5]],
        [p => p.isActive.eq(false), [2, 4]],
        [p => p.isActive.ne(true), [2, 4]],
        [p => p.score.eq(2.5), [1]],
      ],
    ),
    finds(
      'greater-and-less',
      'lt, lte, gt, gte and between leave out nulls',
      ['lt', 'lte', 'gt', 'gte'],
      [
        [p => p.age.gt(20), [1, 4]],
        [p => p.age.gte(20), [1, 3, 4]],
        [p => p.age.lt(36), [3]],
        [p => p.age.lte(36), [1, 3, 4]],
        [p => p.age.between(20, 35), [3]],
        [p => p.age.between(36, 20), []],
        [p => p.score.lt(0), [4]],
        [p => p.score.gt(-0.25), [1, 3]],
        [p => p.name.gt('Bob'), [3, 4, 5]],
        [p => p.name.lte('Bob'), [1, 2]],
      ],
    ),
    finds(
      'whole-with-fraction',
      'a whole column compares to a fraction without being rounded',
      ['gt', 'lt', 'eq', 'in'],
      [
        [p => p.age.gt(35.5), [1, 4]],
        [p => p.age.lt(20.5), [3]],
        [p => p.age.eq(36.5), []],
        [p => p.age.gt(36.5), []],
        [p => p.age.in([20.5, 36]), [1, 4]],
        [p => p.score.eq(1), []],
      ],
    ),
    finds(
      'null-tests',
      'isNull and isNotNull are the tests for missing values',
      ['isNull', 'isNotNull'],
      [
        [p => p.age.isNull(), [2, 5]],
        [p => p.age.isNotNull(), [1, 3, 4]],
        [p => p.name.isNull(), []],
        [p => p.name.isNotNull(), [1, 2, 3, 4, 5]],
        [p => p.city.isNull().and(p.score.isNull()), [5]],
      ],
    ),
    finds(
      'distinct',
      'isDistinctFrom and isNotDistinctFrom treat null as a value',
      ['isDistinctFrom', 'isNotDistinctFrom'],
      [
        [p => p.age.isDistinctFrom(36), [2, 3, 5]],
        [p => p.age.isNotDistinctFrom(36), [1, 4]],
        [p => p.age.isDistinctFrom(null), [1, 3, 4]],
        [p => p.age.isNotDistinctFrom(null), [2, 5]],
        [p => p.city.isNotDistinctFrom(p.city), [1, 2, 3, 4, 5]],
        [p => p.city.isDistinctFrom(p.name), [1, 2, 3, 4, 5]],
        [p => p.city.isDistinctFrom('London').not(), [1, 4]],
      ],
    ),
    finds(
      'unknown-is-not-true',
      'not(unknown) is unknown; and, or follow three-valued logic',
      ['not', 'and', 'or', 'eq', 'gt'],
      [
        [p => p.age.eq(36).not(), [3]],
        [p => not(p.age.gt(100)), [1, 3, 4]],
        [p => p.age.eq(36).not().not(), [1, 4]],
        [p => p.age.eq(36).or(p.isActive.eq(true)), [1, 3, 4, 5]],
        [p => p.age.eq(36).and(p.isActive.eq(true)), [1]],
        [p => p.age.eq(36).and(p.isActive.eq(true)).not(), [2, 3, 4]],
        [p => p.age.eq(36).or(p.isActive.eq(true)).not(), []],
        [p => p.age.eq(36).or(p.city.eq('Paris')).not(), []],
        [p => p.age.eq(p.age), [1, 3, 4]],
        [p => p.age.eq(p.age).not(), []],
      ],
    ),
    finds(
      'brackets-stay',
      'mixed and, or and not mean what the calls say, whatever an engine binds tighter',
      ['and', 'or', 'not', 'eq'],
      [
        [p => p.isActive.eq(true).or(p.city.eq('London')).and(p.age.eq(36)), [1, 4]],
        [p => p.isActive.eq(true).or(p.city.eq('London').and(p.age.eq(36))), [1, 3, 4, 5]],
        [p => p.age.eq(36).and(p.isActive.eq(true).or(p.isActive.eq(false))), [1, 4]],
        [p => p.age.eq(36).and(p.isActive.eq(true)).or(p.isActive.eq(false)), [1, 2, 4]],
        [p => p.isActive.eq(true).and(p.city.eq('London').or(p.name.eq('Eve')).not()), []],
        [p => p.isActive.eq(true).not().or(p.name.eq('Ada')), [1, 2, 4]],
        [p => p.isActive.eq(true).or(p.name.eq('Ada')).not(), [2, 4]],
        [
          p =>
            p.name
              .eq('Ada')
              .or(p.name.eq('Bob'))
              .or(p.name.eq('Cy').and(p.isActive.eq(false))),
          [1, 2],
        ],
      ],
    ),
    finds(
      'conditions-as-values',
      'a condition is a truth value that can be compared in its turn',
      ['eq', 'ne', 'gt', 'isNull', 'and'],
      [
        [p => p.age.gt(30).eq(true), [1, 4]],
        [p => p.age.gt(30).eq(false), [3]],
        [p => p.age.gt(30).eq(p.isActive), [1]],
        [p => p.age.gt(30).ne(p.isActive), [3, 4]],
        [p => p.age.gt(30).isNull(), [2, 5]],
        [p => p.age.eq(36).and(p.isActive.eq(true)).eq(false), [2, 3, 4]],
        [p => p.isActive, [1, 3, 5]],
        [p => p.isActive.not(), [2, 4]],
      ],
    ),
    finds(
      'columns-with-columns',
      'columns compare to each other row by row',
      ['eq', 'lt', 'gt', 'plus'],
      [
        [p => p.name.lt(p.city), [1, 2, 4]],
        [p => p.age.gt(p.id), [1, 3, 4]],
        [p => p.age.eq(p.id.plus(35)), [1]],
        [p => p.score.lt(p.age), [1, 3, 4]],
      ],
    ),
    finds(
      'values-on-the-left',
      'a value may stand on the left of an operator',
      ['eq', 'lt', 'concat'],
      [
        [p => value(text, 'Ada').eq(p.name), [1]],
        [p => value(text, 'C').lt(p.name), [3, 4, 5]],
        [p => value(bool, true).eq(p.isActive), [1, 3, 5]],
        [p => value(text, 'A').concat('da').eq(p.name), [1]],
      ],
    ),
    finds(
      'many-conditions',
      'conditions given one after the other all hold',
      ['and', 'eq', 'gt'],
      [
        [p => p.isActive.eq(true).and(p.age.gt(1)).and(p.age.lt(100)).and(p.city.eq('London')), [1]],
        [p => p.isActive.eq(true).and(p.isActive.eq(false)), []],
      ],
    ),
    finds(
      'case',
      'caseWhen takes the first true branch; unknown is not true',
      ['gt', 'eq', 'isNull'],
      [
        [p => caseWhen(text, [{ when: p.age.gt(30), then: 'old' }], 'young').eq('old'), [1, 4]],
        [p => caseWhen(text, [{ when: p.age.gt(30), then: 'old' }], 'young').eq('young'), [2, 3, 5]],
        [p => caseWhen(text, [{ when: p.age.gt(30).not(), then: 'young' }]).isNull(), [1, 2, 4, 5]],
        [
          p =>
            caseWhen(
              text,
              [
                { when: p.age.gt(10), then: p.city },
                { when: p.isActive, then: 'x' },
              ],
              p.name,
            ).eq('London'),
          [1, 4],
        ],
        [
          p =>
            caseWhen(
              text,
              [
                { when: p.age.gt(10), then: p.city },
                { when: p.isActive, then: 'x' },
              ],
              p.name,
            ).eq('x'),
          [5],
        ],
        [
          p =>
            caseWhen(
              text,
              [
                { when: p.age.gt(10), then: p.city },
                { when: p.isActive, then: 'x' },
              ],
              p.name,
            ).eq('Bob'),
          [2],
        ],
      ],
    ),
    finds(
      'coalesce-and-null-if',
      'coalesce gives the first value that is there; nullIf makes a value missing',
      ['coalesce', 'nullIf', 'eq', 'isNull'],
      [
        [p => coalesce(p.age, 36).eq(36), [1, 2, 4, 5]],
        [p => p.age.coalesce(p.id).eq(5), [5]],
        [p => p.city.coalesce('nowhere').eq('nowhere'), [3, 5]],
        [p => p.age.nullIf(36).isNull(), [1, 2, 4, 5]],
        [p => p.city.nullIf('London').coalesce(p.name).eq('Ada'), [1]],
      ],
    ),
    {
      what: 'every-condition-in-every-call',
      title: 'each reading call honours every condition of the set',
      needs: ['aggregate', 'window', 'order'],
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const set = Person.table(source)
          .where(p => p.isActive.eq(true))
          .where(p => p.age.isNotNull())
        same(
          (await set.orderBy(p => p.id).list()).map(({ id }) => id),
          [1, 3],
        )
        same(
          (await set.orderBy(p => p.id).listValues()).map(({ id }) => id),
          [1, 3],
        )
        same(
          [await set.count(), await set.sum(p => p.age), await set.min(p => p.age), await set.max(p => p.age)],
          [2, 56, 20, 36],
        )
        same([await set.get(5), (await set.get(3))?.name], [undefined, 'Cy'])
        same((await set.orderBy(p => p.name.desc()).first())?.id, 3)
        same((await set.page({ size: 5 })).rows.length, 2)
        same(await set.orderBy(p => p.id).fieldValues(p => p.id), [1, 3])
        const streamed: number[] = []
        for await (const { id } of set.orderBy(p => p.id)) streamed.push(id)
        same(streamed, [1, 3])
      },
    },
    {
      what: 'narrowing-changes-no-other-set',
      title: 'a set stays what it was when another is made from it, and holds its rows as they are when it runs',
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const table = Person.table(opened.source)
        const active = table.where(p => p.isActive.eq(true))
        const none = active.where(p => p.age.gt(100))
        same(opened.sent.length, 0)
        same([(await table.list()).length, (await active.list()).length, (await none.list()).length], [5, 3, 0])
      },
    },
  ],
)
