import { describe, expect, it } from 'vitest'
import { shortLength, spellPlain, spellQuoted } from './spell-text.ts'

const special = new Uint8Array(128)
special[44] = 1
const bytes = Buffer.alloc(2 * shortLength + 10)
const textOf = (end: number): string => bytes.toString('latin1', 3, end)
const long = 'x'.repeat(shortLength)

describe('spelling texts', () => {
  it('spells what is short, ASCII and nothing special', () => {
    for (const text of ['', 'a', 'a"b', long]) expect(textOf(spellPlain(text, bytes, 3, special))).toBe(text)
    for (const text of ['a,b', 'aé', 'a\u0080', '東', `${long}x`]) expect(spellPlain(text, bytes, 3, special)).toBe(-1)
  })

  it('spells in quotes and doubles them', () => {
    const cases = {
      '': '""',
      'a,b': '"a,b"',
      'd"e"': '"d""e"""',
      ['"'.repeat(shortLength)]: '"'.repeat(2 * shortLength + 2),
    }
    for (const [text, spelled] of Object.entries(cases)) expect(textOf(spellQuoted(text, bytes, 3, 34))).toBe(spelled)
    for (const text of ['a\0', 'aé', `${long}x`]) expect(spellQuoted(text, bytes, 3, 34)).toBe(-1)
  })
})
