import { expectTypeOf, test } from 'vitest'
import { type Recording, type RecordingCan, recording } from '../../test/recording.ts'
import { col } from '../column/column.ts'
import { Entity } from '../entity/entity.ts'
import type { Column, Expr } from '../expression/expr.ts'
import type { Can } from '../source/abilities.ts'
import type { Holds, Source } from '../source/source.ts'
import type { Table } from '../table/table.ts'
import { unchecked } from '../types/cast.ts'
import { bool } from '../types/bool.ts'
import type { Decimal } from '../types/decimal.ts'
import { decimal } from '../types/decimal-type.ts'
import { duration } from '../types/duration.ts'
import { int } from '../types/int.ts'
import { text } from '../types/text.ts'
import { uuid } from '../types/uuid.ts'
import { hasMany, hasOne, manyToMany } from './ref.ts'

interface Main extends Recording {
  readonly can: RecordingCan & { readonly correlate: true }
  readonly '~vendor': 'main'
}
interface Billing extends Recording {
  readonly can: RecordingCan & { readonly correlate: true }
  readonly '~vendor': 'billing'
}
const main = unchecked<Main>(recording('main').source, 'nothing is sent')
const billing = unchecked<Billing>(recording('billing').source, 'nothing is sent')

// Entities that refer to each other in a circle, to themselves, and into another database; static factories and methods use it all.
class Country extends Entity('countries', { id: col(text).id(), name: col(text) }) {
  static override refs = { users: hasMany(() => User, 'countryId') }
  static ofVips(db: Main) {
    return User.vips(db).getRef('country')
  }
}
class User extends Entity('users', {
  id: col(uuid).id(),
  name: col(text),
  age: col(int),
  isVip: col(bool),
  balance: col(decimal),
  countryId: col(text),
  bossId: col(uuid).optional(),
}) {
  static override refs = {
    sessions: hasMany(() => Session, 'userId'),
    long: hasMany(() => Session, 'userId', { where: s => s.length.gt(Temporal.Duration.from('PT1H')) }),
    invoices: hasMany(() => Invoice.table(billing), 'userId'),
    open: hasMany(() => Invoice.table(billing), 'userId', { where: i => i.isPaid.eq(false) }),
    country: hasOne(() => Country, 'countryId'),
    boss: hasOne(() => User, 'bossId'),
    staff: hasMany(() => User, 'bossId'),
    groups: manyToMany(() => Group, { through: () => Membership, from: 'userId', to: 'groupId' }),
  }
  static adminTable(db: Main) {
    return User.table(db).withExpression('sessionCount', t => t.getLink('sessions').countExpr())
  }
  static vips<DS extends Source & Holds<'text' | 'int' | 'uuid' | 'bool' | 'decimal'> & Can<'where'>>(db: DS) {
    return User.table(db).where(u => u.isVip.eq(true))
  }
  static busy(db: Main) {
    return User.adminTable(db)
      .where(u => u.sessionCount.gt(3))
      .getRef('country')
  }
  greeting() {
    return `hello ${this.name}`
  }
}
class Session extends Entity('sessions', { id: col(uuid).id(), userId: col(uuid), length: col(duration) }) {
  static override refs = { user: hasOne(() => User, 'userId') }
  static ofVips(db: Main) {
    return User.vips(db).getRef('sessions')
  }
}
class Invoice extends Entity('invoices', {
  id: col(uuid).id(),
  userId: col(uuid),
  total: col(decimal),
  isPaid: col(bool),
}) {
  static override refs = { user: hasOne(() => User.table(main), 'userId') }
}
class Group extends Entity('groups', { id: col(int).id(), name: col(text) }) {
  static override refs = {
    users: manyToMany(() => User, { through: () => Membership, from: 'groupId', to: 'userId' }),
  }
}
class Membership extends Entity('memberships', { userId: col(uuid).id(), groupId: col(int).id(), since: col(int) }) {
  static override refs = { marks: hasMany(() => Mark, ['userId', 'groupId']) }
}
class Mark extends Entity('marks', { id: col(int).id(), userId: col(uuid), groupId: col(int) }) {
  static override refs = { membership: hasOne(() => Membership, ['userId', 'groupId']) }
}
const users = User.table(main)

test('references lead to tables of the same source, or to the table they name', () => {
  expectTypeOf(users.getRef('sessions')).toEqualTypeOf<Table<Main, typeof Session>>()
  expectTypeOf(users.getRef('long').getRef('user')).toEqualTypeOf<Table<Main, typeof User>>()
  expectTypeOf(users.getRef('boss').getRef('staff')).toEqualTypeOf<Table<Main, typeof User>>()
  expectTypeOf(users.getRef('groups').getRef('users')).toEqualTypeOf<Table<Main, typeof User>>()
  expectTypeOf(users.getRef('invoices')).toEqualTypeOf<Table<Billing, typeof Invoice>>()
  expectTypeOf(users.getRef('open').getRef('user')).toEqualTypeOf<Table<Main, typeof User>>()
  expectTypeOf(Membership.table(main).getRef('marks').getRef('membership')).toEqualTypeOf<
    Table<Main, typeof Membership>
  >()
})

test('static factories of entities that refer to each other keep their types', () => {
  expectTypeOf(Session.ofVips(main)).toEqualTypeOf<Table<Main, typeof Session>>()
  expectTypeOf(Country.ofVips(main)).toEqualTypeOf<Table<Main, typeof Country>>()
  expectTypeOf(User.busy(main)).toEqualTypeOf<Table<Main, typeof Country>>()
  expectTypeOf(User.vips(billing).getRef('country')).toEqualTypeOf<Table<Billing, typeof Country>>()
})

test('calculated columns are columns: typed, named, in rows beside the methods of the entity', async () => {
  const admin = User.adminTable(main)
  expectTypeOf(admin.$.sessionCount).toEqualTypeOf<Column<number, Main>>()
  expectTypeOf(admin.sumExpr(u => u.sessionCount)).toEqualTypeOf<Expr<number, Main>>()
  const several = admin.withExpressions({
    double: t => t.$.sessionCount.mul(2),
    oldest: t => t.getLink('staff').maxExpr(s => s.age),
    worth: t => t.$.balance.mul(t.$.balance),
  })
  expectTypeOf(several.$.double).toEqualTypeOf<Column<number, Main>>()
  expectTypeOf(several.$.oldest).toEqualTypeOf<Column<number | null, Main>>()
  expectTypeOf(several.$.worth).toEqualTypeOf<Column<Decimal, Main>>()
  const [row] = await several.list()
  expectTypeOf(row?.greeting()).toEqualTypeOf<string | undefined>()
  expectTypeOf(row?.sessionCount).toEqualTypeOf<number | undefined>()
  expectTypeOf(row?.oldest).toEqualTypeOf<number | null | undefined>()
  expectTypeOf(several.where(u => u.double.gt(u.age)).getRef('sessions')).toEqualTypeOf<Table<Main, typeof Session>>()
})

test('misuse does not compile', () => {
  // @ts-expect-error no such reference
  void (() => users.getRef('sesions'))
  // @ts-expect-error no such reference of a set that was followed
  void (() => users.getRef('country').getRef('sessions'))
  // @ts-expect-error no such link
  void (() => users.getLink('nope'))
  // @ts-expect-error a row of another database cannot be looked at for each row
  void (() => users.getLink('invoices').countExpr())
  // @ts-expect-error the other side has no such column
  void (() => hasMany(() => Session, 'userIdd'))
  // @ts-expect-error one of the columns of a key is not there
  void (() => hasMany(() => Mark, ['userId', 'groupIdd']))
  // @ts-expect-error the table in between has no such column
  void (() => manyToMany(() => Group, { through: () => Membership, from: 'userId', to: 'group' }))
  // @ts-expect-error the condition of a reference is about the other side
  void (() => hasMany(() => Session, 'userId', { where: s => s.name.eq('x') }))
  // @ts-expect-error a text is no number
  void (() => hasMany(() => Invoice.table(billing), 'userId', { where: i => i.isPaid.eq('yes') }))
  // @ts-expect-error this source looks at no row outside
  void (() => Country.table(recording('plain').source).getLink('users'))
  // @ts-expect-error an expression of another source
  void (() => users.withExpression('total', () => Invoice.table(billing).$.total))
  // @ts-expect-error no expression
  void (() => users.withExpression('one', () => 1))
  // @ts-expect-error the type of a calculated column holds
  void (() => User.adminTable(main).where(u => u.sessionCount.eq('3')))
  // @ts-expect-error a calculated column is never written
  void (() => User.adminTable(main).patch('x', { sessionCount: 3 }))
  // @ts-expect-error a method of the entity is no column
  void (() => users.orderBy(u => u.greeting))
})
