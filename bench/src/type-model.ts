/** A generated project: files by name. `models.ts` is what a user would publish; `uses.ts` works with every table. */
export interface TypeProject {
  readonly name: string
  readonly files: Readonly<Record<string, string>>
}

/** Tables refer to the one before, the first to the last. */
const before = (table: number, tables: number): number => (table + tables - 1) % tables
const after = (table: number, tables: number): number => (table + 1) % tables
const upTo = (tables: number): readonly number[] => Array.from({ length: tables }, (_, table) => table)
const each = (tables: number, part: (table: number) => string): string => upTo(tables).map(part).join('\n')

/** A source that can do everything, typed as adapters type theirs; it costs the same in the empty project. */
const database = `
import type { TemplateSource, Decimal } from '@vantage-ts/core'
export interface Database extends TemplateSource {
  readonly can: { readonly read: true; readonly insert: true; readonly replace: true; readonly patch: true; readonly delete: true; readonly where: true; readonly order: true; readonly window: true; readonly aggregate: true; readonly group: true; readonly select: true; readonly correlate: true; readonly template: true; readonly returning: true; readonly transaction: true; readonly search: true; readonly stream: true }
  readonly '~holds': (typeName: 'text' | 'int' | 'bigint' | 'float' | 'bool' | 'uuid' | 'decimal' | 'instant' | 'plainDate' | 'duration' | 'json') => void
  readonly '~binds': string | number | bigint | boolean | Decimal | Temporal.Instant | Temporal.PlainDate | Temporal.Duration | null
}
`

const model = (table: number, body: string): string => `
export class Table${table} extends Entity('table_${table}', {
  id: col(uuid).id(),
  name${table}: col(text).flag('searchable'),
  age${table}: col(int),
  email: col(text).optional(),
  isVip: col(bool).default(false),
  balance${table}: col(decimal),
  score: col(float),
  seen${table}: col(instant).named('last_seen'),
  born: col(plainDate).optional(),
  visits: col(bigint),
  note: col(json).optional().flag('hidden'),
  parentId: col(uuid),
}) {
  ${body}
  greeting${table}() { return \`hello \${this.name${table}}\` }
}`

const refs = (parent: number, child: number): string => `static override refs = {
    parent: hasOne(() => Table${parent}, 'parentId'),
    children: hasMany(() => Table${child}, 'parentId'),
  }`

/** A reference followed, a calculated column over related rows, an imported column. */
const linkedUse = (table: number, parent: number): string => `
export async function follow${table}(db: Database) {
  const all = Table${table}.table(db)
  const reached = all.getRef('children').where(c => c.score.gt(1))
  const counted = all.withExpression('children', t => t.getLink('children').countExpr()).where(t => t.children.gt(1))
  const named = await all.withImported('parent.name${parent}').where(t => t['parent.name${parent}'].startsWith('A')).first()
  return { reached, counted, named: named?.['parent.name${parent}'] }
}`

/** Four conditions, a trio, a sub-select, a chain of pipes, an insert and a patch. */
const use = (table: number, parent: number): string => `
const adults${table} = <DS extends SelectSource>(t: Table<DS, typeof Table${table}>): Table<DS, typeof Table${table}> => t.where(u => u.age${table}.gte(18))
export async function use${table}(db: Database, balance: Decimal, moment: Temporal.Instant) {
  const all = Table${table}.table(db)
  const some = all
    .where(u => u.age${table}.between(18, 65))
    .where(u => u.name${table}.startsWith('A'))
    .where(u => u.isVip.eq(true))
    .where(u => u.seen${table}.gt(moment))
  const total: Decimal = await some.sum(u => u.balance${table})
  const totals = some.sumExpr(u => u.balance${table})
  const narrowed = some.sumQuery(u => u.balance${table}).where(u => u.score.gt(0.5))
  const children = all.where(u => u.parentId.in(Table${parent}.table(db).where(p => p.score.lt(1)).fieldExpr(p => p.id)))
  const page = children.pipe(adults${table}).pipe(t => t.orderBy(u => u.name${table})).pipe(t => t.limit(10))
  const stored = await all.insert('x', { name${table}: 'a', age${table}: 1, balance${table}: balance, score: 1, seen${table}: moment, visits: 1n, parentId: 'p' })
  const patched = await all.patch('x', { score: 2, email: null })
  return { total, totals, narrowed, page, stored: stored.age${table}, patched: patched.score }
}`

/** The model of so many tables and the work with it; none for the empty project, which imports all the same. */
export const vantageProject = (tables: number): TypeProject => project(tables, false)
/** The same whose tables refer to each other, and the work with that. */
export const linkedProject = (tables: number): TypeProject => project(tables, true)

function project(tables: number, isLinked: boolean): TypeProject {
  const all = upTo(tables).map(table => `Table${table}`)
  return {
    name: `vantage-${isLinked ? 'linked-' : ''}${tables}`,
    files: {
      'database.ts': database,
      'models.ts': `import { bigint, bool, col, decimal, Entity, float, hasMany, hasOne, instant, int, json, plainDate, text, uuid } from '@vantage-ts/core'
export const used = [bigint, bool, col, decimal, Entity, float, hasMany, hasOne, instant, int, json, plainDate, text, uuid].length
${each(tables, table => model(table, isLinked ? refs(before(table, tables), after(table, tables)) : ''))}\n`,
      'uses.ts': `import type { Decimal, SelectSource, Table } from '@vantage-ts/core'
import type { Database } from './database.ts'
import { ${['used', ...all].join(', ')} } from './models.ts'
export type Used = [Decimal, SelectSource, Database, typeof used]
export type Sets<DS extends SelectSource, M extends typeof used> = [DS, M]
export declare const table: Table<Database, never> | undefined
${each(tables, table => use(table, before(table, tables)))}${isLinked ? each(tables, table => linkedUse(table, before(table, tables))) : ''}\n`,
    },
  }
}

const kyselyUse = (table: number, parent: number): string => `
export async function use${table}(db: Kysely<Database>, balance: string, moment: Date) {
  const some = db.selectFrom('table_${table}')
    .where(eb => eb.between('age${table}', 18, 65))
    .where('name${table}', 'like', 'A%')
    .where('isVip', '=', true)
    .where('seen${table}', '>', moment)
  const total = await some.select(eb => eb.fn.sum<string>('balance${table}').as('total')).executeTakeFirstOrThrow()
  const totals = some.select(eb => eb.fn.sum<string>('balance${table}').as('total'))
  const narrowed = totals.where('score', '>', 0.5)
  const children = db.selectFrom('table_${table}').where('parentId', 'in', eb => eb.selectFrom('table_${parent}').select('id').where('score', '<', 1))
  const page = children.$call(q => q.where('age${table}', '>=', 18)).$call(q => q.orderBy('name${table}')).$call(q => q.limit(10))
  const rows = page.selectAll()
  const stored = await db.insertInto('table_${table}').values({ id: 'x', name${table}: 'a', age${table}: 1, balance${table}: balance, score: 1, seen${table}: moment, visits: 1n, parentId: 'p' }).returningAll().executeTakeFirstOrThrow()
  const patched = await db.updateTable('table_${table}').set({ score: 2, email: null }).where('id', '=', 'x').returningAll().executeTakeFirst()
  return { total: total.total, totals, narrowed, rows, stored: stored.age${table}, patched: patched?.score }
}`

export function kyselyProject(tables: number): TypeProject {
  return {
    name: `kysely-${tables}`,
    files: {
      'models.ts': `import type { Generated } from 'kysely'
export type Id = Generated<string>
${each(
  tables,
  table =>
    `export interface Table${table} { id: string; name${table}: string; age${table}: number; email: string | null; isVip: Generated<boolean>; balance${table}: string; score: number; seen${table}: Date; born: string | null; visits: bigint; note: string | null; parentId: string }`,
)}
export interface Database { none: { id: Id }; ${upTo(tables)
        .map(table => `table_${table}: Table${table}`)
        .join('; ')} }\n`,
      'uses.ts': `import type { Kysely } from 'kysely'
import type { Database } from './models.ts'
export type Used = Kysely<Database>
${each(tables, table => kyselyUse(table, before(table, tables)))}\n`,
    },
  }
}

const drizzleUse = (table: number, parent: number): string => `
export async function use${table}(db: BetterSQLite3Database, balance: string, moment: Date) {
  const where = and(between(m.table${table}.age${table}, 18, 65), like(m.table${table}.name${table}, 'A%'), eq(m.table${table}.isVip, true), gt(m.table${table}.seen${table}, moment))
  const totals = db.select({ total: sum(m.table${table}.balance${table}) }).from(m.table${table}).where(where)
  const [total] = await totals
  const narrowed = db.select({ total: sum(m.table${table}.balance${table}) }).from(m.table${table}).where(and(where, gt(m.table${table}.score, 0.5)))
  const children = db.select().from(m.table${table}).where(inArray(m.table${table}.parentId, db.select({ id: m.table${parent}.id }).from(m.table${parent}).where(lt(m.table${parent}.score, 1)))).$dynamic()
  const rows = children.where(gte(m.table${table}.age${table}, 18)).orderBy(m.table${table}.name${table}).limit(10)
  const [stored] = await db.insert(m.table${table}).values({ id: 'x', name${table}: 'a', age${table}: 1, balance${table}: balance, score: 1, seen${table}: moment, visits: 1n, parentId: 'p' }).returning()
  const [patched] = await db.update(m.table${table}).set({ score: 2, email: null }).where(eq(m.table${table}.id, 'x')).returning()
  return { total: total?.total, totals, narrowed, rows, stored: stored?.age${table}, patched: patched?.score }
}`

export function drizzleProject(tables: number): TypeProject {
  return {
    name: `drizzle-${tables}`,
    files: {
      'models.ts': `import { blob, integer, real, sqliteTable, text } from 'drizzle-orm/sqlite-core'
export const used = [blob, integer, real, sqliteTable, text].length
${each(
  tables,
  table => `export const table${table} = sqliteTable('table_${table}', {
  id: text().primaryKey(), name${table}: text().notNull(), age${table}: integer().notNull(), email: text(), isVip: integer({ mode: 'boolean' }).notNull().default(false), balance${table}: text().notNull(),
  score: real().notNull(), seen${table}: integer('last_seen', { mode: 'timestamp' }).notNull(), born: text(), visits: blob({ mode: 'bigint' }).notNull(), note: text({ mode: 'json' }), parentId: text().notNull(),
})`,
)}\n`,
      'uses.ts': `import { and, between, eq, gt, gte, inArray, like, lt, sum } from 'drizzle-orm'
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import * as m from './models.ts'
export const used = [and, between, eq, gt, gte, inArray, like, lt, sum].length + m.used
export type Used = BetterSQLite3Database
${each(tables, table => drizzleUse(table, before(table, tables)))}\n`,
    },
  }
}
