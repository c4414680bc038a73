import { describe, expect, it } from 'vitest'
import { ByteBuilder } from './byte-builder.ts'

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
