import { expectTypeOf, test } from 'vitest'
import { z } from 'zod'
import type { InputOf, OutputOf, StandardSchema } from './standard-schema.ts'

test('what zod makes is a standard schema', () => {
  const schema = z.string().transform(Number)
  expectTypeOf(schema).toExtend<StandardSchema>()
  expectTypeOf(schema).toExtend<StandardSchema<string, number>>()
  expectTypeOf<InputOf<typeof schema>>().toEqualTypeOf<string>()
  expectTypeOf<OutputOf<typeof schema>>().toEqualTypeOf<number>()
})

test('the two value types are told apart', () => {
  expectTypeOf<StandardSchema<string, number>>().not.toExtend<StandardSchema<string, string>>()
  expectTypeOf<OutputOf<StandardSchema<string>>>().toEqualTypeOf<string>()
})
