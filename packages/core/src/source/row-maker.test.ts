import { afterEach, describe, expect, test, vi } from 'vitest'
import type { UsualRaw } from '../types/storage.ts'
import { looped, type RowPlan, rowMaker } from './row-maker.ts'

class User {
  name!: string
  greeting() {
    return `hello ${this.name}`
  }
}
const double = (raw: unknown): unknown => Number(raw) * 2
const same = (raw: unknown): unknown => raw
const hostile = ['constructor', "x'];throw 1;//", '`1`', 'a b', '\n', 'toString', '1', '⟩', 'k0', 'raw']

const plans: Readonly<Record<string, RowPlan>> = {
  instance: { form: User.prototype, from: [0, 1], into: ['name', 'age'], cells: [same, double] },
  plain: { form: 'plain', from: ['name', 'age'], into: ['name', 'age'], cells: [same, double] },
  tuple: { form: 'tuple', from: [1, 0], into: [0, 1], cells: [double, same] },
  hostile: { form: 'plain', from: hostile, into: hostile, cells: hostile.map(() => same) },
  prototype: { form: 'plain', from: ['__proto__'], into: ['__proto__'], cells: [same] },
  empty: { form: 'plain', from: [], into: [], cells: [] },
}
const raws: Readonly<Record<string, object>> = {
  instance: ['Ann', 21],
  plain: { name: 'Ann', age: 21 },
  tuple: ['Ann', 21],
  hostile: Object.fromEntries(hostile.map((name, index) => [name, index])),
  prototype: JSON.parse('{"__proto__":7}'),
  empty: {},
}

afterEach(() => void vi.unstubAllGlobals())

describe.each(Object.keys(plans))('%s', name => {
  const plan = plans[name] as RowPlan
  const raw = raws[name] as Readonly<Record<string | number, unknown>>

  test('written out and looped make the same row', () => {
    const [made, byLoop] = [rowMaker(plan)(raw), looped(plan)(raw)]
    expect(made).toEqual(byLoop)
    expect(Object.getPrototypeOf(made)).toBe(Object.getPrototypeOf(byLoop))
    expect(Object.keys(made as object)).toEqual(Object.keys(byLoop as object))
  })

  test('where code may not be made, the loop does it', () => {
    vi.stubGlobal('Function', () => {
      throw new EvalError('refused by the policy')
    })
    expect(rowMaker(plan)(raw)).toEqual(looped(plan)(raw))
  })
})

test('instances have their methods, and their constructor does not run', () => {
  const plan: RowPlan = { form: User.prototype, from: ['n'], into: ['name'], cells: [same] }
  const row = rowMaker(plan)({ n: 'Ann' }) as User
  expect(row).toBeInstanceOf(User)
  expect(row.greeting()).toBe('hello Ann')
})

test('a column called __proto__ is stored and changes no prototype', () => {
  const plan: RowPlan = { form: 'plain', from: ['__proto__'], into: ['__proto__'], cells: [same] }
  const row = rowMaker(plan)(JSON.parse('{"__proto__":7}')) as object
  expect(Object.getPrototypeOf(row)).toBe(Object.prototype)
  expect(Object.getOwnPropertyDescriptor(row, '__proto__')?.value).toBe(7)
})

const samples = [
  0,
  1,
  -0,
  2 ** 53,
  -1,
  0.5,
  Number.NaN,
  Infinity,
  1n,
  'a',
  '',
  '1',
  true,
  false,
  null,
  undefined,
  {},
  [],
]
const taken: { readonly [Form in UsualRaw]: readonly unknown[] } = {
  text: ['a', '', '1'],
  whole: [0, 1, 0, -1],
  finite: [0, 1, 0, 2 ** 53, -1, 0.5],
  truth: [true, false],
  bit: [false, true, false],
}
test.each(Object.entries(taken))('usual %s is taken in place, anything else goes to the decoder', (form, values) => {
  const asked: unknown[] = []
  const ask = (raw: unknown): unknown => {
    asked.push(raw)
    return 'decoded'
  }
  const make = rowMaker({ form: 'tuple', from: [0], into: [0], cells: [ask], usual: [form as UsualRaw] })
  const cells = samples.map(raw => (make([raw] as never) as unknown[])[0])
  expect(cells.filter(cell => cell !== 'decoded')).toEqual(values)
  expect(asked).toHaveLength(samples.length - values.length)
})
