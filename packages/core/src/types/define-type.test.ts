import { expect, test } from 'vitest'
import { checked, defineType, textIn } from './define-type.ts'
import { type Type, TypeProblem } from './type.ts'

const citext: Type<string, 'citext'> = defineType<string, 'citext'>({
  name: 'citext',
  problem: value => (typeof value === 'string' ? undefined : 'must be text'),
  canonical: value => value.toLowerCase(),
  toText: value => value.toLowerCase(),
  fromText: value => checked(citext, value),
})

test('fills in what is usual', () => {
  expect(citext).toMatchObject({ name: 'citext', isOrdered: true, arithmetic: undefined })
  expect([citext.compare('a', 'b'), citext.compare('b', 'a'), citext.compare('a', 'a')]).toEqual([-1, 1, 0])
  expect(citext.equals('a', 'a')).toBe(true)
  expect(citext.toJson('AbC')).toBe('abc')
  expect(citext.fromJson('AbC')).toBe('abc')
})

test('methods work without their object', () => {
  const { toJson, fromJson, fromText } = citext
  expect([toJson('A'), fromJson('B'), fromText('C')]).toEqual(['a', 'b', 'c'])
})

test('checked throws what problem says', () => {
  expect(() => checked({ problem: () => 'must be something else' }, 1)).toThrow(
    new TypeProblem('must be something else'),
  )
})

test('textIn refuses everything but strings', () => {
  expect(textIn('a')).toBe('a')
  expect(() => textIn(['a'])).toThrow('must be a string in JSON, got an Array')
})
