import { describe, expect, test } from 'vitest'
import type { ConstructPage } from './construct.ts'
import { pageOf } from './page.ts'

export interface ConstructTests<Query> {
  readonly page: ConstructPage<Query>
  /** Where the page is kept, from the test file. Of several drivers one makes the page. */
  readonly file?: string
  /** Runs work on the data that the page tells of, and undoes what it did. */
  within(work: (q: Query) => Promise<void>): Promise<void>
}

/** Runs every construct of a page on its engine: the text is the one that is told, and so is the answer. */
export function testConstructs<Query>({ page, file, within }: ConstructTests<Query>): void {
  for (const { title: chapter, constructs } of page.chapters)
    describe(chapter, () => {
      test.each(constructs)('$title', ({ build, text, result }) =>
        within(async q => {
          const built = build(q)
          expect(built.render().text).toBe(text)
          expect(plain(await built.run())).toEqual(result)
        }),
      )
    })
  if (file !== undefined)
    test('the page is the one that the tests make', async () => {
      await expect(pageOf(page)).toMatchFileSnapshot(file)
    })
}

/** Rows of a driver may be of classes of its own. */
function plain(answer: unknown): unknown {
  if (!Array.isArray(answer)) return answer
  return answer.map((row: unknown) =>
    typeof row === 'object' && row !== null && !Array.isArray(row) ? { ...row } : row,
  )
}
