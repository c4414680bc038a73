import { decimal, int, text } from '@vantage-ts/core'
import { Constant, type Delete, type Insert, type InsertSelect, type Node, type Update } from '@vantage-ts/core/adapter'
import { describe, expect, it } from 'vitest'
import { numbered, positional } from '../test/demo.ts'
import { from, op, param, place, select, sub } from '../test/tree.ts'
import { render, renderInsert } from './render.ts'

const cents = {
  name: 'cents',
  cast: 'int8',
  project: (sql: string) => `read(${sql})`,
  fromDefault: (sql: string) => `to_cents(${sql})`,
}
const plan = () =>
  place(
    'plans',
    {
      id: { type: int, isId: true },
      name: { type: text, name: 'full"name' },
      price: { type: decimal, storage: cents },
      base: { type: decimal },
    },
    ['sales'],
  )
const column = (of: ReturnType<typeof place>, name: string): Node => of.columns[name] ?? new Constant(false)

describe('update', () => {
  const p = plan()
  const update = (parts: Partial<Update>): Update => ({
    kind: 'update',
    key: '',
    table: p.occurrence,
    set: [{ column: p.stored('name'), node: param(text) }],
    returning: [],
    ...parts,
  })

  it('sets columns by their bare names and gives back what is stored', () => {
    const statement = update({
      where: op('eq', column(p, 'id'), param(int)),
      returning: [p.stored('id'), p.stored('price')],
    })
    expect(render(statement, numbered).text).toBe(
      'UPDATE "sales"."plans" SET "full""name" = $1 WHERE "plans"."id" = CAST($2 AS integer) RETURNING "id", read("price")',
    )
    expect(render(statement, positional).text).toContain('RETURNING "id" AS "id", read("price") AS "price"')
  })

  it('stores a calculated value as its column does', () => {
    const set = [{ column: p.stored('price'), node: op('plus', column(p, 'base'), param(decimal)) }]
    expect(render(update({ set }), numbered).text).toBe(
      'UPDATE "sales"."plans" SET "price" = to_cents(("plans"."base" + $1))',
    )
  })

  it('has aliases where it asks the same table', () => {
    const others = select({ from: from(p), columns: [{ name: 'id', node: column(p, 'id') }] })
    expect(render(update({ where: op('in', column(p, 'id'), sub('column', others)) }), numbered).text).toBe(
      'UPDATE "sales"."plans" AS "t0" SET "full""name" = $1 WHERE "t0"."id" IN (SELECT "t1"."id" FROM "sales"."plans" AS "t1")',
    )
  })

  it('has its values computed first where they read other rows and the engine would see its own writes', () => {
    const others = plan()
    const columns = [{ name: 'name', node: column(others, 'name') }]
    const longest = sub('single', select({ from: from(others), columns }))
    const looking = update({ set: [{ column: p.stored('name'), node: longest }] })
    const dialect = { ...numbered, valuesFirst: 'FROM (SELECT 1)' }
    expect(render(looking, dialect).text).toMatch(/ FROM \(SELECT 1\)$/)
    expect(render(looking, numbered).text).not.toContain('SELECT 1')
    expect(render(update({}), dialect).text).not.toContain('SELECT 1')
  })
})

describe('delete', () => {
  it('removes what meets its condition', () => {
    const p = plan()
    const remove: Delete = {
      kind: 'delete',
      key: '',
      returning: [],
      table: p.occurrence,
      where: op('isNull', column(p, 'name')),
    }
    expect(render(remove, numbered).text).toBe('DELETE FROM "sales"."plans" WHERE "plans"."full""name" IS NULL')
    const returning = [p.stored('name'), p.stored('price')]
    expect(render({ ...remove, returning }, numbered).text).toBe(
      'DELETE FROM "sales"."plans" WHERE "plans"."full""name" IS NULL RETURNING "full""name", read("price")',
    )
  })
})

describe('insert from a select', () => {
  const p = plan()
  const columns = [
    { name: 'id', node: column(p, 'id') },
    { name: 'price', node: op('plus', column(p, 'base'), param(decimal)) },
  ]
  const insert = (parts: Partial<InsertSelect>): InsertSelect => ({
    kind: 'insert-select',
    key: '',
    into: p.occurrence,
    columns: [p.stored('id'), p.stored('price')],
    select: select({ from: from(p), columns, where: op('isNull', column(p, 'name')) }),
    onConflict: 'fail',
    returning: [],
    ...parts,
  })
  const into = 'INSERT INTO "sales"."plans" ("id", "price") SELECT "plans"."id", to_cents(("plans"."base" + $1))'

  it('stores what it calculates as its columns do; the only table that it reads needs no alias', () => {
    expect(render(insert({}), numbered).text).toBe(`${into} FROM "sales"."plans" WHERE "plans"."full""name" IS NULL`)
  })

  it('keeps the order of its select', () => {
    const order = [{ node: column(p, 'id'), direction: 'desc' as const }]
    expect(render(insert({ select: select({ from: from(p), columns, order }) }), numbered).text).toBe(
      `${into} FROM "sales"."plans" ORDER BY "plans"."id" DESC`,
    )
  })

  it('has a condition before ON CONFLICT, which would be that of a join otherwise', () => {
    const all = select({ from: from(p), columns })
    const statement = insert({ select: all, onConflict: 'skip', returning: [p.stored('id')] })
    expect(render(statement, numbered).text).toBe(
      `${into} FROM "sales"."plans" WHERE (TRUE) ON CONFLICT ("id") DO NOTHING RETURNING "id"`,
    )
  })

  it('binds literals in the storage of their columns', () => {
    const given = [columns[0] ?? { name: 'id', node: column(p, 'id') }, { name: 'price', node: param(decimal, cents) }]
    expect(render(insert({ select: select({ from: from(p), columns: given }) }), numbered).text).toContain(
      'SELECT "plans"."id", CAST($1 AS int8) FROM',
    )
  })
})

describe('insert', () => {
  const p = plan()
  const insert = (parts: Partial<Insert>): Insert => ({
    kind: 'insert',
    key: '',
    into: p.occurrence,
    columns: [p.stored('id'), p.stored('price')],
    rows: [],
    onConflict: 'fail',
    returning: [],
    ...parts,
  })

  it('renders any number of rows, numbering on', () => {
    const made = renderInsert(insert({}), numbered)
    expect(made.text).toBe('INSERT INTO "sales"."plans" ("id", "price") VALUES (CAST($1 AS integer), CAST($2 AS int8))')
    expect(made.textFor(2)).toBe(`${made.text}, (CAST($3 AS integer), CAST($4 AS int8))`)
    expect(made.width).toBe(2)
  })

  it('leaves rows alone whose id is there', () => {
    const made = renderInsert(insert({ onConflict: 'skip', returning: [p.stored('name')] }), positional)
    expect(made.text).toBe(
      'INSERT INTO "sales"."plans" ("id", "price") VALUES (CAST(? AS integer), CAST(? AS int8)) ON CONFLICT ("id") DO NOTHING RETURNING "full""name" AS "name"',
    )
  })

  it('skips nothing in a table without ids, and writes a row of defaults', () => {
    const log = place('log', { line: { type: text } })
    expect(renderInsert(insert({ into: log.occurrence, columns: [], onConflict: 'skip' }), numbered).text).toBe(
      'INSERT INTO "log" DEFAULT VALUES',
    )
  })
})
