import assert from 'node:assert/strict'
import { test } from 'node:test'
import { useMock } from './runner-case.ts'

// Run by runners.test.ts, in a process of its own.

test('a mock works in node:test', async () => {
  const db = await useMock()
  assert.throws(() => db.expect('select 1').once() && db.verify(), { kind: 'unexpected-query' })
})

test('time that node:test holds back does not hold back the clock of a mock', async context => {
  context.mock.timers.enable()
  await useMock()
})

test('a complaint fails a test', async () => {
  const { Order } = await import('./shop.ts')
  await Order.table(await useMock()).list()
})
