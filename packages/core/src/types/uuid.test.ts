import { expect, test } from 'vitest'
import { uuid } from './uuid.ts'

const lower = '01890a5d-ac96-774b-bcce-b302099a8057'

test('takes any case and gives lower case', () => {
  expect(uuid.problem(lower.toUpperCase())).toBeUndefined()
  expect(uuid.fromText(lower.toUpperCase())).toBe(lower)
  expect(uuid.fromJson(lower.toUpperCase())).toBe(lower)
  expect(uuid.fromText('00000000-0000-0000-0000-000000000000')).toBe('00000000-0000-0000-0000-000000000000')
})

test.each([
  lower.replaceAll('-', ''),
  `{${lower}}`,
  `${lower}\n`,
  ` ${lower}`,
  lower.replace('0', 'g'),
  lower.slice(1),
  '',
])('refuses %j', wrong => {
  expect(uuid.problem(wrong)).toBe('must be a uuid of 8-4-4-4-12 hex digits, got other text')
})

test('says what it got instead of text', () => {
  expect(uuid.problem(new Uint8Array(16))).toBe('must be a uuid of 8-4-4-4-12 hex digits, got a Uint8Array')
})
