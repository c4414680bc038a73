import { describe, expect, test } from 'vitest'
import type { ConstructPage } from './construct.ts'
import { pageOf } from './page.ts'
import { shown as shownOf } from './shown.ts'

export interface ConstructTests<Query> {
  readonly page: ConstructPage<Query>
  /** Where the page is kept, from the test file. Of several drivers one makes the page. */
  readonly file?: string
  /** Runs work on the data that the page tells of, and undoes what it did. */
  within(work: (q: Query) => Promise<void>): Promise<void>
  /** What an answer is compared and shown as, where it has values that only its driver knows. */
  shown?(answer: unknown): unknown
}

/** Runs every construct of a page on its engine: the text is the one that is told, and so is the answer. */
export function testConstructs<Query>({ page, file, within, shown = itself }: ConstructTests<Query>): void {
  for (const { title: chapter, constructs } of page.chapters)
    describe(chapter, () => {
      test.each(constructs)('$title', ({ build, text, result }) =>
        within(async q => {
          const built = build(q)
          expect(built.render().text).toBe(text)
          expect(shownOf(shown(await built.run()))).toEqual(shownOf(result))
        }),
      )
    })
  if (file !== undefined)
    test('the page is the one that the tests make', async () => {
      await expect(pageOf(page)).toMatchFileSnapshot(file)
    })
}

const itself = (answer: unknown): unknown => answer
