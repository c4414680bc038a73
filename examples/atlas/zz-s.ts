import { surrealdb, recordLink } from '@vantage-ts/surrealdb'
import { col, Entity, int, text, duration, Temporal } from '@vantage-ts/core'
import * as k from '@vantage-ts/surrealdb/ql'
const db = surrealdb({ url: 'mem://' })
class Person extends Entity('person', { id: col(text).id(), name: col(text), age: col(int), boss: col(text).optional(), t: col(duration).optional() }) {}
const q = db.query()
const people = Person.table(db, { columns: { boss: recordLink('person') } })
await people.insert('ann', { name: 'Ann', age: 30, t: Temporal.Duration.from({ hours: 1 }) })
await people.insert('bob', { name: 'Bob', age: 40, boss: 'ann' })
await people.insert('cy', { name: 'Cy', age: 50, boss: 'bob' })
const u = q.rowsOf(people)
const show = async (what: string, work: () => unknown) => {
  try { const r = await work(); console.log(what, JSON.stringify(r)) } catch (e) { console.log('!!', what, (e as Error).message, (e as { details?: { statement?: string } }).details?.statement) }
}
const long = Array.from({ length: 900 }, (_, i) => `n${i}`).concat(['Ann', 'Cy'])
await show('long list', () => q.select(u.name).from(u).where(u.name.in(long)).run())
await show('long ids', () => q.select(u.name).from(u).where(u.id.in([...long, 'ann'])).run())
await show('long inside', () => q.select({ x: q.selectValue(u.name).from(u).where(u.name.in(long)) }).from(k.record('person', 'ann')).run())
await show('set subquery', () => q.select(u.name).from(u).where(u.id.in(people.where(x => x.age.gt(35)).fieldExpr('boss'))).run())
await show('link', () => q.select(u.name, u.boss).from(u).where(u.boss.eq('ann')).run())
await show('link derived', () => { const d = q.rowsOf(people.where(x => x.age.gt(35))); return q.select(d.name, d.boss).from(d).where(d.boss.eq('ann')).run() })
await show('duration', () => q.select({ t: u.t, twice: u.t.plus(Temporal.Duration.from({ hours: 1 })) }).from(u).run())
await show('columns', () => q.select({ id: u.id, name: u.name, n: q.select({ c: k.count() }).from(k.table('person')).where(k.field('age').gt(u.age)).groupAll() }).from(u).columns({ id: col(text).id(), name: col(text) }).where(r => r.name.ne('Bob')).list())
await show('in tx', async () => { await using tx = await db.begin(); const q2 = tx.query(); await q2.update(k.record('person', 'ann')).set({ age: 60 }).run(); const ps = people.withTransaction(tx); return [await ps.orderBy(x => x.age.desc()).limit(1).toSelect().run(), await ps.where(x => x.age.gt(45)).toSelect().run(), await ps.orderBy(x => x.age.desc()).toSelect().run()] })
await show('nulls last', () => people.orderBy(x => x.boss).toSelect().run())
await show('links set', () => people.where(x => x.boss.eq('ann')).toSelect().run())
await show('deep', () => q.select({ a: q.select({ b: q.select({ c: q.select({ d: u.name }).from(k.table('person')).limit(1) }).from(k.table('person')).limit(1) }).from(k.table('person')).limit(1) }).from(u).run())
await show('two sets', () => { const v = q.rowsOf(people, 'v' ); return q.select({ n: u.name, older: q.selectValue(v.name).from(v).where(v.age.gt(u.age)) }).from(u).run() })
await show('group set', () => q.select({ n: k.count() }).from(u).groupAll().run())
await show('insert from set', () => q.insertInto(k.table('copy')).from(people.where(x => x.age.gt(35)).toSelect()).returning(k.field('name')).run())
await show('update set link', () => q.update(u).set({ boss: k.record('person', 'cy') }).where(u.id.eq('ann')).returning('after').run())
await show('upsert', () => q.upsert(u).set({ age: 1 }).where(u.name.eq('Bob')).returning(u.age).run())
await db.close()
