import type { Json } from '@vantage-ts/core'
import { VantageError } from '@vantage-ts/core/adapter'
import { type Call, operandOf } from '@vantage-ts/sql/build'
import { call, type Expression, type Given, infix } from './speech.ts'

// Source: https://sqlite.org/json1.html

/** What is put at the end of paths: `{ '$.colour': 'red', '$.lines[#]': 3 }`. */
export interface ByPath {
  readonly [path: string]: Given
}

/** Text of JSON as JSON, without spaces. Errors, when it runs: of malformed text. */
export const json = (text: Given) => call('json', text)
/** The same in the binary form, which functions of JSON take too. */
export const jsonb = (text: Given) => call('jsonb', text)
/** A value as JSON, bound: `jsonValue({ colour: 'red', isNew: true })`. SQLite has no other way to say true. */
export function jsonValue(value: Json): Call<'sqlite'> {
  const text: unknown = JSON.stringify(value)
  if (typeof text === 'string') return call('json', text)
  throw new VantageError('jsonValue() takes a value of JSON', { kind: 'invalid' })
}

/** What is under a key, at an index from 0 or at the end of a path, as JSON: `->`. */
export const jsonGet = (of: Given, key: Given): Expression =>
  infix(operandOf(of, 'jsonGet'), '->', operandOf(key, 'jsonGet'))
/** The same as a value of SQL: `->>`. */
export const jsonGetText = (of: Given, key: Given): Expression =>
  infix(operandOf(of, 'jsonGetText'), '->>', operandOf(key, 'jsonGetText'))
/** What is at the end of a path, as a value of SQL; of several paths, an array of JSON. */
export const jsonExtract = (of: Given, ...paths: readonly Given[]) =>
  call('json_extract', of, ...pathsOf(paths, 'jsonExtract'))
export const jsonbExtract = (of: Given, ...paths: readonly Given[]) =>
  call('jsonb_extract', of, ...pathsOf(paths, 'jsonbExtract'))

/** `jsonObject({ id: o.id, name: c.name })`: an object of what the expressions give. */
export const jsonObject = (entries: { readonly [key: string]: Given }) => call('json_object', ...flat(entries))
export const jsonbObject = (entries: { readonly [key: string]: Given }) => call('jsonb_object', ...flat(entries))
export const jsonArray = (...values: readonly Given[]) => call('json_array', ...values)
export const jsonbArray = (...values: readonly Given[]) => call('jsonb_array', ...values)
/** A value of SQL as one of JSON: text gets quotes. */
export const jsonQuote = (value: Given) => call('json_quote', value)

const changing = (name: string, place: string) => (of: Given, values: ByPath) =>
  call(name, of, ...byPath(values, place))
/** Puts values at the end of paths, whether there is something or not. */
export const jsonSet = changing('json_set', 'jsonSet')
export const jsonbSet = changing('jsonb_set', 'jsonbSet')
/** Puts them only where nothing is. `$.lines[#]` is the place after the last element. */
export const jsonInsert = changing('json_insert', 'jsonInsert')
export const jsonbInsert = changing('jsonb_insert', 'jsonbInsert')
/** Puts them only where something is. */
export const jsonReplace = changing('json_replace', 'jsonReplace')
export const jsonbReplace = changing('jsonb_replace', 'jsonbReplace')
/** Without what is at the end of paths. */
export const jsonRemove = (of: Given, ...paths: readonly Given[]) =>
  call('json_remove', of, ...pathsOf(paths, 'jsonRemove'))
export const jsonbRemove = (of: Given, ...paths: readonly Given[]) =>
  call('jsonb_remove', of, ...pathsOf(paths, 'jsonbRemove'))
/** Joins an object into another: its keys win, and those that are null go. */
export const jsonPatch = (of: Given, patch: Given) => call('json_patch', of, patch)
export const jsonbPatch = (of: Given, patch: Given) => call('jsonb_patch', of, patch)

/** 1 where the text is JSON, else 0. */
export const jsonValid = (text: Given) => call('json_valid', text)
/** Where malformed JSON breaks, from 1; 0 where it does not. */
export const jsonErrorPosition = (text: Given) => call('json_error_position', text)
/** `null`, `true`, `false`, `integer`, `real`, `text`, `array` or `object`. */
export const jsonType = (of: Given, path?: Given) => atPath('json_type', 'jsonType', of, path)
/** How many elements an array has. */
export const jsonArrayLength = (of: Given, path?: Given) => atPath('json_array_length', 'jsonArrayLength', of, path)
/** JSON over several lines. */
export const jsonPretty = (of: Given) => call('json_pretty', of)

/** An array of the values of rows. */
export const jsonGroupArray = (of: Given) => call('json_group_array', of)
export const jsonbGroupArray = (of: Given) => call('jsonb_group_array', of)
/** An object of the keys and values of rows. */
export const jsonGroupObject = (key: Given, of: Given) => call('json_group_object', key, of)
export const jsonbGroupObject = (key: Given, of: Given) => call('jsonb_group_object', key, of)

const atPath = (name: string, place: string, of: Given, path: Given | undefined): Call<'sqlite'> =>
  path === undefined ? call(name, of) : call(name, of, pathOf(path, place))

/** A path, bound. Errors: `invalid` for text that is none, which SQLite refuses only when it runs. */
export function pathOf(path: Given, place: string): Given {
  if (typeof path !== 'string' || path.startsWith('$')) return path
  throw new VantageError(`${place}(): "${path}" is no path of JSON; one begins with $, as in $.lines[0].price`, {
    kind: 'invalid',
    details: { field: path },
  })
}

function pathsOf(paths: readonly Given[], place: string): readonly Given[] {
  if (paths.length > 0) return paths.map(path => pathOf(path, place))
  throw new VantageError(`${place}() takes at least one path, such as $.lines[0].price`, { kind: 'invalid' })
}

function byPath(values: ByPath, place: string): readonly Given[] {
  const entries = Object.entries(Object(values) as ByPath)
  if (entries.length === 0)
    throw new VantageError(`${place}() takes values by path: { '$.colour': 'red' }`, { kind: 'invalid' })
  return entries.flatMap(([path, value]) => [pathOf(path, place), operandOf(value, `${place}(): ${path}`)])
}

const flat = (entries: { readonly [key: string]: Given }): readonly Given[] => Object.entries(entries).flat()
