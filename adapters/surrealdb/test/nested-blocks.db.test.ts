import { surrealdb } from '@vantage-ts/surrealdb'
import { array, closure, given, ql, value, variable, when } from '@vantage-ts/surrealdb/ql'
import { afterAll, expect, test } from 'vitest'

// Expressions at places where the language reads the same text as something else: in blocks, branches and beside operators.

const db = surrealdb({ url: 'mem://' })
const q = db.query()
afterAll(() => db.close())

test('a block that is the result of a block gives its value', async () => {
  const inner = given({ b: 2 }, ({ b }) => b.plus(1))
  const two = q.let('b', 2).return(variable('b'))
  expect(
    await q.return([given({ a: 1 }, () => inner), given({ a: 1 }, () => given({ c: 1 }, () => inner))]).run(),
  ).toEqual([3, 3])
  expect(await q.let('a', 1).return(inner).run()).toBe(3)
  expect(await q.let('a', 1).return(two).run()).toBe(2)
  expect(await q.let('a', 1).return(q.return(two)).run()).toBe(2)
  expect(await q.let('a', 1).return(q.let('c', 1).return(two)).run()).toBe(2)
  expect(await q.return(given({ a: 1 }, () => ql`{ LET $b = ${2}; $b }`)).run()).toBe(2)
  expect(await q.let('a', 1).do(two).run()).toBe(2)
})

test('a comparison stands in a branch and in a block', async () => {
  expect(
    await q.return([when(true, value(1).eq(1)).otherwise(2), when(false, 1).otherwise(value(1).eq(2))]).run(),
  ).toEqual([true, false])
  expect(await q.block().do(value(1).eq(1)).run()).toBe(true)
})

test('the value of return() holds together beside operators', async () => {
  expect(await q.return([q.return(ql`1 + 1`).mul(2), value(2).mul(q.return(ql`1 + 1`))]).run()).toEqual([4, 4])
  const one = closure(x => x.plus(1))
  expect(await q.return(array.map([1], q.return(one))).run()).toEqual([2])
  expect(await q.return(q.return(q.let('a', { b: 3 }).return(variable('a'))).get('b')).run()).toBe(3)
})

test('names of what is given inside do not hide those of what is given around', async () => {
  const sum = given({ a: 1, b: 2 }, outer =>
    given({ a: 10, a_2: 100 }, inner => [outer.a, outer.b, inner.a, inner.a_2]),
  )
  expect(await q.return(sum).run()).toEqual([1, 2, 10, 100])
  const swapped = given({ a: 1, b: 2 }, ({ a, b }) => given({ a: b, b: a }, inner => [inner.a, inner.b]))
  expect(await q.return(swapped).run()).toEqual([2, 1])
  expect(q.return(given({ a: 1 }, ({ a }) => a)).render().text).toBe('RETURN { LET $a = $_0; ($a) }')
})

test('otherwise() after the end of branches is that of every expression', async () => {
  const branches = when(true, 0).otherwise(1)
  expect(await q.return([branches, branches.otherwise(2), branches.otherwise(0).otherwise(3)]).run()).toEqual([0, 2, 3])
})

test('a power that is none, and one of a number and a text, tell what is wrong', async () => {
  const of = (left: Parameters<typeof value>[0], right: Parameters<typeof value>[0]) =>
    q.return(value(left).power(right)).run()
  await expect(of(2, -1)).rejects.toMatchObject({ kind: 'too-large' })
  await expect(of(2, 200)).rejects.toMatchObject({ kind: 'too-large' })
  await expect(of(2, 'a')).rejects.toMatchObject({ kind: 'type-mismatch' })
  await expect(of(2, null)).rejects.toMatchObject({ kind: 'invalid' })
})

test('an expression in raw text is one operand, and raw text in raw text is text', async () => {
  const sum = value(1).plus(2)
  expect(await q.return(ql`${sum} * ${3}`).run()).toBe(9)
  expect(await q.ql`RETURN ${sum} * ${sum}`.run()).toBe(9)
  expect(q.return(ql`${ql`${1} + ${2}`} * ${3}`).render().text).toBe('RETURN $_0 + $_1 * $_2')
})
