import { expect, test } from 'vitest'
import { col } from '../column/column.ts'
import { Entity } from '../entity/entity.ts'
import { memory } from '../memory/index.ts'
import { int } from '../types/int.ts'
import { expectStatements } from './expect-statements.ts'

class Item extends Entity('items', { id: col(int).id() }) {}

test('the result comes back when the number is right, counted over all sources and their transactions', async () => {
  const [a, b] = [memory({ name: 'a', tables: { items: [{ id: 1 }] } }), memory({ name: 'b' })]
  expect(await expectStatements(a, 1, () => Item.table(a).count())).toBe(1)
  const work = async (): Promise<number> => {
    await using transaction = await a.begin()
    await Item.table(transaction.source).insert(2, {})
    await transaction.commit()
    return (await Item.table(a).count()) + (await Item.table(b).count())
  }
  expect(await expectStatements([a, b, a], 3, work)).toBe(2)
})

test('another number is told with what was sent, and the errors of the work pass', async () => {
  const source = memory({ name: 'a' })
  const wrong = expectStatements(source, 2, () =>
    Item.table(source)
      .where(i => i.id.gt(1))
      .list(),
  )
  await expect(wrong).rejects.toMatchObject({
    kind: 'unexpected-query',
    message: expect.stringMatching(/^expected 2 statements, and 1 were sent\n1\. a: select items\.id from items where/),
  })
  await expect(expectStatements(source, 0, () => Promise.reject(new Error('mine')))).rejects.toThrow('mine')
  await Item.table(source).list()
})
