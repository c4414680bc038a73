import { VantageError } from '@vantage-ts/core'
import { expect } from 'vitest'
import { same, sameRows } from '../check.ts'
import { topic } from '../kit-case.ts'
import type { KitSource, Opened } from '../kit-source.ts'
import { tableOf } from '../kit-table.ts'
import { people, Person } from '../people.ts'

export const meetingTransactions = topic(
  'meeting-transactions',
  ['read', 'where', 'patch', 'transaction'],
  [
    {
      what: 'lost-update',
      title: 'of two that read a row and then both save it, each change counts or is a conflict that is safe to repeat',
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const done = await both(opened, 'repeatable-read', async (tx, _, met) => {
          const ada = await Person.table(tx).load(1)
          await met()
          ada.age = (ada.age ?? 0) + 1
          await ada.save()
        })
        expect(done).toBeGreaterThan(0)
        same((await Person.table(opened.source).get(1))?.age, 36 + done)
      },
    },
    {
      what: 'write-skew',
      title:
        'of two serializable ones that each change what the other has read, one is a conflict; or there are none such',
      needs: ['aggregate'],
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        // Somebody has to stay active; Ada and Cy look and leave.
        await Person.table(opened.source).patch(5, { isActive: false })
        const active = (source: KitSource) => Person.table(source).where(p => p.isActive.eq(true))
        const done = await both(opened, 'serializable', async (tx, number, met) => {
          const others = (await active(tx).count()) - 1
          await met()
          if (others > 0) await Person.table(tx).patch(number === 0 ? 1 : 3, { isActive: false })
        })
        // Where one was kept out until the other had ended, it found nobody else.
        same(await active(opened.source).count(), done === 0 ? 2 : 1)
      },
    },
    {
      what: 'crossing-writes',
      title:
        'of two that change the same two rows the other way round, one is done and the other is a conflict to repeat',
      async run({ open, losesBoth }) {
        const opened = await open(tableOf(Person, people))
        const done = await both(opened, 'repeatable-read', async (tx, number, met) => {
          const [first, second] = number === 0 ? ([1, 4] as const) : ([4, 1] as const)
          await Person.table(tx).patch(first, { score: number })
          await met()
          await Person.table(tx).patch(second, { score: number })
        })
        expect(losesBoth ? [0, 1] : [1]).toContain(done)
        const [ada, dee] = [await Person.table(opened.source).get(1), await Person.table(opened.source).get(4)]
        if (done === 0) return sameRows(await Person.table(opened.source).list(), people)
        same(ada?.score, dee?.score)
        expect([0, 1]).toContain(ada?.score)
      },
    },
  ],
)

type Isolation = 'repeatable-read' | 'serializable'
type Work = (tx: KitSource, number: number, met: () => Promise<void>) => Promise<void>

/**
 * Runs work in two transactions, over two connections where there may be several, which meet half-way unless one keeps the other
 * out. Gives how many were committed. What was not has to be a conflict,
 * or an isolation that the source does not know, and says so.
 */
async function both(opened: Opened, isolation: Isolation, work: Work): Promise<number> {
  const other = opened.reopen === undefined ? opened : await opened.reopen()
  let left = 2
  let meet = (): void => {}
  const meeting = new Promise<void>(resolve => {
    meet = resolve
  })
  const arrive = (): void => void (--left === 0 && meet())
  const outcomes = await Promise.allSettled(
    [opened, other].map(async ({ source }, number) => {
      let hasArrived = false
      const arriveOnce = (): void => {
        if (!hasArrived) arrive()
        hasArrived = true
      }
      try {
        await source.transaction(
          tx =>
            work(tx, number, async () => {
              arriveOnce()
              await meeting
            }),
          { isolation },
        )
      } finally {
        // Who failed is not waited for.
        arriveOnce()
      }
    }),
  )
  let done = 0
  for (const outcome of outcomes) {
    if (outcome.status === 'fulfilled') done++
    else refused(outcome.reason)
  }
  return done
}

function refused(thrown: unknown): void {
  if (!VantageError.is(thrown)) throw thrown
  if (thrown.kind === 'unsupported') return void expect(thrown.message).toContain('serializable')
  expect(thrown).toMatchObject({ kind: 'conflict', retry: 'safe', details: { reason: expect.any(String) } })
}
