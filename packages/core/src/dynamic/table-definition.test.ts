import { describe, expect, test } from 'vitest'
import { VantageError } from '../errors/vantage-error.ts'
import { tableDefinition } from './table-definition.ts'

const column = (changes: object = {}) => ({ property: 'a', type: 'int', ...changes })
const table = (...columns: readonly unknown[]) => ({ entity: 'users', columns })

function refusal(json: unknown): string {
  try {
    tableDefinition(json)
  } catch (thrown) {
    if (VantageError.is(thrown) && thrown.kind === 'invalid') return thrown.message
    throw thrown
  }
  return expect.fail('it has to be refused')
}

describe('a definition is refused by its place', () => {
  const wrong: readonly (readonly [unknown, string | RegExp])[] = [
    [null, 'the definition of a table: must be an object, got null'],
    [[], 'the definition of a table: must be an object, got an Array'],
    ['users', 'the definition of a table: must be an object, got a string'],
    [{}, 'the definition of a table: needs an entity: what the table is called'],
    [{ entity: '' }, 'entity: must not be empty, nor hold a NUL character'],
    [{ entity: 'a\0' }, 'entity: must not be empty, nor hold a NUL character'],
    [{ entity: 3 }, 'entity: must be text, got a number; convert it with String(…)'],
    [{ entity: '\ud800' }, 'entity: must not hold half a surrogate pair; repair it with .toWellFormed()'],
    [{ entity: 'users' }, 'the definition of a table: needs its columns'],
    [{ entity: 'users', columns: {} }, 'columns: must be a list, got an Object'],
    [table(), 'the definition of a table: needs at least one column'],
    [{ ...table(column()), nmae: 'x' }, 'the definition of a table: there is no member "nmae". Did you mean "name"?'],
    [{ ...table(column()), schema: [] }, 'schema: must name a schema; leave it out for the usual one'],
    [{ ...table(column()), schema: ['a', ''] }, 'schema[1]: must not be empty, nor hold a NUL character'],
    [{ ...table(column()), schema: 5 }, 'schema: must be a list, got a number'],
    [table('id'), 'columns[0]: must be an object, got a string'],
    [table(column(), { type: 'int' }), 'columns[1]: needs a property: how the column is called'],
    [table({ property: 'a' }), 'columns[0]: needs a type'],
    [table(column({ type: 'itn' })), 'columns[0].type: there is no type "itn". Did you mean "int"?'],
    [table(column({ type: 'toString' })), /^columns\[0\]\.type: there is no type "toString"/],
    [table(column({ type: 7 })), 'columns[0].type: must be text, got a number; convert it with String(…)'],
    [table(column({ isid: true })), 'columns[0]: there is no member "isid". Did you mean "isId"?'],
    [table(column({ isId: 'yes' })), 'columns[0].isId: must be true or false, got a string'],
    [table(column({ flags: 'hidden' })), 'columns[0].flags: must be a list, got a string'],
    [
      table(column({ flags: ['hidden', 1] })),
      'columns[0].flags[1]: must be text, got a number; convert it with String(…)',
    ],
    [table(column({ collation: 'cs' })), /^columns\[0\]\.collation: there is no collation "cs"/],
    [table(column({ isId: true, isOptional: true })), 'columns[0]: an id is never null, so it is not optional'],
    [table(column({ property: '__proto__' })), /^columns\[0\]\.property: no property can be called "__proto__"/],
    [table(column({ name: '' })), 'columns[0].name: must not be empty, nor hold a NUL character'],
    [table(column(), column()), 'columns[1].property: "a" is that of columns[0] already'],
    [table(column(), column({ property: 'b', name: 'a' })), 'columns[1].name: "a" is that of columns[0] already'],
    [table(column({ type: 'enum' })), 'columns[0]: an enum needs its members'],
    [table(column({ type: 'enum', members: [] })), /^columns\[0\]: enumOf takes at least one member/],
    [table(column({ type: 'enum', members: ['a', 'a'] })), /^columns\[0\]: enumOf takes at least one member/],
    [table(column({ members: ['a'] })), 'columns[0].members: is for enum only, not for int'],
    [table(column({ type: 'array' })), 'columns[0]: an array needs its item, such as { type: "int" }'],
    [table(column({ type: 'array', item: { type: 'itn' } })), /^columns\[0\]\.item\.type: there is no type "itn"/],
    [
      table(column({ type: 'array', item: { type: 'int', isId: true } })),
      /^columns\[0\]\.item: there is no member "isId"/,
    ],
    [table(column({ scale: 2, type: 'decimal' })), 'columns[0]: a scale needs a precision'],
    [table(column({ precision: 2 })), 'columns[0].precision: is for decimal only, not for int'],
    [table(column({ type: 'decimal', precision: 2, scale: 3 })), /^columns\[0\]: decimal\(precision, scale\) takes/],
    [table(column({ default: 'x' })), /^columns\[0\]\.default: must be a whole number/],
    [table(column({ default: null })), 'columns[0].default: must not be null, for the column is not optional'],
    [table(column({ type: 'decimal', default: 1.5 })), /^columns\[0\]\.default: must be a string in JSON/],
    [table(column({ type: 'enum', members: ['a'], default: 'b' })), /^columns\[0\]\.default: must be one of a/],
  ]

  test.each(wrong)('%j', (json, message) => {
    if (typeof message === 'string') expect(refusal(json)).toBe(message)
    else expect(refusal(json)).toMatch(message)
  })

  test('also one that is nested without end, or has endless names', () => {
    let item: object = { type: 'int' }
    for (let depth = 0; depth < 10_000; depth++) item = { type: 'array', item }
    expect(refusal(table({ property: 'a', ...item }))).toContain('at most 16 levels deep')
    expect(refusal(table(column({ type: 'x'.repeat(1e6) }))).length).toBeLessThan(1000)
    expect(refusal({ ...table(column()), ['x'.repeat(1e6)]: 1 }).length).toBeLessThan(1000)
  })

  test('members that an object inherits are none of the definition', () => {
    expect(refusal(Object.create({ entity: 'users', columns: [column()] }))).toContain('needs an entity')
    expect(refusal(JSON.parse('{"entity":"a","columns":[],"__proto__":{}}'))).toContain(
      'there is no member "__proto__"',
    )
  })
})

describe('a definition that is right', () => {
  const full = {
    columns: [
      { type: 'int', isId: true, property: 'id', name: 'id' },
      { type: 'decimal', scale: 2, precision: 12, property: 'total', default: '1.50', isGenerated: false },
      { flags: ['hidden', 'hidden', 'ours'], property: 'kind', type: 'enum', members: ['a', "b'"], isOptional: true },
      { property: 'grid', type: 'array', item: { type: 'array', item: { type: 'float' } }, collation: 'binary' },
    ],
    schema: ['shop', 'sales'],
    entity: 'invoices',
  }

  test('keeps its default, whatever becomes of the object that was given', () => {
    const fill = { list: [1] }
    const definition = tableDefinition(table(column({ type: 'json', default: fill })))
    fill.list.push(2)
    expect(definition.columns[0]?.default).toEqual({ list: [1] })
    const circle: { self?: object } = {}
    circle.self = circle
    expect(refusal(table(column({ type: 'json', default: circle })))).toMatch(/^columns\[0\]\.default: must/)
  })

  test('comes back in one form, frozen, whatever the order of its members', () => {
    const definition = tableDefinition(full)
    expect(JSON.stringify(definition)).toBe(
      JSON.stringify({
        entity: 'invoices',
        schema: ['shop', 'sales'],
        columns: [
          { property: 'id', type: 'int', isId: true },
          { property: 'total', type: 'decimal', precision: 12, scale: 2, default: '1.50' },
          { property: 'kind', type: 'enum', members: ['a', "b'"], isOptional: true, flags: ['hidden', 'ours'] },
          { property: 'grid', type: 'array', item: { type: 'array', item: { type: 'float' } }, collation: 'binary' },
        ],
      }),
    )
    expect(
      Object.isFrozen(definition) && Object.isFrozen(definition.columns) && Object.isFrozen(definition.columns[2]),
    ).toBe(true)
    expect(tableDefinition(definition)).toBe(definition)
    expect(tableDefinition(JSON.parse(JSON.stringify(definition)))).toEqual(definition)
  })
})
