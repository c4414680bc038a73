import { surrealdb } from '@vantage-ts/surrealdb'
import {
  array,
  cast,
  edges,
  field,
  given,
  type Input,
  type QlExpression,
  record,
  value,
  variable,
  when,
} from '@vantage-ts/surrealdb/ql'
import { afterAll, expect, test } from 'vitest'

// What is nested deeper than the engine reads is refused by a typed error, and never ends the stack or the process.

const db = surrealdb({ url: 'mem://' })
const q = db.query()
afterAll(() => db.close())

function nested<T>(count: number, start: T, around: (inner: T, at: number) => T): T {
  let made = start
  for (let at = 0; at < count; at++) made = around(made, at)
  return made
}
const closures = (count: number): QlExpression =>
  count === 0 ? value(1) : array.map([1], x => [x, closures(count - 1)])

const forms: { readonly [form: string]: (count: number) => { run(): PromiseLike<unknown> } } = {
  sums: count => q.return(nested(count, value(0), x => x.plus(1))),
  'sums on the right': count => q.return(nested(count, value(0), x => value(1).plus(x))),
  'conditions in turn': count =>
    q.return(nested(count, value(true), (x, at) => (at % 2 === 0 ? x.and(true) : x.or(false)))),
  signs: count => q.return(nested(count, value(1), x => x.negate())),
  casts: count => q.return(nested(count, value(1), x => cast('int', x))),
  branches: count => q.return(nested<QlExpression>(count, value(1), x => when(true, x).otherwise(2))),
  given: count => q.return(nested(count, value(1), x => given({ a: 1 }, () => x))),
  blocks: count => nested(count, q.let('a', 1).return(variable('a')), x => q.let('a', 1).return(x)),
  'selects to read from': count =>
    nested(count, q.selectValue(1).from([{ a: 1 }]), x => q.selectValue(field('a')).from(x)),
  'selects as columns': count =>
    nested(count, q.select({ a: 1 }).from([{ a: 1 }]), x => q.select({ a: x }).from([{ a: 1 }])),
  arrays: count => q.return(nested<Input>(count, 1, x => [x])),
  objects: count => q.return(nested<Input>(count, 1, x => ({ x }))),
  calls: count => q.return(nested(count, value([1]), x => array.reverse(x))),
  closures: count => q.return(closures(count)),
  filters: count => q.return(nested(count, value(true), x => value([1]).items(x))),
  edges: count => q.return(nested(count, value(true), x => record('a', 1).to(edges('b').where(x)))),
  'results of return()': count => nested(count, q.return(value(1).plus(1)), x => q.return(x)),
}

/** That it ran, or the kind of the error. */
async function outcome(run: () => PromiseLike<unknown>): Promise<unknown> {
  try {
    await run()
    return 'ran'
  } catch (thrown) {
    return thrown instanceof Error && 'kind' in thrown ? thrown.kind : thrown
  }
}

test.each(Object.keys(forms))('%s, 5 to 20,000 of them, run or are too large', async name => {
  const outcomes: unknown[] = []
  const counts = [5, 15, 50, 300, 20_000].filter(count => name !== 'closures' || count <= 300)
  for (const count of counts) outcomes.push(await outcome(async () => forms[name]?.(count).run()))
  expect(outcomes[0]).toBe('ran')
  for (const one of outcomes) expect(['ran', 'too-large']).toContain(one)
  expect(outcomes.at(-1)).toBe('too-large')
})

test('what is flat is as long as one likes', async () => {
  const long = 2000
  expect(await q.return(nested(long, value(true), x => x.and(true))).run()).toBe(true)
  expect(await q.return(nested(long, when(false, 1), x => x.when(false, 2)).otherwise(3)).run()).toBe(3)
  expect(await q.return(nested(300, value([1, 2]), x => x.call('reverse'))).run()).toEqual([1, 2])
  expect(await q.return(Array.from({ length: long }, (_, at) => value(at).plus(1)).slice(-1)).run()).toEqual([long])
})

test('a value that holds itself is refused', () => {
  const own: Input[] = []
  own.push({ own })
  expect(() => q.return(own)).toThrow(expect.objectContaining({ kind: 'too-large' }))
})
