import { col, Entity, type Expr, int, type Ordered, type Type, type VantageError } from '@vantage-ts/core'
import { unchecked } from '@vantage-ts/core/adapter'
import { fails, same, sameRows, sameValues } from '../check.ts'
import { type CaseParts, type KitContext, topic } from '../kit-case.ts'
import { isAble, type KitSource, sending } from '../kit-source.ts'
import { tableOf } from '../kit-table.ts'
import { allSamples, type Samples } from '../samples.ts'
import { untyped } from '../untyped.ts'

const holderOf = ({ type }: Samples) => {
  const held = unchecked<Type<unknown, 'held'>>(type, 'a name that the compiler can tell from the traits of a column')
  return Entity('kit_held', { id: col(int).id(), held: col(held).optional() })
}
/** The ordinary values that a source holds: all but those it says it lacks. */
const heldOf = ({ lacks }: KitContext, { type, ordinary }: Samples): readonly unknown[] =>
  ordinary.filter(value => !lacks(type, value))
const rowsOf = (values: readonly unknown[]) => values.map((held, id) => ({ id, held }))
const slug = (name: string): string =>
  name
    .replaceAll(/[^a-z0-9]+/gi, '-')
    .replace(/-$/, '')
    .toLowerCase()
/** The typed face of a column of the type under test, for comparisons. */
const ordered = (column: unknown): Expr<Ordered, KitSource> => unchecked(column, 'only types with an order get here')

/** Every sample is created and read back as it was, or refused as type-mismatch before anything is sent. */
const written = (samples: Samples): CaseParts => ({
  what: `${slug(samples.name)}-written`,
  title: `values of ${samples.name} are stored exactly; what the source cannot hold exactly is refused before anything is sent`,
  types: [samples.type],
  needs: ['insert', 'where'],
  async run({ open, lacks }) {
    class Held extends holderOf(samples) {}
    const opened = await open(tableOf(Held))
    const table = Held.table(opened.source)
    const all = [...samples.ordinary, ...samples.extreme]
    for (const [id, held] of all.entries()) {
      const { value, count } = await sending(opened, () =>
        table.insert(id, untyped({ held })).then(
          row => row,
          (error: VantageError) => error,
        ),
      )
      const isRefused = 'kind' in value
      const mayBeRefused = id >= samples.ordinary.length || lacks(samples.type, held)
      same(
        lacks(samples.type, held) && !isRefused,
        false,
        `sample ${id} is held, though the adapter says that it is not`,
      )
      if (isRefused)
        same([value.kind, count, mayBeRefused], ['type-mismatch', 0, true], `sample ${id}: ${value.message}`)
      else same([value.held, (await table.get(id))?.held], [held, held], `sample ${id}`)
    }
    await table.insert(1000, untyped({ held: null }))
    same((await table.get(1000))?.held, null)
  },
})

/** Rows that somebody else stored are read as they are. */
const stored = (samples: Samples): CaseParts => ({
  what: `${slug(samples.name)}-read`,
  title: `stored values of ${samples.name} are read exactly, and null as null`,
  types: [samples.type],
  async run(context) {
    class Held extends holderOf(samples) {}
    const rows = rowsOf([...heldOf(context, samples), null])
    const { source } = await context.open(tableOf(Held, rows))
    sameRows(await Held.table(source).list(), rows)
    sameValues(
      await Held.table(source).fieldValues(h => untyped(h.held)),
      rows.map(({ held }) => held),
    )
  },
})

/** Comparisons, lists, order and extremes agree with the type's own order. */
const compared = (samples: Samples): CaseParts => ({
  what: `${slug(samples.name)}-compared`,
  title: `values of ${samples.name} compare, are found in lists, sort and have extremes as their type says`,
  types: [samples.type],
  needs: ['where', 'order', 'aggregate'],
  async run(context) {
    class Held extends holderOf(samples) {}
    const { type } = samples
    const ordinary = heldOf(context, samples)
    const rows = rowsOf([...ordinary, null])
    const { source } = await context.open(tableOf(Held, rows))
    const table = Held.table(source)
    const idsWhere = (test: (held: unknown) => boolean) =>
      rows.filter(({ held }) => held !== null && test(held)).map(({ id }) => id)
    for (const value of ordinary) {
      const given = untyped(value)
      const found = async (condition: (h: typeof table.$) => unknown) =>
        (await table.where(h => untyped(condition(h))).list()).map(({ id }) => id).sort((a, b) => a - b)
      same(
        await found(h => h.held.eq(given)),
        idsWhere(held => type.equals(held, value)),
      )
      same(
        await found(h => h.held.in([given])),
        idsWhere(held => type.equals(held, value)),
      )
      same(
        await found(h => ordered(h.held).gt(given)),
        idsWhere(held => type.compare(held, value) > 0),
      )
      same(
        await found(h => ordered(h.held).lte(given)),
        idsWhere(held => type.compare(held, value) <= 0),
      )
    }
    const sorted = [...ordinary].sort(type.compare)
    same(
      (await table.orderBy(h => h.held).list()).map(({ held }) => held),
      [...sorted, null],
    )
    same(
      (await table.orderBy(h => h.held.desc()).list()).map(({ held }) => held),
      [...sorted.toReversed(), null],
    )
    if (type.name === 'bool') return
    same([await table.min(h => ordered(h.held)), await table.max(h => ordered(h.held))], [sorted[0], sorted.at(-1)])
  },
})

/** What a source cannot hold is refused in conditions too, or compared exactly: never bound as something near it. */
const bound = (samples: Samples): CaseParts => ({
  what: `${slug(samples.name)}-extremes-in-conditions`,
  title: `extreme values of ${samples.name} in conditions are compared exactly or refused before anything is sent`,
  types: [samples.type],
  needs: ['where'],
  async run(context) {
    class Held extends holderOf(samples) {}
    const { type } = samples
    const rows = rowsOf(heldOf(context, samples))
    const opened = await context.open(tableOf(Held, rows))
    for (const [at, value] of samples.extreme.entries()) {
      const given = untyped(value)
      const tests = [
        [(order: number) => order === 0, Held.table(opened.source).where(h => h.held.eq(given))],
        [(order: number) => order > 0, Held.table(opened.source).where(h => ordered(h.held).gt(given))],
        [(order: number) => order < 0, Held.table(opened.source).where(h => ordered(h.held).lt(given))],
      ] as const
      for (const [test, set] of tests) {
        const { value: found, count } = await sending(opened, () =>
          set.list().then(
            list => list.map(({ id }) => id).sort((a, b) => a - b),
            (error: VantageError) => error,
          ),
        )
        if (!Array.isArray(found)) same([Object(found).kind, count], ['type-mismatch', 0], `sample ${at}`)
        else
          same(
            found,
            rows.filter(({ held }) => test(type.compare(held, value))).map(({ id }) => id),
            `sample ${at}`,
          )
      }
    }
  },
})

/** Values go to another database and come from there without change. */
const carried = (samples: Samples): CaseParts => ({
  what: `${slug(samples.name)}-carried`,
  title: `values of ${samples.name} are carried to another database, and found by values of one, without change`,
  types: [samples.type],
  needs: ['where'],
  async run(context) {
    const { open, openMemory } = context
    class Held extends holderOf(samples) {}
    const rows = rowsOf(heldOf(context, samples))
    const opened = await open(tableOf(Held, rows))
    const memory = await openMemory(tableOf(Held, rows))
    const there = Held.table(memory.source)
    const target = await openMemory(tableOf(Held))
    await Held.table(target.source).import(Held.table(opened.source))
    sameRows(await Held.table(target.source).list(), rows)
    if (!samples.type.isOrdered) return
    const found = await Held.table(opened.source)
      .where(h => h.held.in(untyped(there.fieldExpr(t => t.held))))
      .list()
    sameRows(found, rows)
    if (!isAble(opened, 'insert')) return
    const other = await open(tableOf(Held))
    same(await Held.table(other.source).import(there), { read: rows.length, created: rows.length })
    sameRows(await Held.table(other.source).list(), rows)
  },
})

export const types = topic(
  'types',
  ['read'],
  [
    ...allSamples.map(stored),
    ...allSamples.map(written),
    ...allSamples.filter(({ type }) => type.isOrdered).map(compared),
    ...allSamples.filter(({ type, extreme }) => type.isOrdered && extreme.length > 0).map(bound),
    ...allSamples.map(carried),
  ],
)

const zones = ['Pacific/Auckland', 'America/St_Johns', 'Pacific/Kiritimati', 'UTC'] as const

export const typesInZones = topic(
  'time-zones',
  ['read'],
  [
    {
      what: 'dates-do-not-shift',
      title: 'dates, times and moments are the same whatever the time zone of this process',
      types: allSamples.filter(({ name }) => name.startsWith('plain') || name === 'instant').map(({ type }) => type),
      async run(context) {
        const before = process.env.TZ
        try {
          for (const zone of zones) {
            process.env.TZ = zone
            for (const samples of allSamples.filter(({ name }) => name.startsWith('plain') || name === 'instant')) {
              class Held extends holderOf(samples) {}
              const rows = rowsOf(heldOf(context, samples))
              const opened = await context.open(tableOf(Held, rows))
              sameRows(await Held.table(opened.source).list(), rows)
              if (isAble(opened, 'insert'))
                same(
                  (await Held.table(opened.source).insert(900, untyped({ held: samples.ordinary[1] }))).held,
                  samples.ordinary[1],
                  zone,
                )
            }
          }
        } finally {
          if (before === undefined) delete process.env.TZ
          else process.env.TZ = before
        }
      },
    },
  ],
)

/** Wrong values for one type, which it refuses wherever they are given. */
export const wrongValues = topic(
  'wrong-values',
  ['read', 'where', 'insert'],
  [
    {
      what: 'what-the-type-does-not-hold',
      title: 'every type refuses what it does not hold, on write and in conditions, and nothing is sent',
      async run({ open }) {
        for (const samples of allSamples.slice(0, 4)) {
          class Held extends holderOf(samples) {}
          const opened = await open(tableOf(Held))
          const table = Held.table(opened.source)
          for (const wrong of [
            {},
            [],
            Symbol.iterator,
            () => 1,
            new Date(),
            Number.NaN,
            'nothing of it'.repeat(samples.name === 'text' ? 0 : 1) || '\ud800',
          ]) {
            await fails('type-mismatch', () => table.insert(1, untyped({ held: wrong })), samples.name)
            if (typeof wrong === 'function') continue
            await fails(['type-mismatch', 'invalid'], () => table.where(h => h.held.eq(untyped(wrong))), samples.name)
          }
          same(opened.sent.length, 0)
        }
      },
    },
  ],
)
