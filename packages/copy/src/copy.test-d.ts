import { bigint, col, Entity, int, text, uuid } from '@vantage-ts/core'
import { dynamicTable, type TableDefinition } from '@vantage-ts/core/dynamic'
import { memory } from '@vantage-ts/core/memory'
import { test } from 'vitest'
import { copy } from './copy.ts'

class Person extends Entity('people', { id: col(int).id(), name: col(text), age: col(int).optional() }) {}
class Client extends Entity('clients', { id: col(bigint).id(), fullName: col(text), note: col(text).default('') }) {}
class Named extends Entity('named', { id: col(uuid).id(), name: col(text) }) {}
class Counted extends Entity('counted', { id: col(int).id(), name: col(int) }) {}

const db = memory()
const [people, clients, named, counted] = [Person.table(db), Client.table(db), Named.table(db), Counted.table(db)]

test('rows that have what the target requires are copied, numbers into numbers of another kind', () => {
  copy(people, people)
  copy(people.where(p => p.age.gt(3)).select('name'), people)
  copy(people, clients, { columns: { fullName: 'name' } })
  copy(people, clients, { map: row => ({ id: BigInt(row.id), fullName: row.name }) })
  copy(people, clients, {
    map: row => (row.age === null ? undefined : { id: 1n, fullName: row.name }),
    mode: 'replace',
  })
})

test('a required column that is missing does not compile, nor does one whose values never fit', () => {
  // @ts-expect-error clients need a fullName
  copy(people, clients)
  // @ts-expect-error clients need a fullName
  copy(people, clients, { mode: 'replace' })
  // @ts-expect-error there is no column "nam" in people
  copy(people, clients, { columns: { fullName: 'nam' } })
  // @ts-expect-error there is no column "ful" in clients
  copy(people, clients, { columns: { fullName: 'name', ful: 'name' } })
  // @ts-expect-error text is no int
  copy(people, counted)
  // @ts-expect-error the id is no text
  copy(people, named)
  // @ts-expect-error a record of clients has a fullName
  copy(people, clients, { map: row => ({ id: BigInt(row.id), name: row.name }) })
  // @ts-expect-error chosen columns are not written
  copy(people, people.select('name'))
})

test('sets whose columns are known at run time are judged by the report', () => {
  const definition: TableDefinition = { entity: 'people', columns: [] }
  const loose = dynamicTable(db, definition)
  copy(people, loose)
  copy(people, clients.records())
  copy(loose, clients.records(), { columns: { fullName: 'name' } })
  copy(people, loose, { map: row => ({ id: row.id }) })
})
