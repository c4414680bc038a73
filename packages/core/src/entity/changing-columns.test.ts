import { expect, test } from 'vitest'
import { col, Entity, type Fields, int } from '../index.ts'

const made = (fields: Fields) => () => Entity('things', fields)

test('columns that cannot change by themselves as they say are refused when the entity is made', () => {
  const id = col(int).id()
  const version = col(int).version()
  expect(made({ id: id.onSave(() => 1) })).toThrow(
    'things.id: an id never changes; make it with onInsert() or default()',
  )
  expect(made({ id: version.id() })).toThrow('things.id: an id never changes, and a version does')
  expect(made({ id, v: version.optional() })).toThrow('things.v: a version that is null would not count')
  for (const v of [version.onSave(() => 1), version.onInsert(() => 1), version.generated()])
    expect(made({ id, v })).toThrow('things.v: a version counts by itself')
  expect(made({ id, v: version, w: version })).toThrow('things.w: v is the version already; an entity has one')
  expect(made({ id: id.onInsert(() => 1), v: version.named('row_version') })).not.toThrow()
})
