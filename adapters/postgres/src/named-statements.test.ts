import { expect, test } from 'vitest'
import { NamedStatements } from './named-statements.ts'

const fields = { names: [], oids: [] }

test('what is used stays, what is not is dropped, and the number is bounded', () => {
  const statements = new NamedStatements(10)
  const alive = new Set<string>()
  for (let index = 0; index < 100; index++) {
    const name = `s${index}`
    statements.add(name, fields)
    alive.add(name)
    statements.get('s0')
    for (const dropped of statements.takeDropped()) {
      expect(statements.get(dropped)).toBeUndefined()
      alive.delete(dropped)
    }
    expect(alive.size).toBeLessThanOrEqual(10)
  }
  expect(alive.has('s0')).toBe(true)
  expect(alive.has('s99')).toBe(true)
  expect(statements.get('s99')).toEqual({ name: 's99', isParsed: true, fields, dropped: [] })
})

test('what is forgotten is dropped once', () => {
  const statements = new NamedStatements(10)
  statements.add('a', fields)
  statements.forget('a')
  expect(statements.get('a')).toBeUndefined()
  expect(statements.takeDropped()).toEqual(['a'])
  expect(statements.takeDropped()).toEqual([])
})
