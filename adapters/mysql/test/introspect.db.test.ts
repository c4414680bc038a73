import { Decimal, Temporal } from '@vantage-ts/core'
import { dynamicTable, type Introspection, type TableDefinition } from '@vantage-ts/core/dynamic'
import { introspect } from '@vantage-ts/mysql'
import { beforeAll, expect, test } from 'vitest'
import { testDatabase } from './database.ts'
import { failure } from './failure.ts'
import { describeOnServer, exactly, isMysql } from './server.ts'

const tableIn = ({ tables }: Introspection, name: string): TableDefinition =>
  tables.find(table => table.entity === name) ?? expect.fail(`no table ${name}`)

describeOnServer('introspect', () => {
  const database = testDatabase()
  const schema = () => new URL(database.url).pathname.slice(1)

  beforeAll(async () => {
    await database.sql(`
      CREATE TABLE everything (
        id bigint AUTO_INCREMENT PRIMARY KEY, tiny tinyint NOT NULL, yes boolean NOT NULL DEFAULT false, small smallint unsigned,
        whole int(11), big bigint unsigned, exact decimal(12, 2), single float, twin double, born year,
        word varchar(10) CHARACTER SET utf8mb4 COLLATE ${exactly} NOT NULL, folded text COLLATE utf8mb4_general_ci,
        at timestamp(6) NULL, local datetime(3), day date, clock time, data varbinary(20), doc json,
        feeling enum('sad', 'it''s ok'), tags set('a', 'b'), \`key\` ${isMysql ? 'char(36)' : 'uuid'}, spot point, bits bit(3),
        twice int AS (tiny * 2) STORED
      );
      CREATE TABLE pairs (b varchar(5), a int, n int NOT NULL DEFAULT 1, PRIMARY KEY (a, b));
      CREATE VIEW grown AS SELECT id, word FROM everything;
    `)
  })

  test('finds tables and views in the types that this adapter reads', async () => {
    const found = await introspect(database.open(), { schema: schema() })
    expect(found.tables.map(table => [table.schema, table.entity])).toEqual([
      [undefined, 'everything'],
      [undefined, 'grown'],
      [undefined, 'pairs'],
    ])
    const optional = { isOptional: true }
    expect(tableIn(found, 'everything').columns).toEqual([
      { property: 'id', type: 'bigint', isId: true, isGenerated: true },
      { property: 'tiny', type: 'int' },
      { property: 'yes', type: 'bool', isGenerated: true },
      { property: 'small', type: 'int', ...optional },
      { property: 'whole', type: 'int', ...optional },
      { property: 'big', type: 'bigint', ...optional },
      { property: 'exact', type: 'decimal', precision: 12, scale: 2, ...optional },
      { property: 'single', type: 'float', ...optional },
      { property: 'twin', type: 'float', ...optional },
      { property: 'born', type: 'int', ...optional },
      { property: 'word', type: 'text' },
      { property: 'folded', type: 'text', ...optional, collation: 'unknown' },
      { property: 'at', type: 'instant', ...optional },
      { property: 'local', type: 'plainDateTime', ...optional },
      { property: 'day', type: 'plainDate', ...optional },
      { property: 'clock', type: 'plainTime', ...optional },
      { property: 'data', type: 'bytes', ...optional },
      { property: 'doc', type: 'json', ...optional },
      { property: 'feeling', type: 'enum', members: ['sad', "it's ok"], ...optional },
      { property: 'tags', type: 'text', ...optional, collation: 'unknown' },
      // MySQL has no type for it.
      { property: 'key', ...(isMysql ? { type: 'text', collation: 'unknown' } : { type: 'uuid' }), ...optional },
      { property: 'twice', type: 'int', ...optional, isGenerated: true },
    ])
    expect(tableIn(found, 'pairs').columns).toEqual([
      { property: 'b', type: 'text', isId: true, collation: 'unknown' },
      { property: 'a', type: 'int', isId: true },
      { property: 'n', type: 'int', isGenerated: true },
    ])
    expect(found.left.map(({ table, column, vendorType }) => `${table}.${column} ${vendorType}`)).toEqual([
      'everything.spot point',
      'everything.bits bit(3)',
    ])
  })

  test('gives tables to work with', async () => {
    const db = database.open()
    const table = dynamicTable(db, tableIn(await introspect(db, { schema: schema() }), 'everything'))
    const row = {
      tiny: 3,
      yes: true,
      small: 65_535,
      whole: -1,
      big: 18_446_744_073_709_551_615n,
      exact: Decimal.from('12.5'),
      single: 0.5,
      twin: 0.1,
      born: 1999,
      word: 'a ',
      folded: 'Ä',
      at: Temporal.Instant.from('2001-01-01T00:47:00.123456Z'),
      local: Temporal.PlainDateTime.from('2026-11-22T09:30:00.25'),
      day: Temporal.PlainDate.from('2026-11-22'),
      clock: Temporal.PlainTime.from('23:59:59'),
      data: new Uint8Array([0, 255]),
      doc: { a: [1, null] },
      feeling: "it's ok",
      tags: 'a,b',
      key: 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11',
    }
    const { big, ...small } = row
    const created = await table.create(small)
    expect(created).toMatchObject({ ...small, id: 1n, big: null, twice: 6 })
    await database.sql(`UPDATE everything SET big = ${big}`)
    expect((await table.get(1n))?.big).toBe(big)
  })

  test('a table that is not there is named', async () => {
    const error = await failure(() => introspect(database.open(), { schema: schema(), tables: ['pair'] }))
    expect([error.kind, error.message]).toEqual(['not-found', expect.stringContaining('pairs')])
  })
})
