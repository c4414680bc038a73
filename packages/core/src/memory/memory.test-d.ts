import { expectTypeOf, test } from 'vitest'
import { col } from '../column/column.ts'
import { Entity } from '../entity/entity.ts'
import type { AggregateSource, Transaction, TransactionSource, WriteSource } from '../source/source.ts'
import { defineType } from '../types/define-type.ts'
import { int } from '../types/int.ts'
import { text } from '../types/text.ts'
import { type Memory, memory } from './index.ts'

class User extends Entity('users', { id: col(int).id(), name: col(text) }) {}

test('memory is a source with literal abilities', () => {
  expectTypeOf<Memory>().toExtend<AggregateSource & WriteSource>()
  expectTypeOf<Memory>().toExtend<TransactionSource>()
  expectTypeOf(memory().begin()).resolves.toEqualTypeOf<Transaction<Memory>>()
  expectTypeOf(User.table(memory()).list()).resolves.toEqualTypeOf<User[]>()
})

test('vendor text and vendor types do not compile', () => {
  const users = User.table(memory())
  // @ts-expect-error memory has no ability template
  users.expr`now()`
  const citext = defineType<string, 'citext'>({
    name: 'citext',
    problem: () => undefined,
    toText: String,
    fromText: String,
  })
  class Vendor extends Entity('vendor', { id: col(citext).id() }) {}
  // @ts-expect-error memory holds glue types only
  Vendor.table(memory())
})
