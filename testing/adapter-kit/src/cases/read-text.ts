import type { Column, Condition, Expr } from '@vantage-ts/core'
import { col, Entity, int, text } from '@vantage-ts/core'
import type { OperatorName } from '@vantage-ts/core/adapter'
import { fails, same } from '../check.ts'
import { type CaseParts, topic } from '../kit-case.ts'
import type { KitSource } from '../kit-source.ts'
import { tableOf } from '../kit-table.ts'
import { hostileTexts } from './hostile-texts.ts'
import { untyped } from '../untyped.ts'

class Word extends Entity('kit_word', { id: col(int).id(), word: col(text).optional() }) {}

const words = ['Anna', 'anna', 'ANNA', 'Ännä', 'ännä', 'an_na', 'an%na', 'an\\na', 'na', '', null, '😀na', 'line\nna']
const rows = words.map((word, id) => ({ id, word }))
type WordColumn = Column<string | null, KitSource>
type Test = readonly [string, condition: (word: WordColumn) => Condition<KitSource>, found: readonly (string | null)[]]

const finds = (what: string, title: string, operators: readonly OperatorName[], tests: readonly Test[]): CaseParts => ({
  what,
  title,
  operators,
  async run({ open }) {
    const { source } = await open(tableOf(Word, rows))
    for (const [shown, condition, found] of tests) {
      const listed = await Word.table(source)
        .where(w => condition(w.word))
        .list()
      const kept = new Set(listed.map(({ word }) => word))
      same([words.filter(word => kept.has(word)), listed.length], [found, found.length], shown)
    }
  },
})

interface Computed {
  readonly shown: string
  readonly of: (word: WordColumn) => Expr<unknown, KitSource>
  readonly expected: (word: string) => unknown
}

const computes = (
  what: string,
  title: string,
  operators: readonly OperatorName[],
  parts: readonly Computed[],
): CaseParts => ({
  what,
  title,
  operators,
  async run({ open }) {
    const { source } = await open(tableOf(Word, rows))
    for (const { shown, of, expected } of parts) {
      const found = await valuesById(source, word => of(word))
      same(
        found,
        words.map(word => (word === null ? null : expected(word))),
        shown,
      )
    }
  },
})

/** The expression's value for each row, asked one row at a time so that no order is needed. */
async function valuesById(source: KitSource, of: (word: WordColumn) => Expr<unknown, KitSource>): Promise<unknown[]> {
  const found: unknown[] = []
  for (const { id } of rows)
    found.push(
      ...(await Word.table(source)
        .where(w => w.id.eq(id))
        .fieldValues(w => of(w.word))),
    )
  return found
}

const ascii = (change: (text: string) => string) => (text: string) => text.replaceAll(/[a-zA-Z]/g, change)

export const readText = topic(
  'text',
  ['read', 'where'],
  [
    finds(
      'contains',
      'contains finds a literal, case-sensitive substring',
      ['contains'],
      [
        ['na', w => w.contains('na'), ['Anna', 'anna', 'an_na', 'an%na', 'an\\na', 'na', '😀na', 'line\nna']],
        ['_', w => w.contains('_'), ['an_na']],
        ['%', w => w.contains('%'), ['an%na']],
        ['\\', w => w.contains('\\'), ['an\\na']],
        ['ä', w => w.contains('ä'), ['Ännä', 'ännä']],
        ['empty', w => w.contains(''), words.filter(word => word !== null)],
        ['not', w => w.contains('n').not(), ['ANNA', '']],
        ['column', w => w.contains(w), words.filter(word => word !== null)],
      ],
    ),
    finds(
      'starts-and-ends',
      'startsWith and endsWith are literal and case-sensitive',
      ['startsWith', 'endsWith'],
      [
        ['an', w => w.startsWith('an'), ['anna', 'an_na', 'an%na', 'an\\na']],
        ['an_', w => w.startsWith('an_'), ['an_na']],
        ['an%', w => w.startsWith('an%'), ['an%na']],
        ['😀', w => w.startsWith('😀'), ['😀na']],
        ['_na', w => w.endsWith('_na'), ['an_na']],
        ['\\na', w => w.endsWith('\\na'), ['an\\na']],
        ['na at the end', w => w.endsWith('NA'), ['ANNA']],
        ['empty', w => w.startsWith('').and(w.endsWith('')), words.filter(word => word !== null)],
      ],
    ),
    finds(
      'like',
      'like knows any text, one character and the backslash; case matters',
      ['like'],
      [
        ['an%', w => w.like('an%'), ['anna', 'an_na', 'an%na', 'an\\na']],
        ['an_na', w => w.like('an_na'), ['an_na', 'an%na', 'an\\na']],
        ['an\\_na', w => w.like('an\\_na'), ['an_na']],
        ['an\\%na', w => w.like('an\\%na'), ['an%na']],
        ['an\\\\na', w => w.like('an\\\\na'), ['an\\na']],
        ['____', w => w.like('____'), ['Anna', 'anna', 'ANNA', 'Ännä', 'ännä']],
        ['_na', w => w.like('_na'), ['😀na']],
        ['%', w => w.like('%'), words.filter(word => word !== null)],
        ['', w => w.like(''), ['']],
        ['%\n%', w => w.like('line%na'), ['line\nna']],
        ['not', w => w.like('%n%').not(), ['ANNA', '']],
      ],
    ),
    {
      what: 'like-with-a-stray-backslash',
      title: 'a pattern whose backslash stands before another character is refused while the set is built',
      operators: ['like'],
      async run({ open }) {
        const { source } = await open(tableOf(Word, rows))
        for (const pattern of ['a\\', '\\a', 'x\\\\\\'])
          await fails('invalid', () => Word.table(source).where(w => w.word.like(pattern)))
      },
    },
    finds(
      'compares-by-code-point',
      'text is equal when its characters are: no case, accents, blanks or normal forms',
      ['eq', 'lt'],
      [
        ['case', w => w.eq('anna'), ['anna']],
        ['accent', w => w.eq('ännä'), ['ännä']],
        ['decomposed', w => w.eq('a\u0308nna\u0308'), []],
        ['blank', w => w.eq('na '), []],
        ['below a', w => w.lt('a'), ['Anna', 'ANNA', '']],
        ['above z', w => w.gt('z'), ['Ännä', 'ännä', '😀na']],
      ],
    ),
    computes(
      'case-of-ascii-letters',
      'lower and upper change ASCII letters only',
      ['lower', 'upper'],
      [
        { shown: 'lower', of: w => w.lower(), expected: ascii(letter => letter.toLowerCase()) },
        { shown: 'upper', of: w => w.upper(), expected: ascii(letter => letter.toUpperCase()) },
      ],
    ),
    computes(
      'length-and-substring',
      'length and substring count characters, not bytes or UTF-16 units',
      ['length', 'substring'],
      [
        { shown: 'length', of: w => w.length(), expected: word => [...word].length },
        { shown: 'substring(1)', of: w => w.substring(1), expected: word => [...word].slice(1).join('') },
        { shown: 'substring(0, 2)', of: w => w.substring(0, 2), expected: word => [...word].slice(0, 2).join('') },
        {
          shown: 'substring(1, 100)',
          of: w => w.substring(1, 100),
          expected: word => [...word].slice(1, 101).join(''),
        },
        { shown: 'substring(50)', of: w => w.substring(50), expected: () => '' },
        { shown: 'substring(0, 0)', of: w => w.substring(0, 0), expected: () => '' },
      ],
    ),
    computes(
      'concat',
      'concat joins texts and is null when one of them is',
      ['concat'],
      [
        { shown: 'values', of: w => w.concat('+', '-'), expected: word => `${word}+-` },
        { shown: 'itself', of: w => w.concat(untyped(w)), expected: word => word + word },
      ],
    ),
    {
      what: 'hostile-texts-in-conditions',
      title: 'texts full of quotes, placeholders and markup are found as they are by every way to compare',
      operators: ['eq', 'in', 'contains', 'startsWith'],
      async run({ open }) {
        const stored = hostileTexts.map((word, id) => ({ id, word }))
        const opened = await open(tableOf(Word, stored))
        const table = Word.table(opened.source)
        for (const { id, word } of stored) {
          same(
            (await table.where(w => w.word.eq(word)).list()).map(row => row.id),
            [id],
            `eq ${word.slice(0, 30)}`,
          )
          same(
            (await table.where(w => w.word.in([word])).list()).map(row => row.id),
            [id],
            `in ${word.slice(0, 30)}`,
          )
          const holding = stored.filter(row => row.word.includes(word)).length
          same((await table.where(w => w.word.contains(word)).list()).length, holding, `contains ${word.slice(0, 30)}`)
        }
        for (const { text: sent } of opened.sent)
          same(sent.includes('DROP TABLE'), false, 'values are bound, not part of the text')
      },
    },
  ],
)
