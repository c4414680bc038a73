import { fails, same, sameRows } from '../check.ts'
import { topic } from '../kit-case.ts'
import { tableOf } from '../kit-table.ts'
import { people, Person } from '../people.ts'
import { untyped } from '../untyped.ts'

const many = Array.from({ length: 3210 }, (_, id) => ({ ...people[id % 5], id, name: `person ${id}` }))

async function all<Row>(rows: AsyncIterable<Row>): Promise<Row[]> {
  const found: Row[] = []
  for await (const row of rows) found.push(row)
  return found
}

export const readStream = topic(
  'stream',
  ['read'],
  [
    {
      what: 'equals-the-list',
      title: 'a stream gives the rows of the list, whatever the size of its batches',
      needs: ['where'],
      async run({ open }) {
        const { source } = await open(tableOf(Person, many))
        const table = Person.table(source)
        for (const batchRows of [50, 1000, 3210, 100_000]) sameRows(await all(table.stream({ batchRows })), many)
        const few = table.where(p => p.id.lt(23))
        for (const batchRows of [1, 7, 23]) sameRows(await all(few.stream({ batchRows })), many.slice(0, 23))
        const rows = await all(table)
        sameRows(rows, many)
        same(rows[0] instanceof Person, true)
      },
    },
    {
      what: 'keeps-conditions-order-and-limit',
      title: 'a stream keeps conditions, order and limit',
      needs: ['where', 'order', 'window'],
      async run({ open }) {
        const { source } = await open(tableOf(Person, many))
        const set = Person.table(source)
          .where(p => p.isActive.eq(true))
          .orderBy(p => p.id.desc())
          .limit(50)
          .offset(3)
        const listed = await set.list()
        same(await all(set.stream({ batchRows: 8 })), listed)
        same(listed.length, 50)
      },
    },
    {
      what: 'left-early-two-hundred-times',
      title: 'leaving the loop early releases what the stream holds: after 200 times the source still reads and closes',
      async run({ open }) {
        const { source } = await open(tableOf(Person, many))
        const table = Person.table(source)
        for (let round = 0; round < 200; round++)
          for await (const row of table.stream({ batchRows: 5 })) {
            same(typeof row.id, 'number')
            break
          }
        same((await table.list()).length, 3210)
      },
    },
    {
      what: 'failing-consumer',
      title: 'an error thrown by who reads a stream comes through as it is, and the source works on',
      async run({ open }) {
        const { source } = await open(tableOf(Person, many))
        const table = Person.table(source)
        const own = new Error('of the reader')
        for (let round = 0; round < 30; round++) {
          const caught = await (async () => {
            for await (const _row of table.stream({ batchRows: 2 })) throw own
            return undefined
          })().catch(error => error)
          same(caught === own, true)
        }
        same((await table.list()).length, 3210)
      },
    },
    {
      what: 'several-at-once',
      title: 'several streams of one source run side by side, with other calls between their rows',
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const table = Person.table(source)
        const first = table.stream({ batchRows: 1 })[Symbol.asyncIterator]()
        const second = table.stream({ batchRows: 2 })[Symbol.asyncIterator]()
        const ids: unknown[] = []
        for (let step = 0; step < 5; step++) {
          ids.push((await first.next()).value.id, (await second.next()).value.id)
          if (step === 2) same((await table.list()).length, 5)
        }
        same([(await first.next()).done, (await second.next()).done], [true, true])
        same(ids.sort(), [1, 1, 2, 2, 3, 3, 4, 4, 5, 5])
      },
    },
    {
      what: 'aborted-in-the-middle',
      title: 'a stream whose signal aborts ends with cancelled, and the source works on',
      async run({ open }) {
        const { source } = await open(tableOf(Person, many))
        const table = Person.table(source)
        for (let round = 0; round < 30; round++) {
          const controller = new AbortController()
          let seen = 0
          await fails('cancelled', async () => {
            for await (const _row of table.stream({ batchRows: 3, signal: controller.signal }))
              if (++seen === 4) controller.abort()
          })
          same(seen <= 3210, true)
        }
        same((await table.list()).length, 3210)
      },
    },
    {
      what: 'bad-batch-sizes',
      title: 'a batch size that is no whole number from 1 to 100,000 is refused before anything is sent',
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        for (const batchRows of [0, -1, 1.5, Number.NaN, 100_001, untyped('5')])
          await fails('invalid', () => all(Person.table(opened.source).stream({ batchRows })))
        same(opened.sent.length, 0)
      },
    },
  ],
)
