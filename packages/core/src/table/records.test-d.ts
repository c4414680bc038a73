import { expectTypeOf, test } from 'vitest'
import { col } from '../column/column.ts'
import { Entity } from '../entity/entity.ts'
import { memory } from '../memory/index.ts'
import { hasMany, hasOne } from '../relation/ref.ts'
import { bigint } from '../types/bigint.ts'
import { instant } from '../types/instant.ts'
import { int } from '../types/int.ts'
import { text } from '../types/text.ts'
import { uuidV7 } from '../types/new-uuid.ts'
import { type Uuid, uuid } from '../types/uuid.ts'
import { actors, timestamps } from '../records/index.ts'
import { hook } from './hooking.ts'

class Country extends Entity('countries', { id: col(text).id(), name: col(text) }) {}
class User extends Entity('users', {
  id: col(uuid).id().default(uuidV7),
  name: col(text),
  countryId: col(text).optional(),
  version: col(int).version(),
  ...timestamps(),
  ...actors(text, () => 'ann'),
}) {
  static override refs = { country: hasOne(() => Country, 'countryId'), friends: hasMany(() => User, 'id') }
  static override hooks = [
    hook<'beforeDelete', typeof User>('beforeDelete', {
      rule: u => u.getLink('friends').countExpr().eq(0),
      message: 'has friends',
    }),
  ]
  greeting() {
    return `hello ${this.name}`
  }
}
const users = User.table(memory())

test('a candidate has its fields and can be created; it cannot be saved, reloaded or deleted before', async () => {
  const draft = users.newEntity({ name: 'Biff' })
  expectTypeOf(draft.name).toEqualTypeOf<string | undefined>()
  const made = await draft.create()
  expectTypeOf(made.greeting()).toBeString()
  expectTypeOf(made.save).toBeFunction()
  // @ts-expect-error it is not created yet
  draft.save()
  // @ts-expect-error nor is there anything to read again
  draft.reload()
  // @ts-expect-error or to delete
  draft.delete()
  // @ts-expect-error a record is created once
  made.create()
})

test('what leads to one row gives a record, what leads to many a set', async () => {
  const user = await users.load(uuidV7())
  expectTypeOf((await user.getRelated('country'))?.name).toEqualTypeOf<string | undefined>()
  expectTypeOf(user.getRef('friends').list).toBeFunction()
  // @ts-expect-error it leads to many
  user.getRelated('friends')
})

test('columns that make their values may be left out, and are of their type', async () => {
  const user = await users.create({ name: 'Ann' })
  expectTypeOf(user.id).toEqualTypeOf<Uuid>()
  expectTypeOf(user.version).toEqualTypeOf<number>()
  expectTypeOf(user.createdAt).toEqualTypeOf<Temporal.Instant>()
  expectTypeOf(user.updatedBy).toEqualTypeOf<string | null>()
  users.patch(user.id, { name: 'Bob', version: 1 })
  col(bigint).version()
  // @ts-expect-error text does not count
  col(text).version()
  // @ts-expect-error a number is no moment
  col(instant).onSave(() => 1)
})

test('rules are conditions of rows that are there', () => {
  users.withHook('afterSave', { rule: u => u.$.name.ne(''), message: 'needs a name', field: 'name' })
  // @ts-expect-error before an insert there is no row
  users.withHook('beforeInsert', { rule: u => u.$.name.ne(''), message: 'needs a name' })
  // @ts-expect-error a name is no condition
  users.withHook('beforeUpdate', { rule: u => u.$.name, message: 'needs a name' })
  // @ts-expect-error a rule says something
  users.withHook('beforeUpdate', { rule: u => u.$.name.ne('') })
  // @ts-expect-error a misspelt field
  users.withHook('beforeUpdate', { rule: u => u.$.name.ne(''), message: 'x', field: 'nam' })
})
