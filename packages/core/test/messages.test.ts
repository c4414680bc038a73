import { join } from 'node:path'
import ts from 'typescript'
import { beforeAll, expect, test } from 'vitest'

type Misuse = readonly (readonly [what: string, code: string, ...names: string[]])[]

/** Misuse of updates, and what the first line of its message must name. */
const misusedUpdates: Misuse = [
  ['a misspelt column of an update', `vips.set(u => u.agee, 1)`, 'agee', 'typeof User', "'age'"],
  ['a misspelt name of an update', `vips.set('agee', 1)`, 'agee', 'typeof User', '"age"'],
  ['a value of another type in an update', `vips.set(u => u.age, 'x')`, 'string', 'typeof User', 'number'],
  ['a value of another type under a name', `vips.set('age', 'x')`, 'string', 'typeof User', '"age"', 'number'],
  ['null in a required column', `vips.set('age', null)`, 'null', 'typeof User', '"age"', 'number'],
  ['an expression that may be null', `vips.set('name', u => u.email)`, 'string | null', 'typeof User', '"name"'],
]

/** Misuse and what its message must name within its first six lines. */
const misuse: Misuse = [
  ...misusedUpdates,
  ['a misspelt column', `users.where(u => u.agee.gt(1))`, 'agee', 'age'],
  ['a value of another type', `users.where(u => u.age.gt('x'))`, 'string', 'number'],
  ['an expression of another type', `users.where(u => u.age.gt(u.lastOperation))`, 'Instant', 'number'],
  ['a condition of another source', `users.where(notes.$.id.eq(1))`, 'Log'],
  ['a sum of text', `users.sum(u => u.name)`, 'string', 'Summable'],
  [
    'a percentile of text in groups',
    `users.groupBy('age').aggregate({ x: percentile(u => u.name, 0.5) })`,
    'typeof User',
    'string',
    'Continuous',
  ],
  ['an ability that is missing', `notes.count()`, 'typeof Note', 'aggregate'],
  ['a source that cannot hold a type', `User.table(log)`, 'Log', 'uuid'],
  ['a missing field of a record', `users.insert('x', { age: 1, lastOperation: moment })`, 'name'],
  ['a field the entity does not have', `users.patch('x', { agee: 1 })`, 'agee'],
  ['a patched id', `users.patch('x', { id: 'y' })`, 'id'],
  ['a condition on null', `users.where(u => u.email.eq(null))`, 'null'],
  ['a set that lacks columns', `users.insertFrom(notes)`, 'typeof Note', 'typeof User'],
  ['a mapping that lacks columns', `users.insertFrom(notes, n => ({ name: n.name, age: 1 }))`, 'lastOperation'],
  ['an order of truth values', `users.where(u => u.isVip.gt(true))`, 'boolean', 'Ordered'],
  ['an unknown reference', `users.getRef('sesions')`, 'sesions', 'sessions'],
  ['a link across databases', `users.getLink('notes').countExpr()`, 'typeof Note', 'getRef()', 'TableJoin'],
  ['an imported path that leads nowhere', `sessions.withImported('user.nam')`, 'user.nam', 'NoSuchPath<"user">'],
  ['a reference by a column that is not there', `hasMany(() => Session, 'userIdd')`, 'userIdd', 'userId'],
  ['an ability that joins miss', `notes.join(notes, (a, b) => a.id.eq(b.id))`, 'typeof Note', 'join'],
  ['an unknown column of a group', `users.groupBy('agee')`, 'agee', 'age'],
  ['a sum of text in a group', `users.groupBy('age').aggregate({ x: sum(u => u.name) })`, 'string', 'Summable'],
  ['a group of what is no aggregator', `users.groupBy('age').aggregate({ x: users.$.age })`, 'Aggregator'],
  ['a write to groups', `users.groupBy('age').aggregate({ n: count() }).insert(1, { n: 2 })`, 'n', 'QueryModel'],
  ['a patched calculated column', `users.withExpression('next', u => u.$.age.plus(1)).patch('x', { next: 1 })`, 'next'],
  ['a join on a third set', `users.join(sessions, () => notes.$.id.eq(1))`, 'Log', 'Main'],
  ['a set of another source in a join', `users.join(notes, (u, n) => u.name.eq(n.name))`, 'Log', 'Main'],
  ['a misspelt column of a side', `users.join(sessions, (u, s) => u.id.eq(s.userIdd))`, 'userIdd', 'typeof Session'],
  ['an entity with a column too many', `users.intoEntity(Letter)`, 'typeof Letter', 'subject'],
  ['an entity with a column of another type', `users.intoEntity(Aged)`, 'typeof Aged', 'age'],
  ['an entity that no side completes', `users.join(sessions, onUser).intoEntity(Letter)`, 'typeof Letter', 'subject'],
  [
    'an entity that expects what a left join may miss',
    `users.join(sessions, onUser, { kind: 'left' }).intoEntity(Stay)`,
    'typeof Stay',
    'minutes',
  ],
  ['a candidate that is saved', `users.newEntity({ name: 'x' }).save()`, 'save', 'NewActiveEntity', 'typeof User'],
  ['a related record of many', `users.newEntity().create().then(u => u.getRelated('sessions'))`, 'sessions'],
  ['a rule before an insert', `users.withHook('beforeInsert', { rule: u => u.$.age.gt(1), message: 'x' })`, 'rule'],
  ['a hook on what does not happen', `users.withHook('beforeSafe', () => {})`, 'beforeSafe', 'beforeSave'],
  ['a column that counts and is text', `col(text).version()`, 'string', 'number'],
  [
    'a column called like a member of records',
    `Entity('x', { id: col(int).id(), save: col(text) })`,
    'member of records',
  ],
  [
    'a method called like a member of records',
    `Shadowing.table(main)`,
    'typeof Shadowing',
    'reload',
    'member of records',
  ],
  [
    'a compared value that is none',
    `users.newEntity().create().then(u => u.save({ compare: 'some' }))`,
    'some',
    'changed',
  ],
]

const prelude = `
import { bool, col, type Columns, count, Entity, hasMany, hasOne, instant, int, percentile, sum, text, uuid, type Source } from '../src/index.ts'
import type { Recording, RecordingCan } from './recording.ts'
interface Log extends Source {
  readonly can: { readonly read: true; readonly append: true; readonly where: true }
  readonly '~holds': (typeName: 'text' | 'int') => void
  readonly '~vendor': 'log'
}
interface Main extends Recording {
  readonly can: RecordingCan & { readonly join: true; readonly correlate: true }
  readonly '~vendor': 'main'
}
declare const main: Main, log: Log, moment: Temporal.Instant
class User extends Entity('users', { id: col(uuid).id(), name: col(text), age: col(int), email: col(text).optional(), isVip: col(bool).default(false), lastOperation: col(instant) }) {
  static override refs = { sessions: hasMany(() => Session, 'userId'), notes: hasMany(() => Note.table(log), 'name') }
}
class Session extends Entity('sessions', { id: col(uuid).id(), userId: col(uuid), minutes: col(int) }) {
  static override refs = { user: hasOne(() => User, 'userId') }
}
class Note extends Entity('notes', { id: col(int).id(), name: col(text) }) {}
class Letter extends Entity('letters', { id: col(uuid).id(), name: col(text), subject: col(text) }) {}
class Aged extends Entity('aged', { id: col(uuid).id(), age: col(text) }) {}
class Shadowing extends Entity('shadowing', { id: col(int).id() }) { reload() {} }
class Stay extends Entity('stays', { name: col(text), minutes: col(int) }) {}
const onUser = (u: Columns<typeof User, Main>, s: Columns<typeof Session, Main>) => u.id.eq(s.userId)
const users = User.table(main), notes = Note.table(log), sessions = Session.table(main)
const vips = users.where(u => u.isVip.eq(true)).updateQuery()
`
const messages = new Map<string, string>()

beforeAll(() => {
  const root = join(import.meta.dirname, '../../..')
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [] }, ts.sys, root)
  const virtual = join(import.meta.dirname, 'misuse.virtual.ts')
  const lines = prelude.split('\n').length - 1
  const text = `${prelude}${misuse.map(([, code]) => `;(() => ${code})`).join('\n')}\n`
  const host = ts.createCompilerHost(options)
  const { getSourceFile, fileExists, readFile } = host
  host.fileExists = file => file === virtual || fileExists(file)
  host.readFile = file => (file === virtual ? text : readFile(file))
  host.getSourceFile = (file, language) =>
    file === virtual ? ts.createSourceFile(file, text, language) : getSourceFile(file, language)
  const program = ts.createProgram([virtual], options, host)
  const source = program.getSourceFile(virtual)
  for (const diagnostic of program.getSemanticDiagnostics(source)) {
    const at = (source?.getLineAndCharacterOfPosition(diagnostic.start ?? 0).line ?? 0) - lines
    const what = misuse[at]?.[0] ?? `line ${at}`
    const shown = ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n')
    messages.set(what, messages.has(what) ? `${messages.get(what)}\n${shown}` : shown)
  }
}, 60_000)

test.each(misuse)('%s is told in few lines', (what, _code, ...names) => {
  const message = messages.get(what)
  expect(message).toBeDefined()
  const first = message?.split('\n').slice(0, 6).join('\n') ?? ''
  for (const name of names) expect(first).toContain(name)
})

test.each(misusedUpdates)('%s is told in the first line', (what, _code, ...names) => {
  const [first] = messages.get(what)?.split('\n') ?? []
  for (const name of names) expect(first).toContain(name)
})

test('nothing but the misuse is refused', () => {
  expect([...messages.keys()].sort()).toEqual(misuse.map(([what]) => what).sort())
})

test('the messages read as they did', () => {
  expect(Object.fromEntries(messages)).toMatchSnapshot()
})
