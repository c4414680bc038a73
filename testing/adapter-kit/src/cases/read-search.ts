import { col, Entity, enumOf, int, text } from '@vantage-ts/core'
import { fails, same } from '../check.ts'
import { topic } from '../kit-case.ts'
import { tableOf } from '../kit-table.ts'
import { people, Person } from '../people.ts'
import { untyped } from '../untyped.ts'

class Book extends Entity('kit_book', {
  id: col(int).id(),
  title: col(text).flag('searchable'),
  subtitle: col(text).optional().flag('searchable'),
  shelf: col(text),
}) {}
class Letter extends Entity('kit_letter', {
  id: col(int).id(),
  state: col(enumOf('draft', 'sent')).optional().flag('searchable'),
}) {}
class Numbered extends Entity('kit_book', { id: col(int).id().flag('searchable'), title: col(text) }) {}
class Silent extends Entity('kit_book', { id: col(int).id(), title: col(text) }) {}

const books = [
  { id: 1, title: 'The Sea', subtitle: null, shelf: 'a' },
  { id: 2, title: 'THE SEASON', subtitle: '100% wool', shelf: 'b' },
  { id: 3, title: 'Under_score', subtitle: 'a\\b', shelf: 'sea' },
  { id: 4, title: 'Äpfel', subtitle: 'sEa', shelf: 'a' },
  { id: 5, title: 'äpfel', subtitle: 'it\'s "it"', shelf: 'b' },
  { id: 6, title: 'Straße', subtitle: 'K (kelvin) K', shelf: 'c' },
]

export const readSearch = topic(
  'search',
  ['read', 'search'],
  [
    {
      what: 'one-literal-substring',
      title:
        'search finds one literal substring in any searchable column, ASCII case folded, and other letters as they are',
      async run({ open }) {
        const { source } = await open(tableOf(Book, books))
        const found = async (text: string) =>
          (await Book.table(source).search(text).list()).map(({ id }) => id).sort((a, b) => a - b)
        const expected: Record<string, number[]> = {
          sea: [1, 2, 4],
          SEA: [1, 2, 4],
          'e s': [1, 2],
          '%': [2],
          '0%': [2],
          _: [3],
          '\\': [3],
          'a\\B': [3],
          Äp: [4],
          äP: [5],
          "'": [5],
          '"': [5],
          ss: [],
          ß: [6],
          '(KELVIN)': [6],
          'sea b': [],
          '': [1, 2, 3, 4, 5, 6],
          'sea%': [],
          se_: [],
        }
        for (const [text, ids] of Object.entries(expected)) same(await found(text), ids, text)
      },
    },
    {
      what: 'inside-the-conditions',
      title: 'search stays inside the conditions of the set, whatever the order they are given in',
      needs: ['where', 'aggregate'],
      async run({ open }) {
        const { source } = await open(tableOf(Book, books))
        const table = Book.table(source)
        same(
          await table
            .where(b => b.shelf.eq('a'))
            .search('sea')
            .count(),
          2,
        )
        same(
          await table
            .search('sea')
            .where(b => b.shelf.eq('b'))
            .count(),
          1,
        )
        same(await table.search('sea').search('son').count(), 1)
        same(
          await table
            .where(b => b.id.eq(1).or(b.id.eq(3)))
            .search('sea')
            .fieldValues(b => b.id),
          [1],
        )
      },
    },
    {
      what: 'nothing-to-search-in',
      title: 'an entity without searchable columns and a search for what is no text are refused while the set is built',
      async run({ open }) {
        const opened = await open(tableOf(Book, books))
        const error = await fails('invalid', () => Silent.table(opened.source).search('sea'))
        same(error.details.entity, 'kit_book')
        await fails('invalid', () => Book.table(opened.source).search(untyped(undefined)))
        await fails('type-mismatch', () => Book.table(opened.source).search('\ud800'))
        same((await fails('invalid', () => Numbered.table(opened.source).search('1'))).details.field, 'id')
        same(opened.sent.length, 0)
      },
    },
    {
      what: 'members-of-an-enum',
      title: 'a searchable enum is searched for part of a member, and compared with text that is none',
      types: [enumOf('draft', 'sent')],
      needs: ['where'],
      operators: ['contains', 'startsWith', 'endsWith', 'like'],
      async run({ open }) {
        const letters = [
          { id: 1, state: 'draft' },
          { id: 2, state: 'sent' },
          { id: 3, state: null },
        ]
        const { source } = await open(tableOf(Letter, letters))
        const table = Letter.table(source)
        for (const set of [
          table.search('RAF'),
          table.where(l => l.state.contains('raf')),
          table.where(l => l.state.startsWith('d')),
          table.where(l => l.state.endsWith('aft')),
          table.where(l => l.state.like('%af_')),
        ])
          same(await set.list(), [letters[0]])
        same(await table.where(l => l.state.contains('x')).list(), [])
      },
    },
    {
      what: 'a-row-without-the-text',
      title: 'null in one searchable column does not hide a row found by another',
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const found = await Person.table(source).search('e').list()
        same(
          found.map(({ id }) => id).sort((a, b) => a - b),
          [4, 5],
        )
      },
    },
  ],
)
