import { afterEach, describe, expect, test, vi } from 'vitest'
import type { UsualRaw } from '../types/storage.ts'
import { looped, type RowPlan, rowMaker, rowMender } from './row-maker.ts'

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

const fails = (): never => {
  throw new TypeError('another type')
}

describe('rows of the driver mended in place', () => {
  const mend = rowMender(['n', 'ok', 'word', 'at'], [fails, fails, fails, fails], ['whole', 'bit', 'text', 'finite'])

  test('cells are converted, and the row stays the same object in the same order', () => {
    const raw = { n: -0, ok: 1, word: 'a', at: -0 }
    expect(mend?.(raw)).toBe(raw)
    expect(raw).toStrictEqual({ n: 0, ok: true, word: 'a', at: 0 })
    expect(Object.keys(raw)).toEqual(['n', 'ok', 'word', 'at'])
  })

  test('nothing is changed in a row with a cell of another type', () => {
    const raw = { n: 1, ok: 1, word: 'a', at: 'far' }
    expect(() => mend?.(raw)).toThrow('another type')
    expect(raw).toStrictEqual({ n: 1, ok: 1, word: 'a', at: 'far' })
  })

  test('what a decoder makes of an unusual value is put in', () => {
    const raw = { n: '7', word: 8 }
    expect(rowMender(['n', 'word'], [double, double], ['whole', 'text'])?.(raw)).toStrictEqual({ n: 14, word: 16 })
  })

  test('a null that a decoder allows stays', () => {
    expect(rowMender(['ok'], [same], ['bit'])?.({ ok: null })).toStrictEqual({ ok: null })
  })

  test('names are data', () => {
    const raw = Object.fromEntries(hostile.map(name => [name, 1]))
    const usual = hostile.map(() => 'bit' as const)
    const cells = hostile.map(() => fails)
    expect(rowMender(hostile, cells, usual)?.(raw)).toStrictEqual(Object.fromEntries(hostile.map(name => [name, true])))
  })

  test('there is none for cells that need a decoder, names used twice, __proto__, and where code may not be made', () => {
    expect(rowMender(['n'], [same], [undefined])).toBeUndefined()
    expect(rowMender(['n', 'n'], [same, same], ['whole', 'whole'])).toBeUndefined()
    expect(rowMender(['__proto__'], [same], ['whole'])).toBeUndefined()
    vi.stubGlobal('Function', () => {
      throw new EvalError('refused by the policy')
    })
    expect(rowMender(['n'], [same], ['whole'])).toBeUndefined()
  })
})
