import { expect, test } from 'vitest'
import { VantageError } from '../errors/vantage-error.ts'
import { memory, memoryBackend } from '../memory/memory.ts'
import { openSource } from '../source/open.ts'
import type { Source } from '../source/source.ts'
import type { StorageTable } from '../types/storage.ts'
import { asItIs } from '../types/storages.ts'
import { chooseVersion } from './choose-version.ts'
import { dynamicTable } from './dynamic-table.ts'
import { type ColumnDefinition, type TableDefinition, tableDefinition } from './table-definition.ts'

const found = (...columns: readonly ColumnDefinition[]): TableDefinition =>
  tableDefinition({ entity: 'tbl_users', schema: 'crm', columns })

const id: ColumnDefinition = { property: 'id', type: 'int', isId: true }

const versions = {
  v1: {
    entity: 'users',
    columns: [
      { property: 'id', type: 'int', isId: true },
      { property: 'name', type: 'text', name: 'full_name' },
    ],
  },
  v2: {
    entity: 'users',
    columns: [
      { property: 'id', type: 'int', isId: true },
      { property: 'name', type: 'text', name: 'full_name' },
      { property: 'email', type: 'text', isOptional: true },
    ],
  },
  v3: {
    entity: 'users',
    columns: [
      { property: 'id', type: 'int', isId: true },
      { property: 'first', type: 'text' },
      { property: 'status', type: 'enum', members: ['new', 'old'] },
    ],
  },
} as const

/** A source that stores each type under its own name, except as told. */
function storing(changes: StorageTable): Source {
  const own = ['text', 'int', 'uuid', 'enum'].map(name => [name, asItIs(name)])
  const storages = { ...Object.fromEntries(own), ...changes }
  return openSource(Object.create(memoryBackend(), { storages: { value: storages } }))
}

function refusal(work: () => unknown): VantageError {
  try {
    work()
  } catch (thrown) {
    if (VantageError.is(thrown)) return thrown
    throw thrown
  }
  return expect.fail('it has to fail')
}

test('the version with the most columns that are there is chosen, and opened where it was found', async () => {
  const rows = { crm: { tbl_users: [{ id: 1, full_name: 'Marty', email: null, extra: 5 }] } }
  const db = memory({ tables: rows })
  const table = found(
    id,
    { property: 'full_name', type: 'text' },
    { property: 'email', type: 'text', isOptional: true },
    { property: 'extra', type: 'int' },
  )
  const chosen = chooseVersion(db, table, versions)
  expect(chosen.version).toBe('v2')
  expect(chosen.definition).toMatchObject({ entity: 'users', name: 'tbl_users', schema: 'crm' })
  if (chosen.version !== 'v2') return expect.fail('the compiler follows the version')
  const users = dynamicTable(db, chosen.definition)
  expect(await users.where(u => u.email.isNull()).list()).toEqual([{ id: 1, name: 'Marty', email: null }])
})

test('older and newer databases get theirs', () => {
  const old = found(id, { property: 'full_name', type: 'text' })
  const young = found(id, { property: 'first', type: 'text' }, { property: 'status', type: 'enum', members: ['new'] })
  expect(chooseVersion(memory(), old, versions).version).toBe('v1')
  expect(chooseVersion(memory(), young, versions).version).toBe('v3')
})

test('of two that fit alike it is the last', () => {
  const both = found(id, { property: 'a', type: 'int' }, { property: 'b', type: 'int' })
  const one = (property: string): TableDefinition => ({ entity: 't', columns: [id, { property, type: 'int' }] })
  expect(chooseVersion(memory(), both, { a: one('a'), b: one('b') }).version).toBe('b')
  expect(chooseVersion(memory(), both, { b: one('b'), a: one('a') }).version).toBe('a')
})

test('types fit that the source stores alike', () => {
  const stored = found(id, { property: 'a', type: 'text' })
  const wanted = { v: { entity: 't', columns: [id, { property: 'a', type: 'uuid' }] } } as const
  expect(chooseVersion(storing({ uuid: asItIs('text') }), stored, wanted).definition.columns[1]?.type).toBe('uuid')
  expect(refusal(() => chooseVersion(storing({}), stored, wanted)).message).toContain('"a" is text, not uuid')
})

test('none that fits is refused, with what each is missing', () => {
  const table = found(
    { property: 'id', type: 'uuid', isId: true },
    { property: 'full_name', type: 'text', isOptional: true },
    { property: 'status', type: 'enum', members: ['new', 'lost'] },
  )
  const error = refusal(() => chooseVersion(storing({}), table, versions))
  expect(error.kind).toBe('invalid')
  expect(error.message).toBe(
    'tbl_users fits none of its versions (v1: "id" is uuid, not int, "full_name" may be null; ' +
      'v2: "id" is uuid, not int, "full_name" may be null, "email" is missing; ' +
      'v3: "id" is uuid, not int, "first" is missing, "status" may be "lost"); add the version that it has',
  )
  expect(refusal(() => chooseVersion(memory(), table, {})).message).toContain('no version to choose from')
})

test('what may be null in a view is not known', () => {
  const view = found({ property: 'a', type: 'int', isOptional: true }, { property: 'b', type: 'int', isOptional: true })
  const wanted = { v: { entity: 't', columns: [{ property: 'a', type: 'int' }] } } as const
  expect(chooseVersion(memory(), view, wanted).version).toBe('v')
})

test('another key is another table; a view has none, so the version says it', () => {
  const n: ColumnDefinition = { property: 'n', type: 'int' }
  const wanted = { v: { entity: 't', columns: [id, n] } }
  const composite = found(id, { ...n, isId: true })
  expect(refusal(() => chooseVersion(memory(), composite, wanted)).message).toContain('its id is "id" and "n"')
  const view = found({ property: 'id', type: 'int' }, n)
  expect(chooseVersion(memory(), view, wanted).definition.columns[0]).toMatchObject({ isId: true })
})

test('a column that the database links is linked in the version, which need not know', () => {
  const table = found(id, { property: 'full_name', type: 'text', link: 'names' })
  expect(chooseVersion(memory(), table, versions).definition.columns).toEqual([
    { property: 'id', type: 'int', isId: true },
    { property: 'name', name: 'full_name', type: 'text', link: 'names' },
  ])
})
