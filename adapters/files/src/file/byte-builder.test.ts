import { describe, expect, it } from 'vitest'
import { ByteBuilder } from './byte-builder.ts'
import { spellQuoted } from './spell-text.ts'

describe('ByteBuilder', () => {
  it.each([
    ['utf-8', [0xc3, 0xa9]],
    ['latin1', [0xe9]],
    ['utf-16le', [0xe9, 0x00]],
  ] as const)('gives the bytes of %s', (encoding, expected) => {
    const bytes = new ByteBuilder(encoding)
    expect([...bytes.taken()]).toEqual([])
    bytes.add('é')
    expect([...bytes.taken()]).toEqual(expected)
  })

  it('adds plain and quoted texts, numbers and bytes between texts, and nothing of a text that is not so', () => {
    const bytes = new ByteBuilder('utf-8')
    const special = new Uint8Array(128)
    special[44] = 1
    bytes.add('é')
    expect(bytes.addPlain('ab', special)).toBe(true)
    for (const text of ['a,b', 'aé', 'x'.repeat(201)]) expect(bytes.addPlain(text, special, 39)).toBe(false)
    expect(bytes.addPlain('c', special, 39)).toBe(true)
    bytes.end = spellQuoted('d,"e"', bytes.room(20), bytes.end, 34)
    bytes.addUnit(59)
    bytes.addNumber(-1.5)
    bytes.addNumber(1e21)
    bytes.addBytes(Buffer.from('true'))
    bytes.add('ü')
    expect(bytes.taken().toString()).toBe(`éab'c'"d,""e""";-1.51e+21trueü`)
  })

  it('fills memory that was given back, and no memory that somebody uses', () => {
    const [first, second] = [new ByteBuilder('utf-8'), new ByteBuilder('utf-8')]
    first.add('x'.repeat(100_000))
    const kept = first.taken()
    second.add('y'.repeat(100_000))
    expect(kept.toString()).toBe('x'.repeat(100_000))
    first.release()
    first.add('z')
    expect([first.taken().toString(), second.taken().toString()]).toEqual(['z', 'y'.repeat(100_000)])
  })

  it('puts many texts and long ones behind each other, again and again', () => {
    const bytes = new ByteBuilder('utf-8')
    for (const texts of [
      ['a'],
      Array.from({ length: 9000 }, (_, at) => `é${at}😀\n`),
      ['x'.repeat(300_000), 'é'.repeat(200_000)],
    ]) {
      for (const text of texts) bytes.add(text)
      expect(bytes.taken().equals(Buffer.from(texts.join('')))).toBe(true)
      expect(bytes.length).toBe(0)
    }
  })
})
