import { outbox } from '@vantage-ts/core/outbox'
import { expect } from 'vitest'
import { fails, same } from '../check.ts'
import { type KitContext, topic } from '../kit-case.ts'
import type { KitSource, Opened } from '../kit-source.ts'
import { type KitRow, tableOf } from '../kit-table.ts'
import { Person, people, Visit, visits } from '../people.ts'

const { id: _id, ...ada } = people[0]
const placed = (id: number) => ({ id, place: `place ${id}` })
const left = (source: KitSource) =>
  Visit.table(source)
    .orderBy(v => v.id.asc())
    .fieldValues(v => v.id)

/** An outbox of visits that keeps the ids of what was delivered, but for those that are broken. */
function boxOf(source: KitSource, broken: ReadonlySet<number> = new Set()) {
  const got: number[] = []
  const box = outbox(Visit.table(source), async ({ id }) => {
    if (broken.has(id)) throw new RangeError('no answer')
    got.push(id)
  })
  return { box, got }
}
const opening = ({ open }: KitContext, ...rows: readonly KitRow[]): Promise<Opened> =>
  open(tableOf(Person), tableOf(Visit, rows))

export const outboxes = topic(
  'outboxes',
  ['read', 'where', 'order', 'window', 'insert', 'delete', 'transaction'],
  [
    {
      what: 'send',
      title: 'a message is kept in its transaction, delivered after the commit and taken out; a rollback drops it',
      async run(context) {
        const { source } = await opening(context)
        const { box, got } = boxOf(source)
        await source.transaction(async tx => {
          await Person.table(tx).insert(1, ada)
          await box.send(tx, placed(2))
          await box.send(tx, placed(1))
          same([got, await Visit.table(tx).count()], [[], 2])
        })
        same([got, await left(source)], [[2, 1], []])
        const own = new RangeError('out')
        const failing = source.transaction(async tx => {
          await box.send(tx, placed(3))
          throw own
        })
        await expect(failing).rejects.toBe(own)
        same([got, await left(source)], [[2, 1], []])
      },
    },
    {
      what: 'failed-delivery',
      title:
        'what cannot be delivered stays, though its transaction is committed, and is drained with the oldest first',
      async run(context) {
        const { source } = await opening(context)
        const broken = new Set([2])
        const { box, got } = boxOf(source, broken)
        const error = await fails('partial', () =>
          source.transaction(async tx => {
            for (const id of [1, 2, 3]) await box.send(tx, placed(id))
            await Person.table(tx).insert(1, ada)
          }),
        )
        same(error.details.written, true)
        same([got, await left(source), await Person.table(source).count()], [[1], [2, 3], 1])
        await Visit.table(source).insertMany(visits)
        const failed: number[] = []
        same(await box.drain({ onFailed: ({ id }) => failed.push(id) }), { delivered: 6, failed: 1 })
        same([failed, await left(source)], [[2], [2]])
        broken.clear()
        same(await boxOf(source).box.drain(), { delivered: 1, failed: 0 })
        same([got, await left(source)], [[1, 3, 11, 12, 13, 14, 15], []])
      },
    },
    {
      what: 'drains-at-once',
      title: 'drains at once deliver everything at least once, and none fails on another',
      async run(context) {
        const ids = Array.from({ length: 12 }, (_, index) => index + 1)
        const opened = await opening(context, ...ids.map(placed))
        const other = opened.reopen === undefined ? opened : await opened.reopen()
        const boxes = [boxOf(opened.source), boxOf(other.source), boxOf(opened.source)]
        const outcomes = await Promise.all(boxes.map(({ box }) => box.drain()))
        same(
          outcomes.map(({ failed }) => failed),
          [0, 0, 0],
        )
        const got = boxes.flatMap(box => box.got)
        same(
          [...new Set(got)].sort((a, b) => a - b),
          ids,
        )
        for (const box of boxes)
          same(
            box.got,
            box.got.toSorted((a, b) => a - b),
          )
        same(await left(opened.source), [])
      },
    },
  ],
)
