import { VantageError } from '@vantage-ts/core/adapter'
import { describe, expect, it } from 'vitest'
import { type DialectOptions, dialectOf } from './dialect.ts'

describe('dialectOf', () => {
  it('completes to RFC 4180 in UTF-8', () => {
    expect(dialectOf({})).toEqual({ delimiter: ',', quote: '"', encoding: 'utf-8' })
    expect(dialectOf({ delimiter: '\t', quote: "'", encoding: 'latin1' })).toEqual({
      delimiter: '\t',
      quote: "'",
      encoding: 'latin1',
    })
  })

  const refused: readonly [string, object][] = [
    ['delimiter', { delimiter: '' }],
    ['delimiter', { delimiter: ';;' }],
    ['delimiter', { delimiter: '\n' }],
    ['delimiter', { delimiter: '\r' }],
    ['delimiter', { delimiter: '\0' }],
    ['delimiter', { delimiter: 'é' }],
    ['quote', { quote: '' }],
    ['quote', { quote: '«' }],
    ['quote', { delimiter: '"' }],
    ['encoding', { encoding: 'utf8' }],
  ]
  it.each(refused)('refuses a wrong %s: %j', (option, options: DialectOptions) => {
    const error = VantageError.from(thrownBy(() => dialectOf(options)))
    expect(error).toMatchObject({ kind: 'invalid', details: { option } })
  })
})

function thrownBy(work: () => unknown): unknown {
  try {
    return work()
  } catch (thrown) {
    return thrown
  }
}
