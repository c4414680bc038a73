import { bool, col, Entity, int, text } from '@vantage-ts/core'
import { csv } from '../src/index.ts'

class Person extends Entity('people', {
  id: col(int).id(),
  name: col(text),
  city: col(text).optional(),
  isActive: col(bool).optional().named('is_active'),
}) {}

const people = Person.table(csv({ folder: process.argv[2] ?? '' }))
let count = 0
const cities = new Set<string | null>()
for await (const person of people) {
  count++
  cities.add(person.city)
}
console.log(count, cities.size, await people.where(p => p.city.eq('city, 3')).count())
