import { TypeProblem } from '@vantage-ts/core/adapter'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type ArrayItem, arrayItems, bareArrayText, quotedArrayText } from './array-text.ts'

test.each<[string, readonly ArrayItem[]]>([
  ['{}', []],
  ['{1,2,-3}', ['1', '2', '-3']],
  ['{NULL,"NULL",null}', [null, 'NULL', 'null']],
  ['{"a b","c\\"d","e\\\\f","{}","g,h",""}', ['a b', 'c"d', 'e\\f', '{}', 'g,h', '']],
  [
    '{{1,2},{3,4}}',
    [
      ['1', '2'],
      ['3', '4'],
    ],
  ],
  ['{{{"x"}},{{NULL}}}', [[['x']], [[null]]]],
  ['[0:2]={1,2,3}', ['1', '2', '3']],
  [
    '[2:3][-1:0]={{1,2},{3,4}}',
    [
      ['1', '2'],
      ['3', '4'],
    ],
  ],
  ['{t,f}', ['t', 'f']],
])('reads %s', (text, items) => {
  expect(arrayItems(text)).toEqual(items)
})

test.each(['', '1,2', '{', '{1', '{"a}', '{1}{2}', '{1,{2}', '[1]', '{"a"b}', '{1}x}'])('refuses %j', text => {
  expect(() => arrayItems(text)).toThrow(TypeProblem)
})

test('what is written is read again', () => {
  const item = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('NULL', '', '"', '\\', '{', '}', ',', ' ', '\n'),
  )
  fc.assert(
    fc.property(fc.array(fc.option(item)), items => {
      expect(arrayItems(quotedArrayText(items))).toEqual(items)
    }),
  )
  fc.assert(
    fc.property(fc.array(fc.option(fc.integer())), items => {
      expect(arrayItems(bareArrayText(items))).toEqual(items.map(one => (one === null ? null : String(one))))
    }),
  )
})

test('bytes are written as hex', () => {
  expect(quotedArrayText([new Uint8Array([0, 255]), null])).toBe('{"\\\\x00ff",NULL}')
})
