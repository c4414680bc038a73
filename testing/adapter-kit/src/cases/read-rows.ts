import { bool, col, Entity, float, int, text, VantageError } from '@vantage-ts/core'
import { expect } from 'vitest'
import { fails, same, sameRows } from '../check.ts'
import { topic } from '../kit-case.ts'
import { isAble, sending } from '../kit-source.ts'
import { tableOf } from '../kit-table.ts'
import { people, Person, personsOf } from '../people.ts'

const { id: _id, ...ada } = people[0]

/** Sees less than is stored, under other names. */
class Brief extends Entity('brief', { key: col(int).id().named('id'), called: col(text).named('name') }) {}
const shelter = { property: 'shelter', name: 'shelter', type: text, isNullable: true, isId: false }

export const readRows = topic(
  'rows',
  ['read'],
  [
    {
      what: 'instances-of-the-entity',
      title:
        'a list gives instances of the entity with their methods, each with all declared columns, in one statement',
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const { value, count } = await sending(opened, () => Person.table(opened.source).list())
        sameRows(value, people)
        same([count, value.every(row => row instanceof Person), value[0]?.label.includes(' of ')], [1, true, true])
        same(Object.keys(value[0] ?? {}).sort(), Object.keys(people[0]).sort())
      },
    },
    {
      what: 'empty-table',
      title: 'a table without rows gives an empty list',
      async run({ open }) {
        const { source } = await open(tableOf(Person))
        same(await Person.table(source).list(), [])
        same(await Person.table(source).listValues(), [])
      },
    },
    {
      what: 'plain-records',
      title: 'listValues and records give plain objects',
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        for (const rows of [await Person.table(source).listValues(), await Person.table(source).records().list()]) {
          sameRows(rows, people)
          same(Object.getPrototypeOf(rows[0]) === Object.prototype, true)
        }
      },
    },
    {
      what: 'get',
      title: 'get gives the row with an id or undefined, in one statement',
      needs: ['where'],
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const { value, count } = await sending(opened, () => Person.table(opened.source).get(4))
        same([value, count, value instanceof Person], [people[3], 1, true])
        same(await Person.table(opened.source).get(99), undefined)
      },
    },
    {
      what: 'chosen-columns',
      title: 'chosen columns and the id are what is asked for and what comes; conditions may use the others',
      needs: ['where'],
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const set = Person.table(opened.source)
          .select('name', 'age')
          .where(p => p.isActive.eq(true))
        const { value, events } = await sending(opened, () => set.list())
        sameRows(
          value,
          personsOf(1, 3, 5).map(({ id, name, age }) => ({ id, name, age })),
        )
        same(
          events.map(({ text: sent }) => sent.includes('score')),
          [false],
        )
        same(await set.get(3), { id: 3, name: 'Cy', age: 20 })
      },
    },
    {
      what: 'declared-columns-are-projected',
      title: 'a list asks for the declared columns by name, never for all there are',
      async run({ open }) {
        const opened = await open(tableOf(Person, people, { extra: [shelter] }))
        const { events } = await sending(opened, () => Person.table(opened.source).list())
        for (const { text: sent } of events) expect(sent).not.toMatch(/\*|shelter/)
      },
    },
    {
      what: 'extra-stored-columns',
      title: 'stored columns that the entity does not declare are ignored',
      needs: ['where'],
      async run({ open }) {
        const rows = people.map(person => ({ ...person, shelter: `of ${person.name}` }))
        const { source } = await open(tableOf(Person, rows, { extra: [shelter] }))
        sameRows(await Person.table(source).list(), people)
        same(await Person.table(source).get(1), people[0])
      },
    },
    {
      what: 'other-names-in-the-database',
      title: 'names of table and columns may differ in the entity, and be given when the table is opened',
      needs: ['where'],
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const table = Brief.table(source, { name: 'kit_person' })
        same(await table.where(b => b.called.eq('Cy')).list(), [{ key: 3, called: 'Cy' }])
        const cities = Brief.table(source, { name: 'kit_person', columns: { called: 'city' } })
        same(await cities.where(b => b.called.eq('Paris')).list(), [{ key: 2, called: 'Paris' }])
      },
    },
    {
      what: 'missing-required-column',
      title: 'a declared column that the stored table lacks is an error that names it, not undefined',
      async run({ open }) {
        const { source } = await open(tableOf(Person, people, { missing: ['name'] }))
        const error = await fails(['invalid', 'type-mismatch'], () => Person.table(source).list())
        expect(`${error.message} ${JSON.stringify(error.details)}`).toContain('name')
      },
    },
    {
      what: 'missing-table',
      title: 'a table that is not there is an error that names it, or an empty set where tables need no definition',
      async run({ open }) {
        const { source } = await open()
        const answer = await Person.table(source)
          .list()
          .then(
            rows => rows,
            error => error,
          )
        if (!VantageError.is(answer)) return same(answer, [])
        expect(['invalid', 'not-found']).toContain(answer.kind)
        expect(`${answer.message} ${JSON.stringify(answer.details)}`).toContain('kit_person')
      },
    },
  ],
)

class Reading extends Entity('kit_reading', {
  id: col(int).id(),
  place: col(text),
  level: col(int),
  share: col(float).optional(),
  isSound: col(bool).optional(),
}) {}

const readings = [
  { id: 1, place: 'a', level: '10', share: null, isSound: null },
  { id: 2, place: 'b', level: 'secret-level', share: null, isSound: null },
  { id: 3, place: 'c', level: '30', share: null, isSound: null },
]
const stored = tableOf(Reading, readings, { types: { level: text } })

export const badRows = topic(
  'bad-rows',
  ['read'],
  [
    {
      what: 'names-row-and-field',
      title: 'a stored value of another type fails the read and names entity, id and field, never the value',
      async run({ open }) {
        const { source } = await open(stored)
        const error = await fails('type-mismatch', () => Reading.table(source).list())
        same([error.details.entity, error.details.field], ['kit_reading', 'level'])
        expect(['1', '2']).toContain(error.details.id)
        expect(JSON.stringify([error.message, error.toJSON()])).not.toContain('secret-level')
      },
    },
    {
      what: 'null-in-a-required-column',
      title: 'a stored null where the column is not optional fails the read and names id and field',
      async run({ open }) {
        const rows = [{ ...people[0] }, { ...people[1], name: null }]
        const { source } = await open(tableOf(Person, rows, { nullable: ['name'] }))
        const error = await fails('type-mismatch', () => Person.table(source).list())
        same([error.details.field, error.details.id], ['name', '2'])
      },
    },
    {
      what: 'skipped-or-told',
      title: 'bad rows are left out where the caller says so, and told where it asks for that',
      async run({ open }) {
        const rows = [{ ...people[0] }, { ...people[1], name: null }, { ...people[2] }]
        const { source } = await open(tableOf(Person, rows, { nullable: ['name'] }))
        const table = Person.table(source)
        sameRows(await table.list({ onBadRow: 'skip' }), personsOf(1, 3))
        const told: VantageError[] = []
        sameRows(await table.list({ onBadRow: problem => told.push(problem) }), personsOf(1, 3))
        same(
          told.map(({ kind, details }) => [kind, details.id, details.field]),
          [['type-mismatch', '2', 'name']],
        )
        const streamed = []
        for await (const row of table.stream({ onBadRow: 'skip', batchRows: 1 })) streamed.push(row)
        sameRows(streamed, personsOf(1, 3))
      },
    },
    {
      what: 'skipped-in-pages',
      title: 'pages go on behind rows that are left out, however many there are in a row',
      needs: ['where', 'order', 'window'],
      operators: ['gt'],
      async run({ open }) {
        const isBad = (id: number) => id === 1 || (id > 2 && id < 9)
        const rows = Array.from({ length: 12 }, (_, at) => ({
          ...people[0],
          id: at + 1,
          isActive: isBad(at + 1) ? null : true,
        }))
        const { source } = await open(tableOf(Person, rows, { nullable: ['isActive'] }))
        const ids: number[] = []
        let told = 0
        let after: string | undefined
        do {
          const page = await Person.table(source).page({ size: 2, after, onBadRow: () => void told++ })
          ids.push(...page.rows.map(({ id }) => id))
          after = page.next
        } while (after !== undefined)
        same(ids, [2, 9, 10, 11, 12])
        expect(told).toBeGreaterThanOrEqual(7)
      },
    },
    {
      what: 'rows-outside-the-set-do-not-matter',
      title: 'a bad row outside the set fails nothing',
      needs: ['where'],
      async run({ open }) {
        const rows = [{ ...people[0] }, { ...people[1], name: null }]
        const { source } = await open(tableOf(Person, rows, { nullable: ['name'] }))
        same(
          await Person.table(source)
            .where(p => p.id.eq(1))
            .list(),
          [people[0]],
        )
        same(await Person.table(source).get(1), people[0])
      },
    },
    {
      what: 'written-and-not-readable',
      title: 'a write that was made says so where the row that comes back cannot be read, so that nobody repeats it',
      needs: ['where', 'patch', 'delete'],
      async run({ open }) {
        const rows = [{ ...people[0] }, { ...people[1], name: null }]
        const opened = await open(tableOf(Person, rows, { nullable: ['name'] }))
        const table = Person.table(opened.source)
        const second = table.where(p => p.id.eq(2))
        const written = async (age: number, work: () => unknown) => {
          const error = await fails('partial', work)
          same([error.details.written, error.details.field, error.details.id], [true, 'name', '2'])
          same(VantageError.from(error.cause).kind, 'type-mismatch')
          expect(error.message).toContain('do not repeat it')
          same(await second.fieldValues(p => p.age), age < 0 ? [] : [age])
        }
        await written(50, () => table.patch(2, { age: 50 }))
        await written(51, () => table.withExpression('n', p => p.$.age).patch(2, { age: 51 }))
        // What was not written is not said to be.
        await fails('type-mismatch', () => table.insert(2, { ...ada, age: 1 }))
        if (isAble(opened, 'returning')) {
          await written(52, () => second.updateQuery().set('age', 52).returning().run())
          await written(-1, () => second.deleteQuery().returning().run())
        }
        same(await table.get(1), people[0])
      },
    },
    {
      what: 'written-in-a-transaction',
      title: 'in a transaction, a write that gives no readable row says in which it was made',
      needs: ['where', 'patch', 'transaction'],
      async run({ open }) {
        const rows = [{ ...people[0] }, { ...people[1], name: null }]
        const { source } = await open(tableOf(Person, rows, { nullable: ['name'] }))
        await using transaction = await source.begin()
        const error = await fails('partial', () => Person.table(transaction.source).patch(2, { age: 50 }))
        same(error.details.written, true)
        expect(error.message).toContain('in transaction')
        await transaction.commit()
        same(
          await Person.table(source)
            .where(p => p.id.eq(2))
            .fieldValues(p => p.age),
          [50],
        )
      },
    },
    {
      what: 'in-a-stream',
      title: 'a bad row fails a stream as it fails a list',
      async run({ open }) {
        const { source } = await open(stored)
        const error = await fails('type-mismatch', async () => {
          for await (const _row of Reading.table(source).stream({ batchRows: 2 }));
        })
        same(error.details.field, 'level')
      },
    },
  ],
)
