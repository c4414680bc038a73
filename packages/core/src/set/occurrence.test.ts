import { expect, test } from 'vitest'
import { col, Entity, expectStatements, hasMany, hasOne, int } from '../index.ts'
import { memory } from '../memory/index.ts'

const db = memory()
const other = memory({ name: 'other' })

class Allowed extends Entity('allowed', { id: col(int).id(), kind: col(int) }) {}
class Part extends Entity('parts', { id: col(int).id(), groupId: col(int), kind: col(int) }) {}
class Group extends Entity('groups', { id: col(int).id() }) {
  static override refs = { parts: hasMany(() => Part, 'groupId') }
  /** With the number of parts whose kind another database allows. */
  static counted(source: typeof db) {
    const kinds = Allowed.table(other).fieldExpr(a => a.kind)
    return Group.table(source)
      .withExpression('fitting', g =>
        g
          .getLink('parts')
          .where(p => p.kind.in(kinds))
          .countExpr(),
      )
      .where(g => g.fitting.gte(0))
  }
}
class Owner extends Entity('owners', { id: col(int).id(), groupId: col(int) }) {
  static override refs = { group: hasOne(() => Group.counted(db), 'groupId') }
}

test('what is asked of another database is asked once, however often its place is moved', async () => {
  await Allowed.table(other).insertMany([{ id: 1, kind: 7 }])
  await Part.table(db).insertMany([{ id: 1, groupId: 1, kind: 7 }, { id: 2, groupId: 1, kind: 8 }, { id: 3, groupId: 2, kind: 8 }]) // biome-ignore format: one line
  await Group.table(db).insertMany([{ id: 1 }, { id: 2 }]) // biome-ignore format: one line
  await Owner.table(db).insertMany([{ id: 1, groupId: 1 }, { id: 2, groupId: 2 }]) // biome-ignore format: one line
  const owners = Owner.table(db).withExpression('best', o =>
    o
      .getLink('group')
      .withExpression('twice', g => g.$.fitting.plus(g.$.fitting))
      .asSource()
      .maxExpr(g => g.twice),
  )
  const rows = await expectStatements([db, other], 2, () => owners.orderBy(o => o.id).list())
  expect(rows.map(({ best }) => best)).toEqual([2, 0])
})
