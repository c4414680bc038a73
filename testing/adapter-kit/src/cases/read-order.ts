import { bigint, caseWhen, coalesce, col, Entity, float, int, text } from '@vantage-ts/core'
import { fails, same } from '../check.ts'
import { topic } from '../kit-case.ts'
import { sending } from '../kit-source.ts'
import { tableOf } from '../kit-table.ts'
import { people, Person } from '../people.ts'
import { untyped } from '../untyped.ts'

class Word extends Entity('kit_word', { id: col(int).id(), word: col(text).optional(), size: col(float).optional() }) {}
class Large extends Entity('kit_large', { id: col(int).id(), size: col(bigint) }) {}

const idsOf = async (set: { list(): PromiseLike<readonly { readonly id: number }[]> }): Promise<number[]> =>
  (await set.list()).map(({ id }) => id)

export const readOrder = topic(
  'order',
  ['read', 'order'],
  [
    {
      what: 'nulls-last',
      title: 'nulls sort last in both directions',
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const table = Person.table(source)
        same(await idsOf(table.orderBy(p => p.score)), [4, 3, 1, ...(await tail(table.orderBy(p => p.score)))])
        same(
          await idsOf(
            table.orderBy(
              p => p.score,
              p => p.id,
            ),
          ),
          [4, 3, 1, 2, 5],
        )
        same(
          await idsOf(
            table.orderBy(
              p => p.score.desc(),
              p => p.id.desc(),
            ),
          ),
          [1, 3, 4, 5, 2],
        )
        same(
          await idsOf(
            table.orderBy(
              p => p.city.desc(),
              p => p.id,
            ),
          ),
          [2, 1, 4, 3, 5],
        )
      },
    },
    {
      what: 'long-texts',
      title: 'texts sort by all of their characters, not by the first thousand',
      async run({ open }) {
        const start = 'long '.repeat(600)
        const words = ['c', 'a', 'd', 'b'].map((end, at) => ({ id: at + 1, word: start + end, size: null }))
        const { source } = await open(tableOf(Word, words))
        const table = Word.table(source)
        same(await idsOf(table.orderBy(w => w.word)), [2, 4, 1, 3])
        same(await idsOf(table.orderBy(w => w.word.desc()).limit(2)), [3, 1])
      },
    },
    {
      what: 'several-keys',
      title: 'later keys decide among equals, each in its own direction',
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const table = Person.table(source)
        same(
          await idsOf(
            table.orderBy(
              p => p.age,
              p => p.name.desc(),
            ),
          ),
          [3, 4, 1, 5, 2],
        )
        same(
          await idsOf(
            table.orderBy(
              p => p.age.desc(),
              p => p.isActive.desc(),
              p => p.id,
            ),
          ),
          [1, 4, 3, 5, 2],
        )
        same(
          await idsOf(
            table.orderBy(
              p => p.isActive,
              p => p.name.desc(),
            ),
          ),
          [4, 2, 5, 3, 1],
        )
      },
    },
    {
      what: 'a-later-order-replaces-an-earlier-one',
      title: 'an order given again takes the place of the one before',
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        same(
          await idsOf(
            Person.table(source)
              .orderBy(p => p.name)
              .orderBy(p => p.id.desc()),
          ),
          [5, 4, 3, 2, 1],
        )
      },
    },
    {
      what: 'text-by-code-point',
      title: 'text sorts by code point: capitals before small letters, letters before accents, all before emoji',
      async run({ open }) {
        const sorted = [
          '',
          ' ',
          '10',
          '9',
          'A',
          'B',
          'Z',
          'Zz',
          '_',
          'a',
          'a b',
          'a-b',
          'ab',
          'b',
          'z',
          'ä',
          'é',
          '中',
          '\ue000',
          '\uffee',
          '😀',
          '\u{10ffff}',
        ]
        const rows = sorted.map((word, at) => ({ id: (at * 7) % sorted.length, word, size: null }))
        const { source } = await open(tableOf(Word, rows))
        const table = Word.table(source)
        same(
          (await table.orderBy(w => w.word).list()).map(({ word }) => word),
          sorted,
        )
        same(
          (await table.orderBy(w => w.word.desc()).list()).map(({ word }) => word),
          [...sorted].reverse(),
        )
      },
    },
    {
      what: 'numbers-by-size',
      title: 'numbers sort by size and not as text',
      async run({ open }) {
        const sorted = [-1e300, -10, -9, -0.5, 0, 5e-324, 0.1, 9, 10, 100, 1e21, 1.7976931348623157e308]
        const rows = sorted.map((size, at) => ({ id: (at * 5) % sorted.length, word: null, size }))
        const { source } = await open(tableOf(Word, rows))
        const table = Word.table(source)
        same(
          (await table.orderBy(w => w.size).list()).map(({ size }) => size),
          sorted,
        )
        same(
          (await table.orderBy(w => w.id).list()).map(({ id }) => id),
          sorted.map((_, id) => id),
        )
      },
    },
    {
      what: 'large-whole-numbers',
      title: 'whole numbers past 2^53 that differ in the last digit sort by it',
      types: [bigint],
      async run({ open }) {
        const sorted = [
          -(2n ** 63n),
          -(2n ** 53n) - 1n,
          -1n,
          9n,
          10n,
          2n ** 53n,
          2n ** 53n + 1n,
          2n ** 63n - 2n,
          2n ** 63n - 1n,
        ]
        const rows = sorted.map((size, at) => ({ id: (at * 5) % sorted.length, size }))
        const { source } = await open(tableOf(Large, rows))
        same(
          (
            await Large.table(source)
              .orderBy(l => l.size)
              .list()
          ).map(({ size }) => size),
          sorted,
        )
      },
    },
    {
      what: 'by-an-expression',
      title: 'an expression may be an order key, its nulls last too',
      operators: ['coalesce', 'negate', 'eq'],
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const table = Person.table(source)
        same(
          await idsOf(
            table.orderBy(
              p => p.age.negate(),
              p => p.id,
            ),
          ),
          [1, 4, 3, 2, 5],
        )
        same(
          await idsOf(
            table.orderBy(
              p => coalesce(p.age, 0).desc(),
              p => p.id.desc(),
            ),
          ),
          [4, 1, 3, 5, 2],
        )
        const first = table.orderBy(
          p => caseWhen(int, [{ when: p.name.eq('Eve'), then: 0 }]),
          p => p.id,
        )
        same(await idsOf(first), [5, 1, 2, 3, 4])
      },
    },
    {
      what: 'one-statement',
      title: 'an ordered list is one statement',
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        same(
          (
            await sending(opened, () =>
              Person.table(opened.source)
                .orderBy(p => p.name)
                .list(),
            )
          ).count,
          1,
        )
      },
    },
    {
      what: 'what-has-no-order-is-refused',
      title: 'a key that is no column or expression is refused while the set is built',
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        await fails('invalid', () => Person.table(source).orderBy(untyped('name')))
        await fails('invalid', () => Person.table(source).orderBy(untyped(undefined)))
      },
    },
  ],
)

/** The ids of the rows without a score, in whatever order the source gives them. */
const tail = async (set: { list(): PromiseLike<readonly { readonly id: number }[]> }): Promise<number[]> =>
  (await idsOf(set)).filter(id => id === 2 || id === 5)
