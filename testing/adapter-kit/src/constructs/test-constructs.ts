import type { ErrorKind } from '@vantage-ts/core'
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
  /** By `chapter/title`, what another engine of the same language answers otherwise, or refuses with an error of a kind. */
  readonly otherwise?: { readonly [place: string]: Otherwise }
  /** What an answer is compared and shown as, where it has values that only its driver knows. */
  shown?(answer: unknown): unknown
}

export type Otherwise = { readonly result: unknown } | { readonly fails: ErrorKind; readonly why: string }

/** Runs every construct of a page on its engine: the text is the one that is told, and so is the answer. */
export function testConstructs<Query>({
  page,
  file,
  within,
  otherwise = {},
  shown = itself,
}: ConstructTests<Query>): void {
  for (const { title: chapter, constructs } of page.chapters)
    describe(chapter, () => {
      test.each(constructs)('$title', ({ title, build, text, result: usual }) =>
        within(async q => {
          const built = build(q)
          expect(built.render().text).toBe(text)
          const other = otherwise[`${chapter}/${title}`]
          const expected = other ?? { result: usual }
          if ('fails' in expected)
            return void (await expect(built.run()).rejects.toMatchObject({ kind: expected.fails }))
          const answer = shownOf(shown(await built.run()))
          expect(answer).toEqual(shownOf(expected.result))
          if (other !== undefined) expect(answer, 'it answers as the page says').not.toEqual(shownOf(usual))
        }),
      )
    })
  if (file !== undefined)
    test('the page is the one that the tests make', async () => {
      await expect(pageOf(page)).toMatchFileSnapshot(file)
    })
}

const itself = (answer: unknown): unknown => answer
