import fc from 'fast-check'
import { expect, test } from 'vitest'
import { unchecked, type Insert } from '@vantage-ts/core/adapter'
import { CopyBuffer } from './copy-buffer.ts'
import { compileCopy } from './copy-in.ts'

const copyOf = (width: number) =>
  compileCopy(
    unchecked<Insert>(
      {
        into: { table: { path: [], name: 't', ids: [] } },
        columns: Array.from({ length: width }, (_, at) => ({ name: `c${at}`, storage: { isBare: false } })),
        returning: [],
        onConflict: 'fail',
      },
      'what a COPY is made of',
    ),
  )

const cell = fc.oneof(
  fc.constantFrom('', '\\N', '\\.', '\\', '\\\\N', 'a\tb', 'a\nb\r\n', '\\t', '\u{1F600}', 'x'.repeat(70_000)),
  fc.string({ unit: 'binary', maxLength: 12 }).filter(text => text.isWellFormed()),
  fc.constant(null),
)

test('rows come out of the messages as they went in, whatever is in their cells', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 4 }).chain(width =>
        fc.array(fc.array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: 70 }), {
          maxLength: 4,
        }),
      ),
      pieces => {
        const data = new CopyBuffer()
        const width = pieces.flat()[0]?.length ?? 1
        for (const turn of [0, 1]) {
          data.clear()
          for (const rows of pieces) {
            copyOf(width)?.fill(data, rows)
            const message = data.message()
            expect([turn, message.readUInt32BE(1)]).toEqual([turn, message.length - 1])
          }
          expect([...data.lines()]).toEqual(pieces.flat())
        }
      },
    ),
    { numRuns: 60 },
  )
})

test('bytes come out as the text that the server reads them from', () => {
  const data = new CopyBuffer()
  copyOf(1)?.fill(data, [[new Uint8Array([0, 92, 255])], ['next']])
  data.message()
  expect([...data.lines()]).toEqual([['\\x005cff'], ['next']])
})
