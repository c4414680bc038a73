// Appends 20 people of its own, changes each, and changes all that are even: `node write-at-once.ts FOLDER 0|1`.
import { bool, col, Entity, int, text } from '@vantage-ts/core'
import { ndjson } from '../src/index.ts'

class Person extends Entity('people', {
  id: col(int).id(),
  name: col(text),
  city: col(text).optional(),
  isActive: col(bool).optional().named('is_active'),
}) {}

const [folder = '', who = '0'] = process.argv.slice(2)
const people = Person.table(ndjson({ folder, lockWaitMs: 60_000 }))
for (let at = 0; at < 20; at++) {
  const id = 2 * at + Number(who)
  await people.insert(id, { name: `person ${id}` })
  await people.patch(id, { name: `changed ${id}` })
}
if (who === '0')
  await people
    .where(p => p.id.mod(2).eq(0))
    .updateQuery()
    .set('city', 'even')
    .run()
