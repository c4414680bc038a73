import { bool, col, Entity, int, text } from '@vantage-ts/core'
import { csv } from '../src/index.ts'

class Person extends Entity('people', {
  id: col(int).id(),
  name: col(text),
  city: col(text).optional(),
  isActive: col(bool).optional().named('is_active'),
}) {}

const people = Person.table(csv({ folder: process.argv[2] ?? '' }))
let created = 0
for (let start = 0; start < 200; start += 10)
  created += await people.insertMany(
    Array.from({ length: 10 }, (_, at) => ({ id: start + at, name: `person ${start + at}` })),
  )
console.log(created)
