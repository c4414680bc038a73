import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { recording } from '../../test/recording.ts'
import { col } from '../column/column.ts'
import { Entity } from '../entity/entity.ts'
import { deferred } from '../expression/functions.ts'
import { int } from '../types/int.ts'

class User extends Entity('users', { id: col(int).id(), age: col(int).optional() }) {}
const forever = () => new Promise<never>(() => {})

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('a signal aborted before sends nothing', async () => {
  const { source, sent } = recording('x')
  const signal = AbortSignal.abort()
  await expect(User.table(source).list({ signal })).rejects.toMatchObject({ kind: 'cancelled', retry: 'safe' })
  await expect(User.table(source).insert(1, {}, { signal })).rejects.toMatchObject({ kind: 'cancelled' })
  expect(sent).toEqual([])
})

test('aborting ends a call that is under way', async () => {
  const { source } = recording('x', { answer: forever })
  const controller = new AbortController()
  const call = User.table(source).list({ signal: controller.signal })
  controller.abort()
  await expect(call).rejects.toMatchObject({ kind: 'cancelled', details: { source: 'x' } })
})

test('a cancelled write says that its outcome is unknown', async () => {
  const { source } = recording('x', { answer: forever })
  const controller = new AbortController()
  const call = User.table(source).delete(1, { signal: controller.signal })
  controller.abort()
  await expect(call).rejects.toMatchObject({
    kind: 'cancelled',
    retry: 'after-reread',
    details: { outcome: 'unknown' },
  })
})

test('a deadline covers the whole call, deferred parts included, and leaves no timer behind', async () => {
  const { source, sent } = recording('x')
  const never = deferred(int, forever)
  const call = User.table(source)
    .where(u => u.age.eq(never))
    .list({ timeoutMs: 50 })
  const refused = expect(call).rejects.toMatchObject({ kind: 'timeout', retry: 'safe' })
  await vi.advanceTimersByTimeAsync(50)
  await refused
  expect(sent).toEqual([])
  await User.table(source).list({ timeoutMs: 1000 })
  expect(vi.getTimerCount()).toBe(0)
})

test('the deferred function is handed the signal', async () => {
  const { source } = recording('x')
  const controller = new AbortController()
  let seen: AbortSignal | undefined
  const part = deferred(int, async ({ signal }) => {
    seen = signal
    return 1
  })
  await User.table(source)
    .where(u => u.age.eq(part))
    .list({ signal: controller.signal })
  expect(seen).toBe(controller.signal)
})

test('a timeout that is no number is refused', async () => {
  const { source } = recording('x')
  await expect(User.table(source).list({ timeoutMs: Number.NaN })).rejects.toMatchObject({ kind: 'invalid' })
})

test('an expression that runs alone has a deadline and a signal, and leaves no timer behind', async () => {
  const { source } = recording('x', { answer: () => ({ rows: [[1]], count: 1 }) })
  const refused = expect(deferred(int, forever).run({ timeoutMs: 50 })).rejects.toMatchObject({ kind: 'timeout' })
  await vi.advanceTimersByTimeAsync(50)
  await refused
  const controller = new AbortController()
  const call = deferred(int, forever).run({ signal: controller.signal })
  controller.abort()
  await expect(call).rejects.toMatchObject({ kind: 'cancelled' })
  await expect(User.table(source).countExpr().run({ timeoutMs: 1000 })).resolves.toBe(1)
  expect(vi.getTimerCount()).toBe(0)
})

test('async code that runs alone is checked like an operand', async () => {
  await expect(deferred(int, async () => undefined as never).run()).resolves.toBe(null)
  await expect(deferred(int, async () => 'x' as never).run()).rejects.toMatchObject({ kind: 'type-mismatch' })
})

test('a signal that is none is refused before anything is sent', async () => {
  const { source, sent } = recording('x')
  await expect(User.table(source).list({ signal: 'x' as never })).rejects.toMatchObject({ kind: 'invalid' })
  expect(sent).toEqual([])
})
