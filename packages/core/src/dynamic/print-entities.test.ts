import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import type { EntityClass } from '../entity/entity.ts'
import type { ColumnDef, Fields } from '../column/column.ts'
import { memory } from '../memory/memory.ts'
import { unchecked } from '../types/cast.ts'
import { dynamicTable } from './dynamic-table.ts'
import { className, propertyName } from './identifier.ts'
import { printEntities } from './print-entities.ts'
import { tableDefinition } from './table-definition.ts'

const root = join(import.meta.dirname, '../../../..')
const folder = join(root, '.cache', 'printed-entities')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The file as a user would keep it, and what its compiler says. */
function written(name: string, code: string): { readonly file: string; readonly complaints: string } {
  const place = join(folder, name)
  mkdirSync(place, { recursive: true })
  const file = join(place, 'entities.ts')
  writeFileSync(file, code)
  writeFileSync(join(place, 'tsconfig.json'), JSON.stringify({ extends: '../../../tsconfig.json', include: ['*.ts'] }))
  const tsc = join(root, 'node_modules/typescript7/bin/tsc')
  const { stdout } = spawnSync(process.execPath, [tsc, '-p', place, '--noEmit'], { encoding: 'utf8' })
  return { file, complaints: stdout }
}

const everything = tableDefinition({
  entity: 'user_accounts',
  schema: ['shop', "sal'es */ evil()"],
  columns: [
    { property: 'ID', type: 'int', isId: true, isGenerated: true },
    { property: 'last_operation', type: 'instant', isOptional: true },
    { property: 'balance', type: 'decimal', precision: 12, scale: 2, default: '1.50' },
    { property: 'total', type: 'decimal' },
    { property: 'status', type: 'enum', members: ['new', "it's", 'a\\b', '"', '\u2028', '$' + '{x}'], default: "it's" },
    {
      property: 'tags',
      type: 'array',
      item: { type: 'array', item: { type: 'enum', members: ['x'] } },
      isOptional: true,
    },
    { property: 'is_vip', type: 'bool', default: true, flags: ['hidden', "our's"] },
    { property: 'email', type: 'text', name: 'E-Mail', collation: 'ci', default: 'a\nb' },
    ...['bigint', 'float', 'uuid', 'instantMs', 'instantNs', 'plainDate', 'plainTime', 'plainDateTime'].map(type => ({
      property: `a_${type}`,
      type,
    })),
    ...['duration', 'period', 'bytes', 'json', 'geometry'].map(type => ({ property: `a ${type}`, type })),
  ],
})

test('classes say what definitions say', () => {
  const left = [
    {
      table: 'user_accounts',
      schema: ['shop', "sal'es */ evil()"],
      column: 'area',
      vendorType: 'point',
      why: 'no type',
    },
    { table: 'gone', column: 'b', vendorType: 'x\nevil()', why: 'no type' },
  ]
  expect(printEntities({ tables: [everything], left })).toMatchInlineSnapshot(`
    "import { arrayOf, bigint, bool, bytes, col, decimal, duration, Entity, enumOf, float, geometry, instant, instantMs, instantNs, int, json, period, plainDate, plainDateTime, plainTime, text, uuid } from '@vantage-ts/core'

    /** UserAccounts.table(db, { schema: ['shop', 'sal\\'es * / evil()'] }) */
    export class UserAccounts extends Entity('user_accounts', {
      id: col(int).id().generated().named('ID'),
      lastOperation: col(instant).optional().named('last_operation'),
      balance: col(decimal(12, 2)),
      total: col(decimal),
      status: col(enumOf('new', 'it\\'s', 'a\\\\b', '"', '\\u2028', '\${x}')).default('it\\'s'),
      tags: col(arrayOf(arrayOf(enumOf('x')))).optional(),
      isVip: col(bool).default(true).named('is_vip').flag('hidden', 'our\\'s'),
      email: col(text).default('a\\nb').named('E-Mail').collation('ci'),
      aBigint: col(bigint).named('a_bigint'),
      aFloat: col(float).named('a_float'),
      aUuid: col(uuid).named('a_uuid'),
      aInstantMs: col(instantMs).named('a_instantMs'),
      aInstantNs: col(instantNs).named('a_instantNs'),
      aPlainDate: col(plainDate).named('a_plainDate'),
      aPlainTime: col(plainTime).named('a_plainTime'),
      aPlainDateTime: col(plainDateTime).named('a_plainDateTime'),
      aDuration: col(duration).named('a duration'),
      aPeriod: col(period).named('a period'),
      aBytes: col(bytes).named('a bytes'),
      aJson: col(json).named('a json'),
      aGeometry: col(geometry).named('a geometry'),
      // left: 'user_accounts'.'area' point (no type)
    }) {}

    // Tables of which no column can be held:
    // left: 'gone'.'b' x evil() (no type)
    "
  `)
})

interface IntFields {
  readonly [property: string]: ColumnDef<number, 'int'>
}

const hostile = [
  'constructor',
  'delete',
  'class',
  'a b',
  'a-b',
  'a_b',
  "it's",
  '"',
  '\\',
  '`',
  '*/',
  '//',
  '$' + '{evil()}',
  '\n',
  '\u2028',
  '1st',
  'ü',
  '表',
  '🙂',
  '🙂🙂',
  '__proto___',
  'getRef',
  'then',
  'true',
  'null',
  'A_B',
  '__',
  '$',
  'क्षेत्र',
  '}) {} evil(); ({',
]

test('a class with links says how its table is opened', () => {
  const columns = [
    { property: 'id', type: 'int', isId: true },
    { property: 'client_id', type: 'text', link: "cli'ent" },
    { property: 'in', type: 'uuid', link: 'shop' },
  ]
  expect(printEntities({ tables: [tableDefinition({ entity: 'orders', schema: 's', columns })], left: [] })).toContain(
    "/** Orders.table(db, { schema: 's', columns: { clientId: recordLink('cli\\'ent'), in: recordLink('shop') } }) */",
  )
})

test('whatever names a database has, the file compiles, runs, and reads the rows that are there', async () => {
  const tables = [
    everything,
    ...['users', 'Users', 'USERS', 'object', 'entity', '1', 'col', '*/', "a'b", '表', '🙂', 'constructor'].map(entity =>
      tableDefinition({
        entity,
        columns: hostile.map((property, index) => ({ property, type: 'int', isId: index === 0 })),
      }),
    ),
  ]
  const left = hostile.map(name => ({ table: name, column: name, vendorType: name, why: name }))
  const { file, complaints } = written('hostile', printEntities({ tables, left }))
  expect(complaints).toBe('')
  expect(written('wrong', `${readFileSync(file, 'utf8')}\nUsers.fields.nothing.facts`).complaints).toContain('nothing')
  const classes = Object.values<unknown>(await import(file))
  expect(classes).toHaveLength(tables.length)
  for (const [index, table] of tables.entries()) {
    if (index === 0) continue
    const printed = unchecked<EntityClass<IntFields>[]>(classes, 'printed').find(
      ({ entityName }) => entityName === table.entity,
    )
    if (printed === undefined) return expect.fail(table.entity)
    const db = memory()
    const row = Object.fromEntries(hostile.map((name, at) => [name, at]))
    await dynamicTable(db, table).insertMany([row])
    const [read] = await printed.table(db).list()
    expect(Object.values(read ?? {})).toEqual(Object.values(row))
  }
}, 60_000)

test('random names compile too, and name what is in the database', async () => {
  const name = fc.oneof(
    fc.string({ minLength: 1, unit: 'grapheme' }),
    fc.string({ minLength: 1, unit: 'binary' }),
    fc.constantFrom(...hostile),
  )
  const isName = (text: string): boolean => text.isWellFormed() && !text.includes('\0') && text !== '__proto__'
  const names = fc.uniqueArray(name.filter(isName), { minLength: 1, maxLength: 8 })
  const table = fc.tuple(name.filter(isName), names, fc.option(name.filter(isName), { nil: undefined }))
  await fc.assert(
    fc.asyncProperty(fc.array(table, { minLength: 30, maxLength: 60 }), async drawn => {
      const tables = drawn.map(([entity, properties, schema]) =>
        tableDefinition({
          entity,
          ...(schema === undefined ? {} : { schema }),
          columns: properties.map(property => ({
            property,
            type: 'enum',
            members: properties,
            flags: properties,
            default: property,
          })),
        }),
      )
      const left = drawn.map(([entity, [column = '']]) => ({ table: entity, column, vendorType: entity, why: column }))
      const { file, complaints } = written(`random${++runs}`, printEntities({ tables, left }))
      expect(complaints).toBe('')
      const printed = unchecked<EntityClass<Fields>[]>(Object.values(await import(file)), 'printed')
      const shown = (entities: readonly { entityName: string; names: readonly string[] }[]) =>
        entities.map(one => JSON.stringify(one)).sort()
      expect(
        shown(
          printed.map(({ entityName, fields }) => ({
            entityName,
            names: Object.entries(fields).map(([property, { facts }]) => facts.storedName ?? property),
          })),
        ),
      ).toEqual(shown(drawn.map(([entity, properties]) => ({ entityName: entity, names: properties }))))
    }),
    { numRuns: 2, endOnFailure: true },
  )
}, 120_000)
let runs = 0

test.each([
  ['last_operation', 'lastOperation', 'LastOperation'],
  ['LAST_OPERATION', 'lastOperation', 'LastOperation'],
  ['lastOperation', 'lastOperation', 'LastOperation'],
  ['ID', 'id', 'Id'],
  ['userID', 'userID', 'UserID'],
  ['2fa', '_2fa', '_2fa'],
  ['', 'column', 'Table'],
  ['*', 'column', 'Table'],
  ['date', 'date', 'DateTable'],
  ['straße', 'straße', 'Straße'],
  ['ɤ_x', 'ɤX', 'ɤX'],
  ['a\u0488b', 'aB', 'AB'],
])('%s is the property %s and the class %s', (name, property, type) => {
  expect([propertyName(name), className(name)]).toEqual([property, type])
})
