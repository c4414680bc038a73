import { describe, expect, test } from 'vitest'
import { withoutValues } from './without-values.ts'

describe('values in texts of the engine', () => {
  const record = 'with record `…`'
  test.for([
    ["already contains 'S3CRET', with record `u:S3CRET`", `already contains …, ${record}`],
    ['already contains "it\'s \\"S3CRET\\"", with record `u:1`', `already contains …, ${record}`],
    ["already contains 'a` S3CRET `b', with record `u:1`", `already contains …, ${record}`],
    ["already contains 'a\\\\S3CRET\\\\', with record `u:1`", `already contains …, ${record}`],
    ["already contains { a: { S3CRET: 'S3CRET' } }, with record `u:1`", `already contains …, ${record}`],
    ["already contains [1, ['S3CRET', ']']], with record `u:1`", `already contains …, ${record}`],
    ['already contains (1.5, 2.5), with record `u:1`', `already contains …, ${record}`],
    ['already contains p:S3CRET, with record `u:1`', `already contains …, ${record}`],
    ['already contains p:`S3CRET x`, with record `u:1`', `already contains …, ${record}`],
    ['already contains p:⟨S3CRET x⟩, with record `u:1`', `already contains …, ${record}`],
    ["already contains u'018f5ab0-S3CRET', with record `u:1`", `already contains …, ${record}`],
    ['already contains b"S3CRET", with record `u:1`', `already contains …, ${record}`],
    ['already contains 2024-01-01T00:00:00Z, with record `u:1`', `already contains …, ${record}`],
    ['already contains -1.5e300f, with record `u:1`', `already contains …, ${record}`],
    ['already contains true, with record `u:1`', `already contains …, ${record}`],
    ['already contains /S3CRET, with record `u:1`/', 'already contains …'],
    ['field `name` of `p:`S3CRET x``: Expected `string`', 'field `name` of `…`: Expected `string`'],
    ['field `name` of ``my table`:S3CRET`: Expected `int`', 'field `name` of `…`: Expected `int`'],
    [
      "field `name` of `p:['S3CRET', 1]`: Expected `none | array<int>`",
      'field `name` of `…`: Expected `none | array<int>`',
    ],
    ['Expected `int` but found `S3CRET`', 'Expected `int` but found `…`'],
    ['Could not cast into `record<p>` using input `S3CRET`', 'Could not cast into `record<p>` using input `…`'],
    ['must be an integer, got String("S3CRET")', 'must be an integer, got String…'],
    ['cannot reach ws://u:S3CRET@h:1/x now', 'cannot reach … now'],
  ] as const)('%s', ([said, clean]) => {
    expect(withoutValues(said)).toBe(clean)
  })

  test('an apostrophe opens no quotes', () => {
    expect(withoutValues("Couldn't coerce value for field `n`: Expected `int` but found `'S3CRET'`")).toBe(
      "Couldn't coerce value for field `n`: Expected `int` but found `…`",
    )
    expect(withoutValues("the user's 'S3CRET' isn't there")).toBe("the user's … isn't there")
  })

  test('what is not closed goes with the rest', () => {
    for (const open of ["'", '"', '`', '[', '{', '(', '⟨', "['x' "])
      expect(withoutValues(`Cannot use ${open}S3CRET and S3CRET`)).toMatch(/^Cannot use (?:…|`…`)$/)
    expect(withoutValues(`Cannot use ${'(['.repeat(100_000)}S3CRET`)).toBe('Cannot use …')
  })

  test('names and words stay', () => {
    const said =
      'Incorrect arguments for function string::len(). The kind `option<string>` of field_1 was not expected: none'
    expect(withoutValues(said)).toBe(said)
    expect(withoutValues('')).toBe('')
  })

  test('of a parse error only what the parser says', () => {
    const said = "Parse error: Unexpected token `a strand`, expected Eof\n --> [1:7]\n  |\n1 | SELEC 'S3CRET' FROM\n"
    expect(withoutValues(said)).toBe('Parse error: Unexpected token `a strand`, expected Eof')
  })
})
