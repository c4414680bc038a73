import type { Json } from '@vantage-ts/core'
import { VantageError } from '@vantage-ts/core/adapter'
import { operandOf } from '@vantage-ts/sql/build'
import { integer, ofAnyType } from './any-value.ts'
import { array } from './arrays.ts'
import { call, type Expression, type Given, infix } from './speech.ts'
import { cast } from './words.ts'

// Source: https://www.postgresql.org/docs/current/functions-json.html

/** A value as jsonb, bound: `jsonb({ colour: 'red', sizes: [1, 2] })`. */
export function jsonb(value: Json): Expression {
  const text: unknown = JSON.stringify(value)
  if (typeof text === 'string') return cast(text, 'jsonb')
  throw new VantageError('jsonb() takes a value of JSON', { kind: 'invalid' })
}

/** What is under a key, or at an index from 0: `->`. */
export const jsonGet = (json: Given, key: Given): Expression =>
  infix(operandOf(json, 'jsonGet'), '->', keyOf(key, 'jsonGet'))
/** The same as text: `->>`. */
export const jsonGetText = (json: Given, key: Given): Expression =>
  infix(operandOf(json, 'jsonGetText'), '->>', keyOf(key, 'jsonGetText'))
/** What is at the end of a path of keys and indexes: `#>`. */
export const jsonPath = (json: Given, ...path: readonly (string | number)[]): Expression =>
  infix(operandOf(json, 'jsonPath'), '#>', pathOf(path, 'jsonPath'))
/** The same as text: `#>>`. */
export const jsonPathText = (json: Given, ...path: readonly (string | number)[]): Expression =>
  infix(operandOf(json, 'jsonPathText'), '#>>', pathOf(path, 'jsonPathText'))

/** Whether a key is there, or a text is in the array: `?`. */
export const hasKey = (json: Given, key: Given): Expression =>
  infix(operandOf(json, 'hasKey'), '?', ofAnyType(key, 'hasKey'))
export const hasAnyKey = (json: Given, ...keys: readonly string[]): Expression =>
  infix(operandOf(json, 'hasAnyKey'), '?|', pathOf(keys, 'hasAnyKey'))
export const hasAllKeys = (json: Given, ...keys: readonly string[]): Expression =>
  infix(operandOf(json, 'hasAllKeys'), '?&', pathOf(keys, 'hasAllKeys'))

/** `jsonBuildObject({ id: o.id, name: c.name })`: an object of what the expressions give. */
export const jsonBuildObject = (entries: { readonly [key: string]: Given }) =>
  call('json_build_object', ...entriesOf(entries, 'jsonBuildObject'))
export const jsonbBuildObject = (entries: { readonly [key: string]: Given }) =>
  call('jsonb_build_object', ...entriesOf(entries, 'jsonbBuildObject'))
export const jsonBuildArray = (...values: readonly Given[]) =>
  call('json_build_array', ...values.map(value => ofAnyType(value, 'jsonBuildArray')))
export const jsonbBuildArray = (...values: readonly Given[]) =>
  call('jsonb_build_array', ...values.map(value => ofAnyType(value, 'jsonbBuildArray')))
export const toJson = (value: Given) => call('to_json', ofAnyType(value, 'toJson'))
export const toJsonb = (value: Given) => call('to_jsonb', ofAnyType(value, 'toJsonb'))

/** Puts a value at the end of a path; `create: false` leaves out what is not there yet. */
export function jsonbSet(
  json: Given,
  path: readonly (string | number)[],
  value: Given,
  { create }: { readonly create?: boolean } = {},
) {
  const [at, put] = [pathOf(path, 'jsonbSet'), toJsonb(value)]
  return create === undefined ? call('jsonb_set', json, at, put) : call('jsonb_set', json, at, put, create)
}
/** Puts a value into an array, before the place that the path leads to or after it. */
export const jsonbInsert = (json: Given, path: readonly (string | number)[], value: Given, after = false) =>
  call('jsonb_insert', json, pathOf(path, 'jsonbInsert'), toJsonb(value), after)
/** Without a key, or without the element at an index: `-`. */
export const jsonbWithout = (json: Given, key: Given): Expression =>
  infix(operandOf(json, 'jsonbWithout'), '-', keyOf(key, 'jsonbWithout'))
/** Without what is at the end of a path: `#-`. */
export const jsonbWithoutPath = (json: Given, ...path: readonly (string | number)[]): Expression =>
  infix(operandOf(json, 'jsonbWithoutPath'), '#-', pathOf(path, 'jsonbWithoutPath'))
/** Without keys whose values are null, at any depth. */
export const jsonbStripNulls = (json: Given) => call('jsonb_strip_nulls', json)
export const jsonbTypeof = (json: Given) => call('jsonb_typeof', json)
export const jsonbArrayLength = (json: Given) => call('jsonb_array_length', json)
export const jsonbPretty = (json: Given) => call('jsonb_pretty', json)

/** Whether a path of the language SQL/JSON finds something: `jsonbPathExists(d.data, '$.lines[*] ? (@.price > $max)', { max: 5 })`. */
export const jsonbPathExists = (json: Given, path: Given, variables?: Json) =>
  call('jsonb_path_exists', json, ...searchOf(path, variables))
/** The first thing that a path finds. */
export const jsonbPathQueryFirst = (json: Given, path: Given, variables?: Json) =>
  call('jsonb_path_query_first', json, ...searchOf(path, variables))
/** All things that a path finds, as an array. */
export const jsonbPathQueryArray = (json: Given, path: Given, variables?: Json) =>
  call('jsonb_path_query_array', json, ...searchOf(path, variables))

/** A path of SQL/JSON and its variables, as arguments. */
export const searchOf = (path: Given, variables: Json | undefined): readonly Expression[] =>
  variables === undefined ? [cast(path, 'jsonpath')] : [cast(path, 'jsonpath'), jsonb(variables)]

const keyOf = (key: Given, place: string): Expression =>
  typeof key === 'number' || typeof key === 'bigint' ? integer(key, place) : ofAnyType(key, place)

function pathOf(path: readonly (string | number)[], place: string): Expression {
  if (Array.isArray(path) && path.length > 0) return array(...path.map(String))
  throw new VantageError(`${place}() takes keys, one after the other`, { kind: 'invalid' })
}

const entriesOf = (entries: { readonly [key: string]: Given }, place: string): readonly Expression[] =>
  Object.entries(entries).flatMap(([key, value]) => [ofAnyType(key, place), ofAnyType(value, `${place}(): ${key}`)])
