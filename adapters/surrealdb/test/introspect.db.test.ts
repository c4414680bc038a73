import { Decimal, Temporal, VantageError } from '@vantage-ts/core'
import { dynamicTable, type Introspection, printEntities, type TableDefinition } from '@vantage-ts/core/dynamic'
import { templateParts } from '@vantage-ts/core/adapter'
import { introspect, type SurrealDb, surrealdb } from '@vantage-ts/surrealdb'
import { expect, onTestFinished, test } from 'vitest'

const script = `
  DEFINE TABLE person SCHEMAFULL;
  DEFINE FIELD id ON person TYPE uuid;
  DEFINE FIELD name ON person TYPE string;
  DEFINE FIELD age ON person TYPE option<int>;
  DEFINE FIELD status ON person TYPE 'new' | "it's" DEFAULT 'new';
  DEFINE FIELD friend ON person TYPE option<record<person | dog>>;
  DEFINE FIELD tags ON person TYPE array<string>;
  DEFINE FIELD grid ON person TYPE option<array<array<decimal>>>;
  DEFINE FIELD address ON person TYPE object;
  DEFINE FIELD address.city ON person TYPE string;
  DEFINE FIELD extra ON person TYPE any;
  DEFINE FIELD seen ON person TYPE datetime DEFAULT time::now();
  DEFINE FIELD took ON person TYPE option<duration>;
  DEFINE FIELD twice ON person COMPUTED (age ?? 0) * 2;
  DEFINE FIELD number ON person TYPE 1 | 2 | NONE;
  DEFINE TABLE \`we \\\`ird\` SCHEMALESS;
  DEFINE FIELD \`a.b c\` ON \`we \\\`ird\` TYPE int;
  DEFINE FIELD \`__proto__\` ON \`we \\\`ird\` TYPE int;
  DEFINE FIELD \`x⟩"'y\` ON \`we \\\`ird\` TYPE string;
  DEFINE TABLE broken;
  DEFINE FIELD \`select\` ON broken TYPE string;
  DEFINE FIELD part.inner ON plain TYPE option<int>;
  DEFINE TABLE likes TYPE RELATION IN person OUT person;
  CREATE plain:1 SET n = 1;
  CREATE plain:2 SET n = 2;
  CREATE words:abc;
  DEFINE FIELD n ON pairs TYPE int;
  CREATE pairs:[1, 'x'] SET n = 5;
`

async function opened(): Promise<SurrealDb> {
  const db = surrealdb({ url: 'mem://' })
  onTestFinished(() => db.close())
  for (const statement of script.trim().split(/;\n/))
    await db.expr(templateParts(statement.trim())).run().context(statement)
  return db
}
const tableIn = ({ tables }: Introspection, name: string): TableDefinition =>
  tables.find(({ entity }) => entity === name) ?? expect.fail(`no table ${name}`)

test('finds tables, their fields, and the kind of their ids', async () => {
  const found = await introspect(await opened())
  expect(found.tables.map(({ entity, columns }) => [entity, columns.length])).toEqual([
    ['likes', 3],
    ['pairs', 1],
    ['person', 11],
    ['plain', 1],
    ['we `ird', 4],
    ['words', 1],
  ])
  expect(tableIn(found, 'person').columns).toEqual([
    { property: 'id', type: 'uuid', isId: true, isGenerated: true },
    { property: 'address', type: 'json' },
    { property: 'age', type: 'int', isOptional: true },
    { property: 'extra', type: 'json', isOptional: true },
    { property: 'grid', type: 'array', item: { type: 'array', item: { type: 'decimal' } }, isOptional: true },
    { property: 'name', type: 'text' },
    { property: 'seen', type: 'instantNs', isGenerated: true },
    { property: 'status', type: 'enum', members: ['new', "it's"], isGenerated: true },
    { property: 'tags', type: 'array', item: { type: 'text' } },
    { property: 'took', type: 'duration', isOptional: true },
    { property: 'twice', type: 'json', isOptional: true, isGenerated: true },
  ])
  expect(tableIn(found, 'plain').columns).toEqual([{ property: 'id', type: 'int', isId: true }])
  expect(tableIn(found, 'words').columns).toEqual([{ property: 'id', type: 'text', isId: true, isGenerated: true }])
  expect(tableIn(found, 'we `ird').columns).toEqual([
    { property: 'id', type: 'text', isId: true, isGenerated: true },
    { property: '__proto___', name: '__proto__', type: 'int' },
    { property: 'a.b c', type: 'int' },
    { property: 'x⟩"\'y', type: 'text' },
  ])
  expect(found.left.map(({ table, column, vendorType }) => [table, column, vendorType])).toEqual([
    // The engine itself cannot read a table with a field of this name any more.
    ['broken', '*', ''],
    ['pairs', 'id', 'array'],
    ['person', 'friend', 'none | record<person | dog>'],
    ['person', 'number', '1 | 2 | none'],
    ['plain', 'part.inner', 'none | int'],
  ])
})

test('gives tables to work with', async () => {
  const db = await opened()
  const found = await introspect(db)
  const persons = dynamicTable(db, tableIn(found, 'person'))
  const row = {
    name: 'Doc',
    age: 65,
    tags: ['a', 'b'],
    grid: [[Decimal.from('1.5')], []],
    address: { city: 'Hill Valley' },
    extra: [1, { a: null }],
    took: Temporal.Duration.from('PT1H'),
  }
  const id = await persons.insertReturningId(row)
  await persons.insertReturningId({ name: 'Marty', age: 17, tags: [], address: { city: 'x' }, status: "it's" })
  expect(await persons.get(id)).toMatchObject({ ...row, took: expect.anything(), status: 'new', twice: 130 })
  expect(await persons.where(persons.column('age').gt(18)).fieldValues(persons.column('name'))).toEqual(['Doc'])
  expect(await persons.where(persons.column('status').eq("it's")).count()).toBe(1)
  expect(await persons.sum(persons.column('age'))).toBe(82)
  expect(await persons.patch(id, { age: 66 })).toMatchObject({ age: 66, twice: 132 })
  const likes = dynamicTable(db, tableIn(found, 'likes'))
  expect(tableIn(found, 'likes').columns.map(({ property, type, link }) => [property, type, link])).toEqual([
    ['id', 'text', undefined],
    ['in', 'uuid', 'person'],
    ['out', 'uuid', 'person'],
  ])
  const like = { in: id, out: id }
  expect(await likes.insert('self', like)).toEqual({ id: 'self', ...like })
  expect(await likes.where(likes.column('in').eq(id)).list()).toEqual([{ id: 'self', ...like }])
  expect(await likes.where(likes.column('out').in(persons.fieldExpr(persons.column('id')))).count()).toBe(1)
  const raw = await db.expr`SELECT VALUE ->likes->person.age FROM person WHERE name = 'Doc'`.run()
  expect(raw).toEqual([[66]])
  const plain = dynamicTable(db, tableIn(found, 'plain'))
  expect(await dynamicTable(db, tableIn(found, 'pairs')).list()).toEqual([{ n: 5 }])
  expect(await plain.orderBy(plain.column('id').desc()).list()).toEqual([{ id: 2 }, { id: 1 }])
})

test('whatever names there are', async () => {
  const db = await opened()
  const weird = dynamicTable(db, tableIn(await introspect(db), 'we `ird'))
  await weird.insert('x', { 'a.b c': 1, __proto___: 2, 'x⟩"\'y': 's' })
  expect(await weird.where(weird.column('a.b c').eq(1)).list()).toEqual([
    { id: 'x', 'a.b c': 1, __proto___: 2, 'x⟩"\'y': 's' },
  ])
  expect(await weird.where(weird.column('__proto___').eq(2)).count()).toBe(1)
})

test('takes only the tables that were asked for; there are no schemas', async () => {
  const db = await opened()
  expect((await introspect(db, { tables: ['plain'] })).tables.map(({ entity }) => entity)).toEqual(['plain'])
  const kindOf = async (work: Promise<unknown>) => {
    const error: unknown = await work.catch((thrown: unknown) => thrown)
    return VantageError.is(error) ? error.kind : error
  }
  expect(await kindOf(introspect(db, { tables: ['plian'] }))).toBe('not-found')
  expect(await kindOf(introspect(db, { schema: 'x' }))).toBe('unsupported')
})

test('printed classes say what was found', async () => {
  expect(printEntities(await introspect(await opened()))).toMatchInlineSnapshot(`
    "import { arrayOf, col, decimal, duration, Entity, enumOf, instantNs, int, json, text, uuid } from '@vantage-ts/core'

    /** Likes.table(db, { columns: { in: recordLink('person'), out: recordLink('person') } }) */
    export class Likes extends Entity('likes', {
      id: col(text).id().generated(),
      in: col(uuid),
      out: col(uuid),
    }) {}

    export class Pairs extends Entity('pairs', {
      n: col(int),
      // left: 'pairs'.'id' array (a key of several parts, or of several kinds, has no names for its columns)
    }) {}

    export class Person extends Entity('person', {
      id: col(uuid).id().generated(),
      address: col(json),
      age: col(int).optional(),
      extra: col(json).optional(),
      grid: col(arrayOf(arrayOf(decimal))).optional(),
      name: col(text),
      seen: col(instantNs).generated(),
      status: col(enumOf('new', 'it\\'s')).generated(),
      tags: col(arrayOf(text)),
      took: col(duration).optional(),
      twice: col(json).optional().generated(),
      // left: 'person'.'friend' none | record<person | dog> (a link that may lead to several tables has no id type of its own)
      // left: 'person'.'number' 1 | 2 | none (no type of Vantage holds it)
    }) {}

    export class Plain extends Entity('plain', {
      id: col(int).id(),
      // left: 'plain'.'part.inner' none | int (the field "part" around it is not defined)
    }) {}

    export class WeIrd extends Entity('we \`ird', {
      id: col(text).id().generated(),
      proto: col(int).named('__proto__'),
      aBC: col(int).named('a.b c'),
      xY: col(text).named('x⟩"\\'y'),
    }) {}

    export class Words extends Entity('words', {
      id: col(text).id().generated(),
    }) {}

    // Tables of which no column can be held:
    // left: 'broken'.'*'  (the database cannot tell its columns: surrealdb: A user generated conversion error occured: Conversion…)
    "
  `)
})
