import { decimal, float, instant, int, instantMs, text } from '@vantage-ts/core'
import { Aggregate, Case, Constant, Literal, type Node, type Select } from '@vantage-ts/core/adapter'
import { describe, expect, it } from 'vitest'
import { numbered, positional } from '../test/demo.ts'
import { from, op, param, place, select, sub } from '../test/tree.ts'
import { render } from './render.ts'

const user = () =>
  place('users', {
    id: { type: int, isId: true },
    name: { type: text },
    city: { type: text, isNullable: true, name: 'home_town' },
    age: { type: int, isNullable: true },
    nick: { type: text, isNullable: true, collation: 'ci' },
  })
const column = (of: ReturnType<typeof place>, name: string): Node => of.columns[name] ?? new Constant(false)
const textOf = (statement: Select): string => render(statement, numbered).text
const where = (of: ReturnType<typeof place>, condition: Node): string => {
  const { text: whole } = render(
    select({ from: from(of), columns: [{ name: 'id', node: column(of, 'id') }], where: condition }),
    numbered,
  )
  return whole.slice(whole.indexOf('WHERE ') + 6)
}

describe('names', () => {
  it('calls the only table by its own name, so that no column is taken for a result name or a string', () => {
    const u = user()
    const columns = ['id', 'city'].map(name => ({ name, node: column(u, name) }))
    expect(textOf(select({ from: from(u), columns }))).toBe('SELECT "users"."id", "users"."home_town" FROM "users"')
  })

  it('names result columns by property where rows come as objects', () => {
    const u = user()
    const columns = [{ name: 'city', node: column(u, 'city') }]
    expect(render(select({ from: from(u), columns }), positional).text).toBe(
      'SELECT "users"."home_town" AS "city" FROM "users"',
    )
  })

  it('qualifies tables by schema', () => {
    const t = place('plans', { id: { type: int, isId: true } }, ['shop', 'sales'])
    expect(textOf(select({ from: from(t), columns: [{ name: 'id', node: column(t, 'id') }] }))).toBe(
      'SELECT "plans"."id" FROM "shop"."sales"."plans"',
    )
  })

  it('gives every table an alias as soon as there are two, and finds the innermost of one occurrence', () => {
    const u = user()
    const inner = select({
      from: from(u),
      columns: [{ name: 'name', node: column(u, 'name') }],
      where: op('gt', column(u, 'age'), column(u, 'id')),
    })
    expect(where(u, op('in', column(u, 'name'), sub('column', inner)))).toBe(
      '"t0"."name" IN (SELECT "t1"."name" FROM "users" AS "t1" WHERE "t1"."age" > "t1"."id")',
    )
  })

  it('reaches the outer row by the outer occurrence', () => {
    const [outer, inner] = [user(), user()]
    const correlated = select({
      from: from(inner),
      columns: [{ name: 'count', node: new Aggregate('count', undefined) }],
      where: op('eq', column(inner, 'id'), column(outer, 'id')),
    })
    expect(where(outer, op('gt', sub('single', correlated), column(outer, 'age')))).toBe(
      '(SELECT count(*) FROM "users" AS "t1" WHERE "t1"."id" = "t0"."id") > "t0"."age"',
    )
  })

  it('refuses a column that no table of the statement has', () => {
    const [u, other] = [user(), user()]
    expect(() => where(u, op('isNull', column(other, 'age')))).toThrowError(
      expect.objectContaining({ kind: 'invalid', message: expect.stringContaining('users.age') }),
    )
  })
})

describe('expressions', () => {
  it('keeps the brackets of chained comparisons', () => {
    const u = user()
    const compared = op('eq', column(u, 'id'), column(u, 'age'))
    expect(where(u, op('eq', op('eq', compared, compared), compared))).toBe(
      '(("users"."id" = "users"."age") = ("users"."id" = "users"."age")) = ("users"."id" = "users"."age")',
    )
  })

  it('brackets every operand, so that no precedence of a vendor counts', () => {
    const u = user()
    const sum = op('plus', column(u, 'id'), column(u, 'age'))
    expect(where(u, op('gt', op('negate', op('mul', sum, sum)), op('minus', sum, sum)))).toBe(
      '(- (("users"."id" + "users"."age") * ("users"."id" + "users"."age"))) > (("users"."id" + "users"."age") - ("users"."id" + "users"."age"))',
    )
  })

  it('balances long chains, whose depth engines bound', () => {
    const u = user()
    const tests = Array.from({ length: 8 }, (_, index) =>
      op('isNull', index % 2 ? column(u, 'age') : column(u, 'city')),
    )
    const chain = tests.reduce<Node>((all, test) => op('and', all, test), new Constant(true))
    const written = where(u, chain)
    const depth = (written.match(/^\(*/) ?? [''])[0].length
    expect(depth).toBeLessThanOrEqual(4)
    expect(written.split(' AND ')).toHaveLength(9)
  })

  it('writes not, case, null and constants', () => {
    const u = user()
    const cased = new Case(
      [{ when: op('not', op('isNull', column(u, 'city'))), then: column(u, 'city') }],
      new Literal(text, null),
    )
    expect(where(u, op('and', op('eq', cased, column(u, 'name')), new Constant(false)))).toBe(
      '(CASE WHEN NOT ("users"."home_town" IS NULL) THEN "users"."home_town" ELSE NULL END = "users"."name") AND FALSE',
    )
    expect(textOf(select({ columns: [{ name: 'x', node: new Literal(int, null) }] }))).toBe(
      'SELECT CAST(NULL AS integer)',
    )
  })

  it('gives nullIf its operand back as it is, whatever it is compared by', () => {
    const key = { name: 'text', sortKey: (sql: string) => `key(${sql})`, toDefault: (sql: string) => sql }
    const t = place('t', { a: { type: decimal, storage: key }, b: { type: decimal, storage: key } })
    expect(where(t, op('isNull', op('nullIf', column(t, 'a'), column(t, 'b'))))).toBe(
      'CASE WHEN key("t"."a") = key("t"."b") THEN NULL ELSE "t"."a" END IS NULL',
    )
  })

  it('refuses an operator that the dialect lacks', () => {
    const u = user()
    expect(() => where(u, op('upper', column(u, 'name')))).toThrowError(
      expect.objectContaining({ kind: 'unsupported' }),
    )
  })
})

describe('parameters', () => {
  it('numbers placeholders in the order of the text and reuses a number', () => {
    const u = user()
    const [first, second] = [param(text), param(int)]
    const condition = op('and', op('contains', column(u, 'name'), first), op('gt', column(u, 'age'), second))
    const statement = select({ from: from(u), columns: [{ name: 'id', node: column(u, 'id') }], where: condition })
    const { text: written, slots } = render(statement, numbered)
    expect(written).toContain(
      `($1 = '' OR position($1 in "users"."name") > 0) AND ("users"."age" > CAST($2 AS integer))`,
    )
    expect(slots.map(slot => slot.index)).toEqual([first.index, second.index])
  })

  it('binds a value again for every question mark', () => {
    const u = user()
    const first = param(text)
    const statement = select({
      from: from(u),
      columns: [{ name: 'id', node: column(u, 'id') }],
      where: op('contains', column(u, 'name'), first),
    })
    const { text: written, slots } = render(statement, positional)
    expect(written).toContain(`? = '' OR position(? in "users"."name") > 0`)
    expect(slots.map(slot => slot.index)).toEqual([first.index, first.index])
  })

  it('lets a template change what is bound', () => {
    const u = user()
    const statement = select({
      from: from(u),
      columns: [{ name: 'id', node: column(u, 'id') }],
      where: op('like', column(u, 'name'), param(text)),
    })
    expect(render(statement, positional).slots.map(slot => slot.encode('a%'))).toEqual(['<a%>'])
  })

  it('binds a list as one value, in the form of the dialect', () => {
    const u = user()
    const list = param(text, undefined, true)
    const statement = (name: 'in' | 'notIn') =>
      select({
        from: from(u),
        columns: [{ name: 'id', node: column(u, 'id') }],
        where: op(name, column(u, 'name'), list),
      })
    expect(render(statement('in'), numbered).text).toContain('"users"."name" = ANY($1)')
    expect(render(statement('notIn'), positional).text).toContain(
      '"users"."name" NOT IN (SELECT value FROM json_each(?))',
    )
    expect(render(statement('in'), positional).slots[0]?.encode(['a', 'b'])).toBe('["a","b"]')
  })

  it('binds limit and offset', () => {
    const u = user()
    const statement = select({
      from: from(u),
      columns: [{ name: 'id', node: column(u, 'id') }],
      order: [{ node: column(u, 'id'), direction: 'desc' }],
      limit: param(int),
      offset: param(int),
    })
    expect(textOf(statement)).toBe(
      'SELECT "users"."id" FROM "users" ORDER BY "users"."id" DESC LIMIT CAST($1 AS integer) OFFSET CAST($2 AS integer)',
    )
  })
})

describe('storages', () => {
  const cents = {
    name: 'cents',
    encode: () => 1,
    toDefault: (sql: string) => `from_cents(${sql})`,
    fromDefault: (sql: string) => `to_cents(${sql})`,
  }
  const opaque = { name: 'opaque' }
  const t = place('t', {
    plain: { type: decimal },
    cents: { type: decimal, storage: cents },
    more: { type: decimal, storage: cents },
    opaque: { type: decimal, storage: opaque },
  })
  const [plain, inCents, more, closed] = ['plain', 'cents', 'more', 'opaque'].map(name => column(t, name)) as [
    Node,
    Node,
    Node,
    Node,
  ]

  it('compares what is stored alike as it is, and converts the rest', () => {
    expect(where(t, op('lt', inCents, more))).toBe('"t"."cents" < "t"."more"')
    expect(where(t, op('lt', inCents, plain))).toBe('from_cents("t"."cents") < "t"."plain"')
  })

  it('binds a value as what it meets is stored', () => {
    const value = param(decimal)
    expect(
      render(
        select({ from: from(t), columns: [{ name: 'x', node: op('eq', value, inCents) }] }),
        numbered,
      ).slots[0]?.encode('x'),
    ).toBe(1)
  })

  it('calculates in the default storage only', () => {
    expect(where(t, op('gt', op('plus', inCents, plain), more))).toBe(
      '(from_cents("t"."cents") + "t"."plain") > from_cents("t"."more")',
    )
  })

  it('refuses two storages that do not meet, naming both', () => {
    expect(() => where(t, op('eq', closed, inCents))).toThrowError(
      expect.objectContaining({ kind: 'unsupported', message: expect.stringMatching(/t\.opaque.*opaque.*text/) }),
    )
    expect(where(t, op('eq', closed, closed))).toBe('"t"."opaque" = "t"."opaque"')
  })

  it('reads calculated values through their check', () => {
    const t = place('t', { a: { type: float } })
    const columns = [
      { name: 'a', node: column(t, 'a') },
      { name: 'b', node: op('plus', column(t, 'a'), column(t, 'a')) },
      { name: 'c', node: op('coalesce', column(t, 'a'), column(t, 'a')) },
      { name: 'd', node: new Aggregate('sum', column(t, 'a')) },
      { name: 'e', node: op('coalesce', op('plus', column(t, 'a'), column(t, 'a')), column(t, 'a')) },
    ]
    expect(textOf(select({ from: from(t), columns }))).toBe(
      'SELECT "t"."a", checked(("t"."a" + "t"."a")), coalesce("t"."a", "t"."a"), checked(coalesce(sum("t"."a"), 0)), ' +
        'checked(coalesce(("t"."a" + "t"."a"), "t"."a")) FROM "t"',
    )
  })

  it('aligns moments of different precision by the dialect', () => {
    const m = place('m', { us: { type: instant }, ms: { type: instantMs } })
    const dialect = { ...numbered, align: () => ['left', 'right'] as const }
    const statement = select({
      from: from(m),
      columns: [{ name: 'x', node: op('lt', column(m, 'us'), column(m, 'ms')) }],
    })
    expect(render(statement, dialect).text).toBe('SELECT left < right FROM "m"')
  })
})

describe('order and groups', () => {
  it('puts nulls last in both directions where there may be any, and orders text by code point unless told otherwise', () => {
    const u = user()
    const order = [
      { node: column(u, 'city'), direction: 'desc' as const },
      { node: column(u, 'nick'), direction: 'asc' as const },
      { node: column(u, 'id'), direction: 'desc' as const },
    ]
    const written = textOf(select({ from: from(u), columns: [{ name: 'id', node: column(u, 'id') }], order }))
    expect(written).toContain(
      'ORDER BY "users"."home_town" COLLATE "C" DESC NULLS LAST, "users"."nick" ASC NULLS LAST, "users"."id" DESC',
    )
    expect(where(u, op('lt', column(u, 'name'), param(text)))).toBe('"users"."name" COLLATE "C" < $1 COLLATE "C"')
    expect(where(u, op('eq', column(u, 'name'), param(text)))).toBe('"users"."name" = $1')
  })

  it('groups, and filters groups', () => {
    const u = user()
    const count = new Aggregate('count', undefined)
    const statement = select({
      from: from(u),
      columns: [
        { name: 'city', node: column(u, 'city') },
        { name: 'sum', node: new Aggregate('sum', column(u, 'age')) },
      ],
      groupBy: [column(u, 'city')],
      having: op('gt', count, param(int)),
    })
    expect(textOf(statement)).toBe(
      'SELECT "users"."home_town", coalesce(sum("users"."age"), 0) FROM "users" GROUP BY "users"."home_town" HAVING count(*) > CAST($1 AS integer)',
    )
  })
})

describe('sub-queries', () => {
  const u = user()
  const inner = user()
  const ages = (parts: Partial<Select> = {}): Select =>
    select({ from: from(inner), columns: [{ name: 'age', node: column(inner, 'age') }], ...parts })

  it('leaves nulls out of members, and knows where a condition would change the set', () => {
    expect(where(u, op('notIn', column(u, 'age'), sub('column', ages())))).toBe(
      '"t0"."age" NOT IN (SELECT "t1"."age" FROM "users" AS "t1" WHERE ("t1"."age" IS NOT NULL))',
    )
    expect(
      where(u, op('in', column(u, 'age'), sub('column', ages({ where: op('isNull', column(inner, 'city')) })))),
    ).toBe(
      '"t0"."age" IN (SELECT "t1"."age" FROM "users" AS "t1" WHERE ("t1"."home_town" IS NULL) AND ("t1"."age" IS NOT NULL))',
    )
    expect(where(u, op('in', column(u, 'age'), sub('column', ages({ limit: param(int) }))))).toBe(
      '"t0"."age" IN (SELECT "t1"."value" FROM (SELECT "t2"."age" AS "value" FROM "users" AS "t2" LIMIT CAST($1 AS integer)) AS "t1" WHERE "t1"."value" IS NOT NULL)',
    )
  })

  it('drops an order that nobody sees, and keeps the one that decides which rows there are', () => {
    const order = [{ node: column(inner, 'id'), direction: 'asc' as const }]
    expect(where(u, op('in', column(u, 'id'), sub('column', ages({ order }))))).not.toContain('ORDER')
    expect(where(u, op('in', column(u, 'id'), sub('column', ages({ order, limit: param(int) }))))).toContain('ORDER')
  })

  it('guards a single value against a second row, where the engine would not', () => {
    const statement = select({ columns: [{ name: 'x', node: sub('single', ages()) }] })
    expect(render(statement, positional).text).toBe(
      'SELECT (SELECT only("value") FROM (SELECT "users"."age" AS "value" FROM "users")) AS "x"',
    )
    expect(render(statement, numbered).text).toBe('SELECT (SELECT "users"."age" FROM "users")')
    const counted = ages({ columns: [{ name: 'n', node: op('plus', new Aggregate('count', undefined), param(int)) }] })
    expect(render(select({ columns: [{ name: 'x', node: sub('single', counted) }] }), positional).text).toBe(
      'SELECT (SELECT (count(*) + CAST(? AS integer)) FROM "users") AS "x"',
    )
  })

  it('tests for rows, also for those of an aggregate', () => {
    expect(where(u, sub('exists', ages({ where: op('isNull', column(inner, 'age')) })))).toBe(
      'EXISTS (SELECT 1 FROM "users" AS "t1" WHERE "t1"."age" IS NULL)',
    )
    expect(where(u, sub('exists', ages({ columns: [{ name: 'n', node: new Aggregate('count', undefined) }] })))).toBe(
      'EXISTS (SELECT count(*) FROM "users" AS "t1")',
    )
  })

  it('reads a derived table by property, each column in the storage that it is read as', () => {
    const cents = { name: 'cents', toDefault: (sql: string) => `from_cents(${sql})` }
    const stored = place('prices', {
      amount: { type: decimal, storage: cents, name: 'amount_cents' },
      n: { type: float },
    })
    const derived = place('derived', { amount: { type: decimal, name: 'other' } })
    const statement = select({
      from: {
        kind: 'derived',
        occurrence: derived.occurrence,
        select: select({
          from: from(stored),
          columns: [{ name: 'amount', node: column(stored, 'amount') }],
          limit: param(int),
        }),
      },
      columns: [{ name: 'amount', node: column(derived, 'amount') }],
    })
    expect(textOf(statement)).toBe(
      'SELECT "t0"."amount" FROM (SELECT from_cents("t1"."amount_cents") AS "amount" FROM "prices" AS "t1" LIMIT CAST($1 AS integer)) AS "t0"',
    )
  })
})
