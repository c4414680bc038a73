import { deferred, int } from '@vantage-ts/core'
import { expect } from 'vitest'
import { same } from '../check.ts'
import { topic } from '../kit-case.ts'
import { tableOf } from '../kit-table.ts'
import { people, Person, Visit, visits } from '../people.ts'

export const explaining = topic(
  'explain',
  ['read', 'where'],
  [
    {
      what: 'sends-nothing',
      title: 'explain renders the statement without sending it, with the types of its values and without the values',
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const set = Person.table(opened.source).where(p => p.name.eq('secret-name').and(p.age.gt(98765)))
        const plan = set.explain()
        same([opened.sent.length, plan.steps.length], [0, 1])
        same(
          plan.steps.map(({ source, gives }) => [source, gives]),
          [[opened.source.name, 'rows']],
        )
        expect(plan.steps[0]?.text).not.toBe('')
        expect(plan.toString()).not.toMatch(/secret-name|98765/)
        await set.list()
        same(
          opened.sent.map(({ text }) => text),
          [plan.steps[0]?.text],
        )
      },
    },
    {
      what: 'sizes-and-what-runs-here',
      title: 'explain shows how long lists are where that is known, and what is computed here, last',
      async run({ open, openMemory }) {
        const opened = await open(tableOf(Person, people))
        const other = await openMemory(tableOf(Person, people))
        const known = Person.table(opened.source).where(p => p.id.in([1, 2, 3]).and(p.name.in(['Ada', 'Bob'])))
        const types = known.explain().steps.at(-1)?.parameterTypes ?? []
        // An engine may bind a list twice.
        same([...new Set(types.filter(type => type.endsWith(']')))].sort(), ['int[3]', 'text[2]'])
        const later = Person.table(opened.source)
          .where(p => p.id.in(Person.table(other.source).fieldExpr(q => q.id)))
          .withLazy('shout', p => `${p.name}!`)
        const { steps } = later.explain()
        same(steps.length, 3)
        expect(steps[1]?.parameterTypes).toContain('int[]')
        same([steps[2]?.source, steps[2]?.text], ['client', 'compute shout of each row'])
        same([opened.sent.length, other.sent.length], [0, 0])
      },
    },
    {
      what: 'shows-every-step',
      title:
        'explain shows a step for every part of another database and every deferred value, runs none, and names each source',
      async run({ open, openMemory }) {
        const opened = await open(tableOf(Person, people))
        const other = await openMemory(tableOf(Visit, visits))
        let runs = 0
        const limit = deferred(int, async () => ++runs, 'the limit')
        const ids = Visit.table(other.source)
          .where(v => v.minutes.gt(limit))
          .fieldExpr(v => v.personId)
        const plan = Person.table(opened.source)
          .where(p => p.id.in(ids))
          .explain()
        same([runs, opened.sent.length, other.sent.length], [0, 0, 0])
        same(
          plan.steps.map(({ source, gives }) => [source, gives]),
          [
            ['client', 'one value'],
            [other.source.name, 'a list'],
            [opened.source.name, 'rows'],
          ],
        )
        expect(plan.toString()).toContain('the limit')
      },
    },
    {
      what: 'previews',
      title: 'a preview of an expression is text without values, and runs nothing',
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const { $ } = Person.table(opened.source)
        const shown = $.name
          .eq('secret-name')
          .and($.age.in([98765]))
          .preview()
        expect(shown).toContain('name')
        expect(shown).not.toMatch(/secret-name|98765/)
        same(opened.sent.length, 0)
      },
    },
  ],
)
