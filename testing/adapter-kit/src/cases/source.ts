import { inspect } from 'node:util'
import { abilityNames, type StatementEvent, type VantageError } from '@vantage-ts/core'
import { expect } from 'vitest'
import { failure, fails, same } from '../check.ts'
import { topic } from '../kit-case.ts'
import { tableOf } from '../kit-table.ts'
import { people, Person } from '../people.ts'
import { untyped } from '../untyped.ts'

export const sources = topic(
  'source',
  [],
  [
    {
      what: 'declares-its-abilities',
      title: 'the abilities are known names with true or false, and a savepoint needs a transaction',
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const known = new Set<string>(abilityNames)
        for (const [name, value] of Object.entries(source.can))
          same([known.has(name), typeof value], [true, 'boolean'], name)
        const can: { readonly [name: string]: boolean } = source.can
        expect(can.savepoint !== true || can.transaction === true).toBe(true)
        expect(can.patch !== true || can.where === true || can.read === true).toBe(true)
        same([typeof source.name, source.name === '', typeof source.database], ['string', false, 'object'])
      },
    },
    {
      what: 'answers-a-ping',
      title: 'an open source answers a ping, and an aborted ping is cancelled',
      async run({ open }) {
        const { source } = await open(tableOf(Person))
        await source.ping()
        await source.ping({ timeoutMs: 60_000 })
        await fails('cancelled', () => source.ping({ signal: AbortSignal.abort() }))
      },
    },
    {
      what: 'refuses-after-close',
      title: 'a closed source refuses every call, may be closed again, and does not hang',
      needs: ['read'],
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const table = Person.table(source)
        await table.list()
        await source.close()
        await source.close()
        await fails(['connection', 'invalid'], () => table.list())
        await fails(['connection', 'invalid'], async () => {
          for await (const _row of table.stream());
        })
        await fails(['connection', 'invalid', 'unsupported'], () => source.begin())
        await fails(['connection', 'invalid'], () => source.ping())
      },
    },
    {
      what: 'closes-without-having-been-used',
      title: 'a source that was never used closes',
      async run({ open }) {
        const { source } = await open()
        await source.close()
      },
    },
    {
      what: 'two-sources-are-two-databases',
      title: 'two opened sources are two databases, and neither sees the rows of the other',
      needs: ['read'],
      async run({ open }) {
        const first = await open(tableOf(Person, people))
        const second = await open(tableOf(Person))
        same(first.source.database === second.source.database, false)
        same([(await Person.table(first.source).list()).length, await Person.table(second.source).list()], [5, []])
      },
    },
    {
      what: 'many-calls-at-once',
      title: 'a hundred calls at once all get their own answer',
      needs: ['read', 'where'],
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const table = Person.table(source)
        const names = await Promise.all(
          Array.from({ length: 100 }, async (_, at) => (await table.get((at % 5) + 1))?.name),
        )
        same(
          names,
          Array.from({ length: 100 }, (_, at) => people[at % 5]?.name),
        )
      },
    },
  ],
)

export const events = topic(
  'events',
  ['read', 'where'],
  [
    {
      what: 'tell-what-was-sent',
      title: 'a listener is told text, types of values, rows and time of each statement, and values only when it asks',
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const plain: StatementEvent[] = []
        const full: StatementEvent[] = []
        const stop = source.on('statement', event => plain.push(event))
        source.on('statement', event => full.push(event), { values: true })
        await Person.table(source)
          .where(p => p.city.eq('London'))
          .list()
        stop()
        await Person.table(source)
          .where(p => p.city.eq('Paris'))
          .list()
        same([plain.length, full.length], [1, 2])
        same(
          [plain[0]?.source, plain[0]?.rows, plain[0]?.parameterTypes, plain[0]?.error],
          [source.name, 2, ['text'], undefined],
        )
        same(typeof plain[0]?.durationMs, 'number')
        expect(inspect(plain[0], { depth: 9 })).not.toContain('London')
        same(
          full.map(({ values }) => values),
          [['London'], ['Paris']],
        )
      },
    },
    {
      what: 'tell-of-failures',
      title: 'a statement that fails is told with its error, which is the one the caller gets',
      async run({ open }) {
        const { source } = await open(tableOf(Person, people, { missing: ['name'] }))
        const told: StatementEvent[] = []
        source.on('statement', event => told.push(event))
        const error = await failure(() => Person.table(source).list())
        same([told.length, told.every(({ source: name }) => name === source.name)], [1, true])
        if (told[0]?.error !== undefined) same(told[0].error.kind, error.kind)
      },
    },
  ],
)

export const errors = topic(
  'errors',
  ['read', 'where'],
  [
    {
      what: 'never-show-values',
      title: 'neither message, details nor inspection of an error show values, those of conditions and of rows',
      async run({ open }) {
        const secret = 'S3CRET-VALUE'
        const rows = people.map(person => ({ ...person, city: secret }))
        const { source } = await open(tableOf(Person, rows, { missing: ['name'] }))
        const table = Person.table(source)
        const thrown = [
          await failure(() => table.where(p => p.city.eq(secret)).list()),
          await failure(() => table.where(p => p.city.in([secret, 'x'])).list()),
          await failure(() => table.where(p => p.age.eq(untyped(secret)))),
        ]
        for (const error of thrown) expect(allOf(error)).not.toContain(secret)
      },
    },
    {
      what: 'never-show-written-values',
      title: 'neither do errors of writes',
      needs: ['insert', 'patch'],
      async run({ open }) {
        const { source } = await open(tableOf(Person, people, { missing: ['isActive'] }))
        const table = Person.table(source)
        const secret = 'S3CRET-VALUE'
        const { id: _id, ...ada } = people[0]
        const thrown = [
          await failure(() => table.insert(6, { ...ada, name: secret, age: untyped(secret) })),
          await failure(() => table.patch(1, { name: secret })),
          await failure(() => table.where(p => p.city.eq('London')).insert(6, { ...ada, city: secret })),
        ]
        for (const error of thrown) expect(allOf(error)).not.toContain(secret)
      },
    },
    {
      what: 'never-show-clashing-values',
      title:
        'an error about a value that another row holds does not show it, nor does the error of the driver below it',
      needs: ['insert'],
      async run({ open }) {
        const secret = 'S3CRET-VALUE'
        const { source } = await open(tableOf(Person, [{ ...people[0], name: secret }], { uniques: [['name']] }))
        const { id: _id, ...ada } = people[0]
        const error = await fails('conflict', () => Person.table(source).insert(2, { ...ada, name: secret }))
        expect(allOf(error)).not.toContain(secret)
      },
    },
    {
      what: 'never-show-secrets',
      title: 'inspecting a source, its tables, transactions and errors shows no secret it was opened with',
      async run({ open, secrets }) {
        const opened = await open(tableOf(Person, people, { missing: ['name'] }))
        const { source } = opened
        const error = await failure(() => Person.table(source).list())
        const shown = inspect([source, Person.table(source), error, error.toJSON(), opened.sent], {
          depth: 30,
          showHidden: true,
        })
        for (const secret of secrets) expect(shown.includes(secret)).toBe(false)
        await source.close()
        const closed = await failure(() => Person.table(source).list())
        for (const secret of secrets) expect(inspect(closed, { depth: 30 }).includes(secret)).toBe(false)
      },
    },
    {
      what: 'keep-the-text-of-the-driver',
      title: "an error of the engine keeps the engine's own error as its cause, and the statement without values",
      async run({ open }) {
        const opened = await open(tableOf(Person, people, { missing: ['name'] }))
        const error = await failure(() =>
          Person.table(opened.source)
            .where(p => p.age.lt(4711))
            .list(),
        )
        expect(error.cause).toBeInstanceOf(Error)
        expect(error.cause instanceof Error ? error.cause.message : '').not.toBe('')
        expect(String(error.details.statement ?? '')).not.toContain('4711')
      },
    },
    {
      what: 'tell-what-was-tried',
      title: 'context says what was being tried, in front of the message, and keeps kind, details and cause',
      async run({ open }) {
        const { source } = await open(tableOf(Person, people, { missing: ['name'] }))
        const plain = await failure(() => Person.table(source).list())
        const told = await failure(() =>
          Person.table(source).list().context('listing people').context('opening the page'),
        )
        same(told.context.slice(0, 2), ['opening the page', 'listing people'])
        same(
          [told.kind, told.details.entity, told.details.field],
          [plain.kind, plain.details.entity, plain.details.field],
        )
        expect(told.message.startsWith('opening the page: listing people: ')).toBe(true)
        same((told.cause === undefined) === (plain.cause === undefined), true)
      },
    },
  ],
)

/** Everything an error shows to whoever logs it. */
const allOf = (error: VantageError): string =>
  `${error.message} ${error.stack} ${JSON.stringify(error)} ${inspect(error, { depth: 20, showHidden: true })}`
