import { bool, deferred, int, text } from '@vantage-ts/core'
import { expect } from 'vitest'
import { fails, same } from '../check.ts'
import { topic } from '../kit-case.ts'
import { sending } from '../kit-source.ts'
import { tableOf } from '../kit-table.ts'
import { people, Person, Visit, visits } from '../people.ts'
import { hostileTexts } from './hostile-texts.ts'
import { untyped } from '../untyped.ts'

const idsOf = async (set: { list(): PromiseLike<readonly { readonly id: number }[]> }): Promise<number[]> =>
  (await set.list()).map(({ id }) => id).sort((a, b) => a - b)

/** Vendor text that every vendor of a template understands: operators only. */
export const templates = topic(
  'templates',
  ['read', 'where', 'template'],
  [
    {
      what: 'over-columns',
      title: 'vendor text over the columns of a set is an operand once its type is named, in one statement',
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const table = Person.table(opened.source)
        const sum = table.expr`${table.$.id} + ${table.$.id}`.as(int)
        const { value, count } = await sending(opened, () => idsOf(table.where(sum.eq(8))))
        same([value, count], [[4], 1])
        same(await idsOf(table.where(table.expr`${table.$.age} > ${30}`.as(bool))), [1, 4])
        same(await table.where(p => p.id.eq(3)).fieldValues(() => sum), [6])
      },
    },
    {
      what: 'columns-by-name',
      title: 'columns stand in the text by name in braces; a doubled brace is a brace, an unknown name is refused',
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const table = Person.table(source)
        same(await idsOf(table.where(table.queryExpr('{id} + {id}').as(int).eq(8))), [4])
        same(await idsOf(table.where(table.queryExpr('{ isActive }').as(bool))), [1, 3, 5])
        await fails('invalid', () => table.queryExpr('{nope} + 1'))
        await fails('invalid', () => table.queryExpr('{id'))
        await fails('invalid', () => table.queryExpr('id}'))
      },
    },
    {
      what: 'text-keeps-its-brackets',
      title: 'text stands apart from what is around it: no operator of one reaches into the other',
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const table = Person.table(source)
        const sum = table.expr`${table.$.id} + ${1}`.as(int)
        same(await table.where(p => p.id.eq(2)).fieldValues(() => sum.mul(2)), [6])
        const either = table.expr`${table.$.id} = ${1} OR ${table.$.id} = ${2}`.as(bool)
        same(await idsOf(table.where(p => either.and(p.isActive.eq(false)))), [2])
        same(await idsOf(table.where(either.not())), [3, 4, 5])
      },
    },
    {
      what: 'values-are-bound',
      title: 'values between the parts are bound and never part of the text, however hostile',
      async run({ open }) {
        const rows = hostileTexts.map((name, id) => ({ ...people[0], id, name }))
        const opened = await open(tableOf(Person, rows))
        const table = Person.table(opened.source)
        for (const [id, name] of hostileTexts.entries())
          same(await idsOf(table.where(table.expr`${table.$.name} = ${name}`.as(bool))), [id], name.slice(0, 30))
        for (const event of opened.sent) expect(event.text).not.toContain('DROP TABLE')
        await fails('invalid', () => table.expr`${undefined}`)
        await fails('type-mismatch', () => table.expr`${untyped(new Date())}`)
      },
    },
    {
      what: 'deferred-parts',
      title: 'deferred values and sets of other databases stand between the parts and are resolved first',
      needs: ['aggregate'],
      async run({ open, openMemory }) {
        const opened = await open(tableOf(Person, people))
        const other = await openMemory(tableOf(Visit, visits))
        const table = Person.table(opened.source)
        const count = Visit.table(other.source)
          .where(v => v.place.eq('park'))
          .countExpr()
        const two = table.expr`${table.$.id} = ${count} + ${deferred(int, async () => 1)}`.as(bool)
        const { value, count: sent } = await sending(opened, () => idsOf(table.where(two)))
        same([value, sent, other.sent.length], [[3], 1, 1])
      },
    },
    {
      what: 'outside-its-set',
      title: "used elsewhere the text stands for the value of its set's only row; several rows are a cardinality error",
      async run({ open, openMemory }) {
        const opened = await open(tableOf(Person, people), tableOf(Visit, visits))
        const memory = await openMemory(tableOf(Visit, visits))
        const ada = Person.table(opened.source).where(p => p.name.eq('Ada'))
        const age = ada.expr`${ada.$.id} + ${29}`.as(int)
        const all = Person.table(opened.source)
        const ages = all.expr`${all.$.id} + ${0}`.as(int)
        same(await age.run(), 30)
        same(await idsOf(Visit.table(memory.source).where(v => v.minutes.eq(age))), [11])
        const before = memory.sent.length
        await fails('cardinality', () =>
          Visit.table(memory.source)
            .where(v => v.minutes.eq(ages))
            .list(),
        )
        same(memory.sent.length, before)
        same(await idsOf(Visit.table(opened.source).where(v => v.minutes.eq(age))), [11])
      },
    },
    {
      what: 'outside-its-set-runs-once',
      title: 'text of another database used twice, or in a write of several statements, runs once',
      needs: ['insert', 'replace', 'where'],
      async run({ open, openMemory }) {
        const opened = await open(tableOf(Person, people))
        const memory = await openMemory(tableOf(Visit, visits))
        const ada = Person.table(opened.source).where(p => p.id.eq(1))
        const half = ada.expr`${ada.$.id} + ${44}`.as(int)
        const set = Visit.table(memory.source).where(v => v.minutes.eq(half).or(v.personId.eq(half)))
        same(await idsOf(set), [14])
        same(opened.sent.length, 1)
        await Visit.table(memory.source)
          .where(v => v.id.lt(half))
          .replace(16, { place: 'pier' })
        same(opened.sent.length, 2)
      },
    },
    {
      what: 'several-rows-embedded',
      title:
        'a text of several rows embedded where one value is wanted is a cardinality error, as it is from another database',
      async run({ open }) {
        const { source } = await open(tableOf(Person, people), tableOf(Visit, visits))
        const all = Person.table(source)
        const ages = all.expr`${all.$.id} + ${0}`.as(int)
        await fails('cardinality', () =>
          Visit.table(source)
            .where(v => v.minutes.eq(ages))
            .list(),
        )
      },
    },
    {
      what: 'untyped-text-is-no-operand-of-its-own',
      title: 'text of another database is refused or deferred, never embedded',
      async run({ open }) {
        const first = await open(tableOf(Person, people))
        const second = await open(tableOf(Person, people))
        const ada = Person.table(first.source).where(p => p.name.eq('Ada'))
        const name = ada.expr`${ada.$.name}`.as(text)
        const { value, count } = await sending(second, () =>
          idsOf(Person.table(second.source).where(p => p.name.eq(name))),
        )
        same([value, count, first.sent.length], [[1], 1, 1])
      },
    },
  ],
)
