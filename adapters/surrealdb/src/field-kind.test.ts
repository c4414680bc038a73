import { expect, test } from 'vitest'
import { fieldKind } from './field-kind.ts'

test.each([
  ['string', { type: 'text' }, false],
  ['none | int', { type: 'int' }, true],
  ['option<int>', { type: 'int' }, true],
  ['string | null', { type: 'text' }, true],
  ['none | array<none | decimal>', { type: 'array', item: { type: 'decimal' } }, true],
  ['array<array<int, 3>>', { type: 'array', item: { type: 'array', item: { type: 'int' } } }, false],
  ['set<int>', { type: 'array', item: { type: 'int' } }, false],
  ['array', { type: 'json' }, false],
  ['datetime', { type: 'instantNs' }, false],
  ['geometry<point | polygon>', { type: 'geometry' }, false],
  [`'new' | "it's"`, { type: 'enum', members: ['new', "it's"] }, false],
  [`none | 'a|b' | 'c>\\'\\n\\u{1F642}'`, { type: 'enum', members: ['a|b', "c>'\n🙂"] }, true],
  ['float | int', { type: 'float' }, false],
  ['any', { type: 'json' }, true],
  [undefined, { type: 'json' }, true],
  ['record<person | dog>', undefined, false],
  ['array<record<person>>', undefined, false],
  ['1 | 2', undefined, false],
  ['range | regex | duration', undefined, false],
  ['function', undefined, false],
  ['toString', undefined, false],
])('%s', (text, type, isOptional) => {
  expect(fieldKind(text)).toEqual({ type, isOptional })
})

test.each(["{ a: int, b: 'x' } | 'y'", 'array<int', '', "'open", '[int, string]', 'a..b'])(
  'what cannot be read is no type: %s',
  text => {
    expect(fieldKind(text).type).toBeUndefined()
  },
)

test.each([
  ['none | record<Person>', 'Person', true],
  ['record<`we \\`ird`>', 'we `ird', false],
  ['option<record<⟨12⟩> | null>', '12', true],
])('a link says where it leads: %s', (text, link, isOptional) => {
  expect(fieldKind(text)).toEqual({ type: undefined, isOptional, link })
})
