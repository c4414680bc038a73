import { col, Entity, int, text } from '@vantage-ts/core'
import { unchecked, VantageError } from '@vantage-ts/core/adapter'
import { postgres } from '@vantage-ts/postgres'
import * as ofPostgres from '@vantage-ts/postgres/sql'
import { sqlite } from '@vantage-ts/sqlite'
import * as ofSqlite from '@vantage-ts/sqlite/sql'
import { describe, expect, test } from 'vitest'

// Constructs of one SQL in statements of another: none passes, and the message says whose it is. Nothing here connects.

/** What a program without types may give. */
const untyped = (value: unknown): never => value as never
type Word = (...args: readonly unknown[]) => unknown

interface Side {
  readonly name: string
  readonly q: ReturnType<ReturnType<typeof sqlite>['query']>
  readonly words: Readonly<Record<string, unknown>>
  readonly entry: string
}
const lite: Side = {
  name: 'SQLite',
  q: sqlite({ file: ':memory:' }).query(),
  words: ofSqlite,
  entry: '@vantage-ts/sqlite/sql',
}
const big: Side = {
  name: 'PostgreSQL',
  q: untyped(postgres({ url: 'postgres://nobody@127.0.0.1:1/none' }).query()),
  words: ofPostgres,
  entry: '@vantage-ts/postgres/sql',
}
const word = (side: Side, name: string): Word => untyped(side.words[name])
const tableOf = (side: Side, options: object = {}) =>
  untyped(word(side, 'table')('clients', { as: 'c', columns: ['id', 'name'], ...options })) as ReturnType<
    typeof ofSqlite.table<'id' | 'name'>
  >

function refusal(build: () => unknown): { readonly kind: string; readonly message: string } {
  try {
    build()
  } catch (thrown) {
    if (thrown instanceof VantageError) return { kind: thrown.kind, message: thrown.message }
    throw thrown
  }
  throw new Error('it was not refused')
}

/** Words that are the same in every SQL: they take operands, and say nothing of their own. */
const common = new Set(
  'and by caseOf every exists ident not notExists or renamed resultColumn rowsOfCall table value when phrase'.split(
    ' ',
  ),
)
/** What a word is called with: the first list that it takes. */
const lists = (side: Side): readonly (readonly unknown[])[] => [
  [1, 2, 3],
  ['$.a', '$.b'],
  ['year', 1],
  [1],
  [],
  ['x'],
  [{ days: 1 }],
  [1, 'days'],
  ['x', 'A'],
  [{ $: 1 }, { '$.a': 1 }],
  [side.q.select({ one: 1 })],
  [tableOf(side), 'name', 1, 2],
  [tableOf(side)],
  [1, 2, '[)'],
  ['{}', ['a'], 1],
  [1, 2, 3, 4, 5, 6],
]
const made = (side: Side, name: string): object => {
  for (const list of lists(side))
    try {
      const given = word(side, name)(...list)
      if (typeof given === 'function' && name === 'func') return untyped(given(1))
      if (typeof given === 'object' && given !== null) return given
    } catch (thrown) {
      if (!(thrown instanceof VantageError)) throw thrown
    }
  throw new Error(`${name}() takes none of the lists of this test`)
}

describe.each([
  ['PostgreSQL', big, lite],
  ['SQLite', lite, big],
])('of %s', (_, theirs, ours) => {
  const o = tableOf(ours)
  const foreign = tableOf(theirs, { as: 'f' })
  const named = new RegExp(
    `is of ${theirs.name}, and the statement is of ${ours.name}; take the words of ${ours.entry}`,
  )
  const special = Object.entries(theirs.words).filter(([name, it]) => typeof it === 'function' && !common.has(name))

  test.each(special.map(([name]) => name))('the word %s is refused', name => {
    if (name === 'sql') {
      expect(refusal(() => ours.q.select({ x: untyped(word(theirs, 'sql')`${1}`) }).render()).message).toMatch(named)
      return
    }
    if (name === 'cte' || name === 'recursive') {
      const from = theirs.q.select({ one: 1 })
      const rows = untyped(
        name === 'cte' ? word(theirs, name)('t', from) : word(theirs, name)('t', ['one'], () => from),
      )
      expect(refusal(() => ours.q.with(rows)).message).toMatch(named)
      expect(refusal(() => ours.q.select({ n: 1 }).from(rows)).message).toMatch(named)
      return
    }
    const construct = made(theirs, name)
    const { kind, message } = refusal(() => {
      if ('partitionBy' in construct)
        return ours.q
          .select({ n: countOf(ours).over(untyped(construct)) })
          .from(o)
          .render()
      if ('asRows' in construct) {
        const rows = untyped(unchecked<{ asRows: Word }>(construct, 'it gives rows').asRows('r', ['a']))
        return ours.q.select({ n: 1 }).from(rows).render()
      }
      if (/^(?:rollup|cube|groupingSets)$/.test(name))
        return ours.q.select({ n: 1 }).from(o).groupBy(untyped(construct)).render()
      return ours.q
        .select({ x: untyped(construct) })
        .from(o)
        .render()
    })
    if (kind === 'unsupported') expect(message).toContain(`${ours.name} has no `)
    else expect(message).toMatch(named)
  })

  test('rows are refused by the call that takes them', () => {
    const [all, rows] = [ours.q.select({ n: 1 }).from(o), untyped(foreign)]
    const calls: readonly (readonly [string, () => unknown])[] = [
      ['from', () => ours.q.select({ n: 1 }).from(rows)],
      ['join', () => all.join(rows, true)],
      ['leftJoin', () => all.leftJoin(rows, true)],
      ['crossJoin', () => all.crossJoin(rows)],
      ['naturalJoin', () => all.naturalJoin(rows)],
      ['joinUsing', () => all.joinUsing(rows, 'id')],
      ['insertInto', () => ours.q.insertInto(rows)],
      ['update', () => ours.q.update(rows)],
      ['from', () => ours.q.update(o).from(rows)],
      ['deleteFrom', () => ours.q.deleteFrom(rows)],
    ]
    for (const [place, build] of calls) {
      const { kind, message } = refusal(build)
      expect(kind).toBe('invalid')
      expect(message).toMatch(named)
      expect(message).toMatch(new RegExp(`^${place}\\(\\): "f" is of`))
    }
  })

  test('columns and all columns of its rows are refused, and rows in raw text', () => {
    for (const build of [
      () => ours.q.select({ x: untyped(foreign.id) }).from(o),
      () =>
        ours.q
          .select({ x: 1 })
          .from(o)
          .where(o.id.eq(untyped(foreign.id))),
      () => ours.q.select({ x: 1 }).from(o).orderBy(untyped(foreign.id.desc())),
      () => ours.q.select(untyped(word(theirs, 'every')(foreign))).from(o),
      () => ours.q.sql`select 1 from ${foreign}`,
    ])
      expect(refusal(() => build().render()).message).toMatch(named)
  })

  test('a statement of it is refused wherever one may stand', () => {
    const statement = untyped(theirs.q.select({ one: 1 }))
    for (const build of [
      () => ours.q.select({ x: statement }).from(o),
      () => ours.q.select({ x: 1 }).from(o).where(o.id.in(statement)),
      () => ours.q.select({ x: 1 }).union(statement),
      () => ours.q.insertInto(o).from(statement, 'id'),
      () => ours.q.select({ x: 1 }).from(untyped(theirs.q.select({ one: 1 }).as('s'))),
    ])
      expect(refusal(() => build().render()).message).toMatch(/is of/)
  })
})

const countOf = (side: Side): ReturnType<typeof ofSqlite.count> => untyped(word(side, 'count')())

test('an operator of another language is refused, with those that there are', () => {
  const o = tableOf(lite)
  const statement = (sign: string) => lite.q.select({ x: 1 }).from(o).where(o.name.operator(sign, 'x'))
  expect(refusal(() => statement('ILIKE').render())).toEqual({
    kind: 'unsupported',
    message: 'SQLite has no operator ILIKE; it has LIKE, GLOB, MATCH, REGEXP, IS, IS NOT, AND, OR',
  })
  expect(refusal(() => statement('not ilike').render()).message).toMatch(/SQLite has no operator not ilike/)
  expect(refusal(() => statement('@>').render()).message).toMatch(/SQLite has no operator @>; it has \+, -/)
  expect(statement('not glob').render().text).toContain('not glob')
  const p = tableOf(big)
  const other = (sign: string) => big.q.select({ x: 1 }).from(p).where(p.name.operator(sign, 'x'))
  expect(refusal(() => other('GLOB').render()).message).toMatch(/PostgreSQL has no operator GLOB; it has LIKE, ILIKE/)
  expect(other('<->').render().text).toContain('"c"."name" <-> $2')
})

test('rows of a set of one database are refused in a statement of the other', () => {
  class Client extends Entity('clients', { id: col(int).id(), name: col(text) }) {}
  const db = sqlite({ file: ':memory:' })
  const s = db.query().rowsOf(Client.table(db), 's')
  for (const build of [
    () => big.q.select({ n: 1 }).from(untyped(s)),
    () => lite.q.deleteFrom(untyped(s)),
    () => lite.q.sql`select 1 from ${s}`.render(),
  ])
    expect(refusal(build)).toEqual({
      kind: 'invalid',
      message: expect.stringContaining('"s" is of another database than the statement'),
    })
})
