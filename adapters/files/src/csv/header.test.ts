import { describe, expect, it } from 'vitest'
import { fieldsOf, headerOf } from './header.ts'

const place = { file: 'people.csv', line: 1 }
const people = headerOf(['id', 'name', 'Home City'], place)

describe('headerOf', () => {
  it('maps names to fields', () => {
    expect(people.names).toEqual(['id', 'name', 'Home City'])
    expect([...people.indexes]).toEqual([
      ['id', 0],
      ['name', 1],
      ['Home City', 2],
    ])
  })

  it.each([[['id', null, 'city']], [['id', '', 'city']]])('refuses a column without a name: %j', row => {
    expect(() => headerOf(row, place)).toThrow(
      expect.objectContaining({
        kind: 'invalid',
        message: 'people.csv, line 1, field 2: the column has no name; name it in the header line',
        details: { file: 'people.csv', line: 1, field: '2' },
      }),
    )
  })

  it('refuses a name that comes twice', () => {
    expect(() => headerOf(['a', 'b', 'a'], place)).toThrow(
      expect.objectContaining({
        kind: 'invalid',
        message:
          'people.csv, line 1, field 3 ("a"): the name is already that of field 1; give every column a name of its own',
      }),
    )
  })

  it('is not confused by names of Object', () => {
    const header = headerOf(['__proto__', 'constructor'], place)
    expect(fieldsOf(header, ['constructor', '__proto__'])).toEqual([1, 0])
    expect(() => fieldsOf(header, ['toString'])).toThrow(expect.objectContaining({ kind: 'invalid' }))
  })
})

describe('fieldsOf', () => {
  it('keeps the order asked for', () => {
    expect(fieldsOf(people, ['Home City', 'id'])).toEqual([2, 0])
    expect(fieldsOf(people, [])).toEqual([])
  })

  it('lists the columns at hand and the nearest one', () => {
    expect(() => fieldsOf(people, ['nmae'])).toThrow(
      expect.objectContaining({
        kind: 'invalid',
        message: 'people.csv has no column "nmae"; its columns are "id", "name", "Home City". Did you mean "name"?',
        details: { file: 'people.csv', field: 'nmae' },
      }),
    )
  })

  it('names none when none is near, and lists long headers in part', () => {
    const wide = headerOf(
      Array.from({ length: 50 }, (_, index) => `column ${index}`),
      place,
    )
    expect(() => fieldsOf(wide, ['something else entirely'])).toThrow(/"column 39" and 10 more\.$/)
  })
})
