import { expectTypeOf, test } from 'vitest'
import { arrayOf } from './array-of.ts'
import type { bigint } from './bigint.ts'
import type { bool } from './bool.ts'
import type { bytes } from './bytes.ts'
import { decimal } from './decimal-type.ts'
import { Decimal } from './decimal.ts'
import { duration } from './duration.ts'
import { enumOf } from './enum-of.ts'
import type { float } from './float.ts'
import type { Geometry, geometry } from './geometry.ts'
import type { instant } from './instant.ts'
import { int } from './int.ts'
import type { Json } from './json-value.ts'
import { json } from './json.ts'
import type { period } from './period.ts'
import type { plainDate } from './plain-date.ts'
import type { Storage } from './storage.ts'
import { Temporal } from './temporal.ts'
import { text } from './text.ts'
import { typeOfValue } from './type-of-value.ts'
import { accept, type Type, type TypeOf } from './type.ts'
import { type Uuid, uuid } from './uuid.ts'

test('every type knows its value and its name', () => {
  expectTypeOf<TypeOf<typeof int>>().toEqualTypeOf<number>()
  expectTypeOf<TypeOf<typeof float>>().toEqualTypeOf<number>()
  expectTypeOf<TypeOf<typeof text>>().toEqualTypeOf<string>()
  expectTypeOf<TypeOf<typeof bool>>().toEqualTypeOf<boolean>()
  expectTypeOf<TypeOf<typeof bigint>>().toEqualTypeOf<bigint>()
  expectTypeOf<TypeOf<typeof uuid>>().toEqualTypeOf<Uuid>()
  expectTypeOf<TypeOf<typeof decimal>>().toEqualTypeOf<Decimal>()
  expectTypeOf<TypeOf<ReturnType<typeof decimal>>>().toEqualTypeOf<Decimal>()
  expectTypeOf<TypeOf<typeof instant>>().toEqualTypeOf<Temporal.Instant>()
  expectTypeOf<TypeOf<typeof plainDate>>().toEqualTypeOf<Temporal.PlainDate>()
  expectTypeOf<TypeOf<typeof duration>>().toEqualTypeOf<Temporal.Duration>()
  expectTypeOf<TypeOf<typeof bytes>>().toEqualTypeOf<Uint8Array>()
  expectTypeOf<TypeOf<typeof json>>().toEqualTypeOf<Json>()
  expectTypeOf<TypeOf<typeof geometry>>().toEqualTypeOf<Geometry>()
  expectTypeOf(int.name).toEqualTypeOf<'int'>()
  expectTypeOf(decimal(12, 2).name).toEqualTypeOf<'decimal'>()
})

test('factories keep what they were given', () => {
  const status = enumOf('draft', 'sent')
  expectTypeOf<TypeOf<typeof status>>().toEqualTypeOf<'draft' | 'sent'>()
  const grid = arrayOf(arrayOf(int))
  expectTypeOf<TypeOf<typeof grid>>().toEqualTypeOf<readonly (readonly number[])[]>()
})

test('types are covariant, and none is another', () => {
  expectTypeOf(int).toExtend<Type<unknown>>()
  expectTypeOf(uuid).toExtend<Type<string>>()
  expectTypeOf(text).not.toExtend<Type<Uuid>>()
  expectTypeOf(int).not.toExtend<Type<string>>()
  expectTypeOf(duration).not.toExtend<typeof period>()
  expectTypeOf<Storage<Decimal>>().toExtend<Storage>()
})

test('uuids, decimals and durations are not made of other things', () => {
  expectTypeOf<string>().not.toExtend<Uuid>()
  expectTypeOf<Uuid>().toExtend<string>()
  expectTypeOf<{ coefficient: bigint; scale: number }>().not.toExtend<Decimal>()
  expectTypeOf<string>().not.toExtend<Temporal.Duration>()
  // @ts-expect-error a boolean is no number
  Decimal.from(true)
  // @ts-expect-error a decimal has no operators
  Decimal.from(1) * 2
})

test('accept gives the value of the type, typeOfValue nothing but a type', () => {
  expectTypeOf(accept(uuid, 'text', 'User.id')).toEqualTypeOf<Uuid>()
  expectTypeOf(typeOfValue(1)).toEqualTypeOf<Type<unknown> | undefined>()
})

test('Temporal is value and namespace', () => {
  expectTypeOf(Temporal.Now.instant()).toEqualTypeOf<Temporal.Instant>()
})

test('no any in sight', () => {
  expectTypeOf<Type<unknown>['~t']>().not.toBeAny()
  expectTypeOf<ReturnType<NonNullable<Storage['decode']>>>().toBeUnknown()
  expectTypeOf(json.fromText('1')).not.toBeAny()
})
