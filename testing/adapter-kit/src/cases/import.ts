import { fails, same, sameRows } from '../check.ts'
import { topic } from '../kit-case.ts'
import { tableOf } from '../kit-table.ts'
import { people, Person, personsOf } from '../people.ts'

const many = Array.from({ length: 2300 }, (_, id) => ({ ...people[id % 5], id, name: `person ${id}` }))

export const importing = topic(
  'import',
  [],
  [
    {
      what: 'from-another-database',
      title: 'rows of another database stream in, with progress after each batch',
      needs: ['insert', 'read'],
      async run({ open, openMemory }) {
        const { source } = await open(tableOf(Person))
        const other = await openMemory(tableOf(Person, many))
        const progress: unknown[] = []
        const from = Person.table(other.source)
        same(await Person.table(source).import(from, { onProgress: step => progress.push(step) }), {
          read: 2300,
          created: 2300,
        })
        same(progress, [
          { read: 1000, created: 1000 },
          { read: 2000, created: 2000 },
          { read: 2300, created: 2300 },
        ])
        sameRows(await Person.table(source).list(), many)
      },
    },
    {
      what: 'is-idempotent',
      title: 'an import that is repeated leaves the rows that are there and creates only the missing ones',
      needs: ['insert', 'read'],
      async run({ open, openMemory }) {
        const changed = personsOf(1, 2).map(person => ({ ...person, name: 'Changed here' }))
        const { source } = await open(tableOf(Person, changed))
        const other = await openMemory(tableOf(Person, people))
        const from = Person.table(other.source)
        same(await Person.table(source).import(from), { read: 5, created: 3 })
        same(await Person.table(source).import(from, { batchRows: 2 }), { read: 5, created: 0 })
        sameRows(await Person.table(source).list(), [...changed, ...personsOf(3, 4, 5)])
      },
    },
    {
      what: 'into-another-database',
      title: 'rows of this source stream into another database',
      needs: ['read'],
      async run({ open, openMemory }) {
        const { source } = await open(tableOf(Person, many))
        const other = await openMemory(tableOf(Person))
        const target = Person.table(other.source)
        same(await target.import(Person.table(source), { batchRows: 500 }), { read: 2300, created: 2300 })
        sameRows(await target.list(), many)
      },
    },
    {
      what: 'into-a-log',
      title: 'rows of another database stream into a log',
      needs: ['append', 'read'],
      async run({ open, openMemory }) {
        const opened = await open(tableOf(Person))
        const other = await openMemory(tableOf(Person, people))
        same(await Person.table(opened.source).import(Person.table(other.source)), { read: 5, created: 5 })
        sameRows(await Person.table(opened.source).list(), people)
      },
    },
    {
      what: 'between-two-of-this-kind',
      title: 'rows stream from one source of this kind into another',
      needs: ['insert', 'read', 'where'],
      async run({ open }) {
        const from = await open(tableOf(Person, people))
        const to = await open(tableOf(Person))
        const londoners = Person.table(from.source).where(p => p.city.eq('London'))
        same(await Person.table(to.source).import(londoners), { read: 2, created: 2 })
        sameRows(await Person.table(to.source).list(), personsOf(1, 4))
        same(await Person.table(from.source).count(), 5)
      },
    },
    {
      what: 'from-async-code',
      title: 'records of an async generator are imported; one that does not fit stops the import and is named',
      needs: ['insert', 'read'],
      async run({ open }) {
        const { source } = await open(tableOf(Person))
        async function* records() {
          yield people[0]
          yield people[1]
          yield { ...people[2], age: 'old' }
        }
        const error = await fails('type-mismatch', () => Person.table(source).import(records(), { batchRows: 2 }))
        same(error.details.field, 'age')
        sameRows(await Person.table(source).list(), personsOf(1, 2))
      },
    },
  ],
)
