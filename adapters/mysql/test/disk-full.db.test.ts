import { col, Entity, int, text } from '@vantage-ts/core'
import { mysql } from '@vantage-ts/mysql'
import { startMysql } from '@vantage-ts/test-servers'
import { expect, test } from 'vitest'
import { failure } from './failure.ts'
import { describeOnServer } from './server.ts'

class Note extends Entity('note', { id: col(int).id(), body: col(text) }) {}

describeOnServer('a full disk', () => {
  test('is told, leaves nothing half-written, and what was written can be read', async () => {
    // All tables are in one file, which may not grow.
    const settings = { innodb_file_per_table: '0', innodb_data_file_path: 'ibdata1:12M:autoextend:max:20M' }
    await using server = await startMysql({ settings })
    await using source = mysql({ url: server.url })
    await source.expr`create table note (id int primary key, body longtext not null)`.run()
    const table = Note.table(source)
    const batch = (from: number) =>
      Array.from({ length: 20 }, (_, at) => ({ id: from + at, body: 'x'.repeat(100_000) }))
    let written = 0
    const error = await failure(async () => {
      for (;;) written += await table.insertMany(batch(written))
    })
    expect(error).toMatchObject({ kind: 'too-large', retry: 'safe', details: { code: 1114, reason: 'disk-full' } })
    expect(written).toBeGreaterThan(0)
    expect(await table.count()).toBe(written)
    expect(await failure(() => source.transaction(tx => Note.table(tx).insertMany(batch(written))))).toMatchObject({
      kind: 'too-large',
    })
    expect(await table.count()).toBe(written)
    expect((await table.get(0))?.body).toHaveLength(100_000)
  })
})
