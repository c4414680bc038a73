import { expect, test } from 'vitest'
import { VantageError } from '../errors/vantage-error.ts'
import { type FoundColumn, introspectionOf } from './introspection.ts'

const column = (name: string, changes: Partial<FoundColumn> = {}): FoundColumn => ({
  name,
  vendorType: 'integer',
  type: { type: 'int' },
  isId: false,
  isOptional: false,
  isGenerated: false,
  ...changes,
})
const strange = { type: undefined, vendorType: 'tsvector' }

test('what no type holds is told, and a key that misses a part is none', () => {
  const table = {
    name: 't',
    schema: 's',
    columns: [column('a', { isId: true }), column('b', { isId: true, ...strange })],
  }
  expect(introspectionOf([table])).toEqual({
    tables: [{ entity: 't', schema: 's', columns: [{ property: 'a', type: 'int' }] }],
    left: [{ table: 't', schema: 's', column: 'b', vendorType: 'tsvector', why: 'no type of Vantage holds it' }],
  })
})

test('a table of which nothing can be held is left whole', () => {
  const { tables, left } = introspectionOf([{ name: 't', columns: [column('a', strange)] }])
  expect(tables).toEqual([])
  expect(left).toMatchObject([{ table: 't', column: 'a' }])
})

test('tables come in order, and only those that were asked for', () => {
  const found = ['c', 'a', 'b'].map(name => ({ name, columns: [column('x')] }))
  expect(introspectionOf(found).tables.map(({ entity }) => entity)).toEqual(['a', 'b', 'c'])
  expect(introspectionOf(found, { tables: ['c'] }).tables.map(({ entity }) => entity)).toEqual(['c'])
  const wrong = () => introspectionOf([{ name: 'users', columns: [column('x')] }], { tables: ['usres'] })
  expect(wrong).toThrow('there is no table "usres". Did you mean "users"?')
  try {
    wrong()
  } catch (thrown) {
    expect(VantageError.is(thrown) && thrown.kind).toBe('not-found')
  }
})

test('a name that no object takes gets another', () => {
  const columns = [column('__proto__'), column('__proto___')]
  expect(introspectionOf([{ name: 't', columns }]).tables[0]?.columns).toEqual([
    { property: '__proto____', name: '__proto__', type: 'int' },
    { property: '__proto___', type: 'int' },
  ])
})

test('a name that no definition takes is told, and hides nothing else', () => {
  const found = [
    { name: '', columns: [column('x')] },
    { name: 'a\0b', columns: [column('x')] },
    { name: 't', schema: '', columns: [column('x')] },
    { name: 't', columns: [column('', { isId: true }), column('\ud800'), column('x', { isId: true })] },
  ]
  const { tables, left } = introspectionOf(found)
  expect(tables).toEqual([{ entity: 't', columns: [{ property: 'x', type: 'int' }] }])
  expect(left.map(({ table, column: name }) => [table, name]).sort()).toEqual([
    ['', '*'],
    ['a\0b', '*'],
    ['t', ''],
    ['t', '*'],
    ['t', '\ud800'],
  ])
  for (const { why } of left) expect(why).toContain('rename it')
})

test('an id is never optional, whatever a database lets pass', () => {
  const { tables } = introspectionOf([{ name: 't', columns: [column('a', { isId: true, isOptional: true })] }])
  expect(tables[0]?.columns).toEqual([{ property: 'a', type: 'int', isId: true }])
})
