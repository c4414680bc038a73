import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bool, col, Entity, int, text } from '@vantage-ts/core'
import { memory } from '@vantage-ts/core/memory'
import { auditTrail, softDelete } from '@vantage-ts/core/records'
import { expect, it } from 'vitest'
import { csv } from '../src/index.ts'
import { folderOf } from './people-file.ts'

class Trail extends Entity('trail', { what: col(text), fields: col(text) }) {}

it('is what an audit trail is appended to, after the commit of what it tells', async () => {
  const folder = await folderOf({ 'trail.csv': 'what,fields\n' })
  const log = csv({ folder })
  class Stock extends Entity('stock', { id: col(int).id(), count: col(int), isGone: col(bool).default(false) }) {
    static override hooks = [
      softDelete('isGone'),
      auditTrail(
        () => Trail.table(log),
        ({ event, entity, id, changes }) => ({
          what: `${event} ${entity} ${id}`,
          fields: Object.keys(changes).join(' '),
        }),
      ),
    ]
  }
  const db = memory()
  const stock = Stock.table(db)
  const trail = (): Promise<string> => readFile(join(folder, 'trail.csv'), 'utf8')
  await stock.insert(1, { count: 5 })
  await using transaction = await db.begin()
  await stock.withTransaction(transaction).patch(1, { count: 4 })
  await stock.withTransaction(transaction).delete(1)
  expect(await trail()).toBe('what,fields\ninsert stock 1,id count isGone\n')
  const { afterCommit } = await transaction.commit()
  expect(afterCommit.map(({ outcome }) => outcome)).toEqual(['done', 'done', 'done'])
  // A soft delete is an update that stands for the delete: both are told.
  expect((await trail()).split('\n').slice(2)).toEqual([
    'update stock 1,count',
    'update stock 1,isGone',
    'delete stock 1,id count isGone',
    '',
  ])
})
