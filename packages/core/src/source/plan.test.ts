import { beforeEach, expect, test } from 'vitest'
import { recording } from '../../test/recording.ts'
import { col } from '../column/column.ts'
import { Entity } from '../entity/entity.ts'
import { VantageError } from '../errors/vantage-error.ts'
import { caseWhen, deferred, deferredList, value } from '../expression/functions.ts'
import { float } from '../types/float.ts'
import { int } from '../types/int.ts'
import { text } from '../types/text.ts'

class User extends Entity('users', { id: col(int).id(), name: col(text), age: col(int).optional() }) {}

const column = (...values: unknown[]) => ({ rows: values.map(one => [one]), count: values.length })
let a = recording('a')
let b = recording('b')
beforeEach(() => {
  a = recording('a', { answer: () => column(3, 1, 2) })
  b = recording('b')
})

test('building runs nothing; another database is resolved first and bound as one list', async () => {
  const ids = User.table(a.source)
    .where(u => u.name.eq('x'))
    .fieldExpr(u => u.id)
  const set = User.table(b.source).where(u => u.id.in(ids))
  expect([a.sent.length, b.sent.length]).toEqual([0, 0])
  await set.list()
  expect([a.sent.length, b.sent.length]).toEqual([1, 1])
  expect(b.sent[0]?.parameters).toEqual([[3, 1, 2]])
})

test('the same database embeds: one statement', async () => {
  const ids = User.table(b.source).fieldExpr(u => u.id)
  await User.table(b.source)
    .where(u => u.age.in(ids))
    .list()
  expect(b.sent.length).toBe(1)
  expect(b.sent[0]?.text).toContain('in(#.age,column(S|#|value=#.id))')
})

test('an empty deferred list is answered without asking', async () => {
  const none = recording('none')
  const ids = User.table(none.source).fieldExpr(u => u.id)
  const set = User.table(b.source).where(u => u.id.in(ids))
  expect(await set.list()).toEqual([])
  expect(await set.count()).toBe(0)
  expect(await set.sum(u => u.age)).toBe(0)
  expect(await set.max(u => u.age)).toBeUndefined()
  expect(b.sent.length).toBe(0)
})

test('a deferred value runs once per execution, again in the next one, and never while building', async () => {
  let runs = 0
  const limit = deferred(int, async () => ++runs)
  const set = User.table(b.source).where(u => u.age.gt(limit).or(u.id.eq(limit)))
  expect(runs).toBe(0)
  await set.list()
  await set.list()
  expect(runs).toBe(2)
  expect(b.sent.map(({ parameters }) => parameters)).toEqual([
    [1, 1],
    [2, 2],
  ])
})

test('independent parts run at the same time', async () => {
  let open = 0
  let most = 0
  const part = (given: number) =>
    deferred(int, async () => {
      most = Math.max(most, ++open)
      await new Promise(resolve => setImmediate(resolve))
      open--
      return given
    })
  await User.table(b.source)
    .where(u => u.age.gt(part(1)).and(u.age.lt(part(2))))
    .list()
  expect(most).toBe(2)
  expect(b.sent[0]?.parameters).toEqual([1, 2])
})

test('deferred parts are found inside case, coalesce, not, sub-queries and order keys', async () => {
  const three = deferred(int, async () => 3)
  const inner = User.table(b.source)
    .where(u => u.age.eq(three))
    .fieldExpr(u => u.id)
  await User.table(b.source)
    .where(u => caseWhen(int, [{ when: u.age.isNull(), then: three }], 0).gt(1))
    .where(u => u.age.coalesce(three).eq(3).not())
    .where(u => u.id.in(inner))
    .orderBy(u => u.age.plus(three))
    .list()
  expect(b.sent.length).toBe(1)
  expect(b.sent[0]?.text).not.toContain('deferred')
  expect(b.sent[0]?.parameters.filter(parameter => parameter === 3).length).toBe(5)
})

test('a deferred value may be an expression again, to any depth', async () => {
  const deep = deferred(int, async () => deferred(int, async () => value(int, 7)))
  await User.table(b.source)
    .where(u => u.age.eq(deep))
    .list()
  expect(b.sent[0]?.parameters).toEqual([7])
})

test('a failing part fails the whole with both contexts, and the outer statement is not sent', async () => {
  const failing = deferred(
    int,
    async () => {
      throw new VantageError('the service is away', { kind: 'connection', retry: 'safe' })
    },
    'limit from the service',
  )
  const call = User.table(b.source)
    .where(u => u.age.gt(failing))
    .list()
  await expect(call).rejects.toMatchObject({
    kind: 'connection',
    retry: 'safe',
    context: ['resolving a part for b', 'resolving ⟨limit from the service⟩'],
  })
  expect(b.sent.length).toBe(0)
})

test('a scalar part with several rows is `cardinality`, and the outer statement is not sent', async () => {
  const many = recording('many', { answer: () => column(1, 2) })
  const age = many.source.expr`select 1 union select 2`.as(int)
  const call = User.table(b.source)
    .where(u => u.age.eq(age))
    .list()
  await expect(call).rejects.toMatchObject({ kind: 'cardinality' })
  expect(b.sent.length).toBe(0)
})

test('a scalar part without a row is null', async () => {
  const none = recording('none')
  const age = none.source.expr`select 1 where false`.as(int)
  await User.table(b.source)
    .where(u => u.age.eq(age))
    .list()
  expect(b.sent[0]?.text).toContain('eq(#.age,null:int)')
})

test('a deferred list above the limit names TableJoin', async () => {
  const small = recording('small', { maxDeferredList: 2 })
  const call = User.table(small.source)
    .where(u => u.id.in(User.table(a.source).fieldExpr(x => x.id)))
    .list()
  await expect(call).rejects.toMatchObject({ kind: 'too-large', message: expect.stringContaining('TableJoin') })
  expect(small.sent.length).toBe(0)
})

test('a value of another type than declared is refused before sending', async () => {
  const wrong = deferred(int, async () => 1.5)
  await expect(
    User.table(b.source)
      .where(u => u.age.eq(wrong))
      .list(),
  ).rejects.toMatchObject({ kind: 'type-mismatch' })
  expect(b.sent.length).toBe(0)
})

test('map converts here, for single values and with an async function', async () => {
  const oldest = User.table(a.source).maxExpr(u => u.age)
  const one = recording('one', { answer: () => column(40) })
  const half = User.table(one.source)
    .maxExpr(u => u.age)
    .map(float, async age => (age ?? 0) / 2)
  await User.table(b.source)
    .where(u => u.age.gt(half))
    .list()
  expect(b.sent[0]?.parameters).toEqual([20])
  expect(oldest.type.name).toBe('int')
})

test('a column of another set or another database is refused when the set is built', () => {
  class Other extends Entity('others', { id: col(int).id() }) {}
  const others = Other.table(b.source)
  expect(() => User.table(b.source).where(() => others.$.id.eq(1))).toThrow(/belongs to another set/)
  expect(() => User.table(b.source).where(() => User.table(a.source).$.id.eq(1))).toThrow(/another database/)
})

test('a template of another set stands for the value of its only row', async () => {
  const one = recording('one', { answer: () => column(9) })
  const age = User.table(one.source).where(u => u.id.eq(1)).expr`len(${User.table(one.source).$.name})`.as(int)
  await User.table(b.source)
    .where(u => u.age.lt(age))
    .list()
  expect(b.sent[0]?.parameters).toEqual([9])
  await User.table(one.source)
    .where(u => u.age.lt(age))
    .count()
  expect(one.sent.at(-1)?.text).toContain('text:int')
})

test('deferred lists drop nulls and bind once', async () => {
  const ids = deferredList(int, async () => [5, 6])
  await User.table(b.source)
    .where(u => u.id.notIn(ids))
    .list()
  expect(b.sent[0]?.parameters).toEqual([[5, 6]])
})

test('explain shows every step and sends nothing', () => {
  const ids = User.table(a.source)
    .where(u => u.name.eq('x'))
    .fieldExpr(u => u.id)
  const plan = User.table(b.source)
    .where(u => u.id.in(ids).and(u.age.gt(deferred(int, async () => 1, 'limit'))))
    .explain()
  expect(plan.steps.map(({ source, gives }) => [source, gives])).toEqual([
    ['a', 'a list'],
    ['client', 'one value'],
    ['b', 'rows'],
  ])
  expect(plan.steps.at(-1)?.parameterTypes).toEqual(['int[]', 'int'])
  expect(String(plan).split('\n').length).toBe(3)
  expect([a.sent.length, b.sent.length]).toEqual([0, 0])
})

test('an expression explains itself, with what it gives', () => {
  const set = User.table(b.source).where(u => u.id.in(User.table(a.source).fieldExpr(u => u.id)))
  const shown = (plan: { readonly steps: readonly { readonly source: string; readonly gives: string }[] }) =>
    plan.steps.map(({ source, gives }) => `${source}: ${gives}`)
  expect(shown(set.countExpr().explain())).toEqual(['a: a list', 'b: one value'])
  expect(shown(set.fieldExpr(u => u.name).explain())).toEqual(['a: a list', 'b: a list'])
  expect(shown(b.source.expr`select ${set.countExpr()}, ${set.maxExpr(u => u.age)}`.explain())).toEqual([
    'a: a list',
    'b: rows',
  ])
  expect(
    shown(
      set
        .countExpr()
        .map(float, count => count / 2)
        .explain(),
    ),
  ).toEqual(['a: a list', 'b: one value', 'client: one value'])
  expect([a.sent.length, b.sent.length]).toEqual([0, 0])
})
