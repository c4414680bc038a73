import { expect, test } from 'vitest'
import { col } from '../column/column.ts'
import { Entity } from '../entity/entity.ts'
import { memory } from '../memory/index.ts'
import { int } from '../types/int.ts'

class Order extends Entity('orders', { id: col(int).id(), clientId: col(int) }) {}

test('a function where groupBy takes a name is told so, without its source', () => {
  const orders = Order.table(memory())
  const secret = () => 'a value in the source'
  // @ts-expect-error groupBy takes names of columns
  expect(() => orders.groupBy(secret)).toThrow(
    expect.objectContaining({
      kind: 'invalid',
      message: 'orders takes a column by its name here, not a function. Known: id, clientId.',
    }),
  )
})
