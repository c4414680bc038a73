import { VantageError } from '@vantage-ts/core'
import { unchecked } from '@vantage-ts/core/adapter'
import { memory } from '@vantage-ts/core/memory'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AdapterUnderTest, OpenedTables } from '../adapter.ts'
import { tableOf } from '../kit-table.ts'
import { calculations } from './calculations.ts'
import { conditions } from './conditions.ts'
import { c } from './make.ts'
import { randomRows, randomValues, Row } from './rows.ts'

type RowTable = ReturnType<typeof oracleTable>
const oracleTable = () => Row.table(memory())

const shown = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(shown) : typeof value === 'object' && value !== null ? String(value) : value

/** An engine holds less than memory does: what leaves it is too large there only. */
const isBounded = (result: unknown): boolean => result === 'error: too-large' || result === refused
const refused = 'refused'

export interface OperatorTests extends Pick<AdapterUnderTest, 'name' | 'open' | 'refuses'> {
  /** Calls that the engine has no exact form for. */
  readonly refusesCalls?: { readonly why: string; isSuch(error: VantageError): boolean }
}

/**
 * Every operator over random rows means what it means in memory: calculated values, conditions, orders and aggregates.
 *
 * Shape: a failure prints the seed.
 */
export function testOperators({ name, open, refusesCalls, ...adapter }: OperatorTests): void {
  const values = randomValues(adapter)
  const rows = randomRows(values)

  /** What came out, errors as their kind. */
  async function outcome(work: () => PromiseLike<unknown>): Promise<unknown> {
    try {
      return shown(await work())
    } catch (thrown) {
      if (!VantageError.is(thrown)) throw thrown
      return refusesCalls?.isSuch(thrown) === true ? refused : `error: ${thrown.kind}`
    }
  }

  describe(`${name}: operators mean what they mean in memory`, () => {
    let opened: OpenedTables | undefined
    beforeAll(async () => {
      opened = await open([tableOf(Row)])
    })
    afterAll(() => opened?.close())

    async function both(records: readonly object[]): Promise<{ table: RowTable; oracle: RowTable }> {
      const source = opened?.source ?? expect.fail('before the tests')
      const oracle = oracleTable()
      const table = Row.table(unchecked<ReturnType<typeof memory>>(source, 'asked alike'))
      const typed = unchecked<Parameters<typeof table.insertMany>[0]>(records, 'made of values of the types')
      await table.deleteAll({ everything: true })
      await table.insertMany(typed)
      await oracle.insertMany(typed)
      return { table, oracle }
    }

    test.each(Object.entries(calculations(values)))('%s', async (operator, makes) => {
      await fc.assert(
        fc.asyncProperty(rows, makes, async (records, make) => {
          const { table, oracle } = await both(records)
          const of = (set: RowTable, id: number) =>
            set.where(r => r.id.eq(id)).fieldValues(r => unchecked<typeof r.i>(make(r), 'a calculated column'))
          for (const id of records.keys()) {
            const [ours, theirs] = [await outcome(() => of(table, id)), await outcome(() => of(oracle, id))]
            // An engine goes on with a part that has left its range: infinity less infinity is null to SQLite.
            const isLost = operator === 'calculations of calculations' && isBounded(theirs)
            if (!isBounded(ours) && !isLost) expect(ours).toEqual(theirs)
          }
        }),
        { numRuns: 25, verbose: 0 },
      )
    })

    test('conditions', async () => {
      await fc.assert(
        fc.asyncProperty(rows, conditions(values), async (records, make) => {
          const { table, oracle } = await both(records)
          const met = (set: RowTable) =>
            set.where(r => unchecked<ReturnType<typeof r.i.isNull>>(make(r), 'a condition')).orderBy(r => r.id.asc())
          const ours = await outcome(() => met(table).fieldValues(r => r.id))
          if (!isBounded(ours))
            expect(ours, met(table).explain().toString()).toEqual(
              await outcome(() => met(oracle).fieldValues(r => r.id)),
            )
        }),
        { numRuns: 200, verbose: 0 },
      )
    })

    test('orders and extremes', async () => {
      const columns = ['i', 'b', 'f', 'd', 't', 'v', 'at', 'day', 'len'] as const
      const drawn = [fc.constantFrom(...columns), fc.constantFrom('asc', 'desc'), fc.option(fc.nat(5))] as const
      await fc.assert(
        fc.asyncProperty(rows, ...drawn, async (records, column, direction, limit) => {
          const { table, oracle } = await both(records)
          const ordered = (set: RowTable) => {
            const all = set.orderBy(
              r => c<number>(r[column])[unchecked<'asc'>(direction, 'one of the two')](),
              r => r.id.asc(),
            )
            return (limit === null ? all : all.limit(limit)).fieldValues(r => r.id)
          }
          expect(await ordered(table)).toEqual(await ordered(oracle))
          for (const name of ['min', 'max'] as const) {
            const of = (set: RowTable) => outcome(() => set[name](r => unchecked<typeof r.i>(r[column], 'ordered')))
            expect(await of(table)).toEqual(await of(oracle))
          }
        }),
        { numRuns: 50, verbose: 0 },
      )
    })

    test('sums and averages', async () => {
      await fc.assert(
        fc.asyncProperty(rows, fc.constantFrom('i', 'b', 'd', 'len'), async (records, column) => {
          const { table, oracle } = await both(records)
          for (const name of ['sum', 'avg'] as const) {
            const of = (set: RowTable) => outcome(() => set[name](r => unchecked<typeof r.i>(r[column], 'adds up')))
            const [ours, theirs] = [await of(table), await of(oracle)]
            if (typeof ours === 'number' && typeof theirs === 'number' && name === 'avg') {
              // Two ways to the nearest double.
              expect(Math.abs(ours - theirs)).toBeLessThanOrEqual(Math.abs(theirs) * 2 ** -51)
            } else if (!isBounded(ours)) expect(ours).toEqual(theirs)
          }
        }),
        { numRuns: 50, verbose: 0 },
      )
    })

    test('aggregates as operands', async () => {
      const columns = ['i', 'd', 'len', 'at', 't'] as const
      const aggregates = ['minExpr', 'maxExpr', 'avgExpr', 'sumExpr'] as const
      const pairs = columns.flatMap(column =>
        aggregates
          .filter(name => /^m/.test(name) || column === 'd' || (column === 'i' && name === 'sumExpr'))
          .map(name => ({ column, name })),
      )
      await fc.assert(
        fc.asyncProperty(rows, fc.constantFrom(...pairs), async (records, { column, name }) => {
          const { table, oracle } = await both(records)
          const found = (set: RowTable) =>
            set
              .where(r => {
                const aggregate = set[unchecked<'minExpr'>(name, 'one of these')](q =>
                  unchecked<typeof q.i>(q[column], 'ordered'),
                )
                return unchecked<ReturnType<typeof r.i.isNull>>(
                  c<number>(r[column]).lte(unchecked(aggregate, 'of its type')),
                  'a condition',
                )
              })
              .orderBy(r => r.id.asc())
              .fieldValues(r => r.id)
          const [ours, theirs] = [await outcome(() => found(table)), await outcome(() => found(oracle))]
          // The engine compares with a sum that no column could hold.
          if (!isBounded(ours) && !isBounded(theirs)) expect(ours).toEqual(theirs)
        }),
        { numRuns: 40, verbose: 0 },
      )
    })
  })
}
