import { expect, test } from 'vitest'
import { enumOf } from './enum-of.ts'
import { TypeProblem } from './type.ts'

const status = enumOf('sent', 'draft', 'paid')

test('holds its members and names them when it refuses', () => {
  expect(status.members).toEqual(['sent', 'draft', 'paid'])
  expect(Object.isFrozen(status.members)).toBe(true)
  expect(status.problem('paid')).toBeUndefined()
  expect(status.problem('Paid')).toBe('must be one of sent, draft, paid, got other text')
  expect(status.problem(1)).toBe('must be one of sent, draft, paid, got a number')
  expect(status.problem('constructor')).toBeTypeOf('string')
  expect(() => status.fromText('lost')).toThrow(TypeProblem)
  expect(() => status.fromJson(null)).toThrow(TypeProblem)
})

test('orders by code point, not by declaration', () => {
  const values = status.members?.map(member => status.fromText(member)) ?? []
  expect(values.sort(status.compare)).toEqual(['draft', 'paid', 'sent'])
})

test('refuses no members, one twice, and half a character', () => {
  for (const run of [() => enumOf(), () => enumOf('a', 'b', 'a'), () => enumOf('a', '\uD800')]) {
    expect(run).toThrow(expect.objectContaining({ kind: 'invalid' }))
  }
})
