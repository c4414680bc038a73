import { fails, same } from '../check.ts'
import { topic } from '../kit-case.ts'
import { sending } from '../kit-source.ts'
import { tableOf } from '../kit-table.ts'
import { people, Person } from '../people.ts'
import { untyped } from '../untyped.ts'

const idsOf = async (set: { list(): PromiseLike<readonly { readonly id: number }[]> }): Promise<number[]> =>
  (await set.list()).map(({ id }) => id)

export const readWindow = topic(
  'limit',
  ['read', 'order', 'window'],
  [
    {
      what: 'limit-and-offset',
      title: 'limit and offset cut the set in its order, past its end too',
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const table = Person.table(source).orderBy(p => p.name)
        same(await idsOf(table.limit(2)), [1, 2])
        same(await idsOf(table.limit(2).offset(1)), [2, 3])
        same(await idsOf(table.offset(3)), [4, 5])
        same(await idsOf(table.offset(0)), [1, 2, 3, 4, 5])
        same(await idsOf(table.limit(0)), [])
        same(await idsOf(table.limit(100).offset(4)), [5])
        same(await idsOf(table.offset(5)), [])
        same(await idsOf(table.limit(1).limit(3)), [1, 2, 3])
      },
    },
    {
      what: 'the-id-is-the-last-key',
      title: 'a cut among equals is decided by the id, with an order or without one',
      async run({ open }) {
        const shuffled = [...people.slice(3), ...people.slice(0, 3)]
        const { source } = await open(tableOf(Person, shuffled))
        const table = Person.table(source)
        same(await idsOf(table.limit(3)), [1, 2, 3])
        same(await idsOf(table.offset(3)), [4, 5])
        same(await idsOf(table.orderBy(p => p.age).limit(2)), [3, 1])
        same(
          await idsOf(
            table
              .orderBy(p => p.age.desc())
              .limit(1)
              .offset(1),
          ),
          [4],
        )
        same(await idsOf(table.orderBy(p => p.age).offset(3)), [2, 5])
      },
    },
    {
      what: 'first',
      title: 'first gives the first row of the order, or undefined, in one statement',
      needs: ['where'],
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const table = Person.table(opened.source)
        const { value, count } = await sending(opened, () => table.orderBy(p => p.name.desc()).first())
        same([value, count], [people[4], 1])
        same((await table.first())?.id, 1)
        same(
          (
            await table
              .orderBy(p => p.name)
              .offset(2)
              .first()
          )?.id,
          3,
        )
        same(
          await table
            .orderBy(p => p.name)
            .limit(0)
            .first(),
          undefined,
        )
        same(await table.where(p => p.age.gt(100)).first(), undefined)
      },
    },
    {
      what: 'get-ignores-the-limit',
      title: 'get by id ignores limit, offset and order, and keeps the conditions',
      needs: ['where'],
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const cut = Person.table(opened.source)
          .orderBy(p => p.name)
          .limit(1)
        const { value, count } = await sending(opened, () => cut.get(5))
        same([value, count], [people[4], 1])
        same((await cut.offset(4).get(1))?.name, 'Ada')
        same(await cut.where(p => p.isActive.eq(true)).get(2), undefined)
      },
    },
    {
      what: 'aggregates-ignore-the-limit',
      title: 'count, sum, min, max and avg ignore limit and offset, run at once, as expression and as query',
      needs: ['aggregate'],
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const cut = Person.table(source)
          .orderBy(p => p.name)
          .limit(1)
          .offset(1)
        same([await cut.count(), await cut.sum(p => p.age), await cut.avg(p => p.score)], [5, 92, 3.5 / 3])
        same([await cut.min(p => p.name), await cut.max(p => p.name)], ['Ada', 'Eve'])
        same([await cut.countExpr().run(), await cut.sumQuery(p => p.id).run()], [5, 15])
      },
    },
    {
      what: 'field-values-keep-the-limit',
      title: 'the values of a column keep order and limit of the set, in each of their three forms',
      needs: ['select'],
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const cut = Person.table(source)
          .orderBy(p => p.name.desc())
          .limit(2)
          .offset(1)
        same(await cut.fieldValues(p => p.name), ['Dee', 'Cy'])
        same(await cut.fieldExpr(p => p.name).run(), ['Dee', 'Cy'])
        same(await cut.fieldQuery(p => p.name).run(), ['Dee', 'Cy'])
        same(
          await cut
            .fieldQuery(p => p.name)
            .limit(1)
            .run(),
          ['Dee'],
        )
      },
    },
    {
      what: 'a-limited-operand-keeps-its-limit',
      title: 'a limited set as an operand of in never widens, embedded or from another database',
      needs: ['select', 'where'],
      async run({ open, openMemory }) {
        const opened = await open(tableOf(Person, people))
        const other = await openMemory(tableOf(Person, people))
        const table = Person.table(opened.source)
        for (const source of [opened.source, other.source]) {
          const oldest = Person.table(source)
            .orderBy(p => p.name.desc())
            .limit(2)
          const set = table.where(p => p.id.in(oldest.fieldExpr(q => q.id))).orderBy(p => p.id)
          same(await idsOf(set), [4, 5])
          same(await idsOf(set.where(p => p.id.notIn(oldest.offset(1).fieldExpr(q => q.id)))), [5])
        }
      },
    },
    {
      what: 'a-limited-operand-in-a-delete',
      title: 'deleting what points to a limited set deletes no more than that',
      needs: ['select', 'where', 'delete'],
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const table = Person.table(source)
        const two = table.orderBy(p => p.name).limit(2)
        same(await table.where(p => p.id.in(two.fieldExpr(q => q.id))).deleteAll(), 2)
        same(await idsOf(table.orderBy(p => p.id)), [3, 4, 5])
      },
    },
    {
      what: 'what-is-no-number-of-rows',
      title: 'a limit or offset that is no whole number from 0 up is refused while the set is built',
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const table = Person.table(opened.source)
        for (const rows of [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, '1', undefined, null, 1n]) {
          await fails('invalid', () => table.limit(untyped(rows)))
          await fails('invalid', () => table.offset(untyped(rows)))
        }
        same(opened.sent.length, 0)
      },
    },
  ],
)
