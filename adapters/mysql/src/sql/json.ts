import { VantageError } from '@vantage-ts/core/adapter'
import { operandOf, Words } from '@vantage-ts/sql/build'
import { pathOf, pathsOf } from './path.ts'
import { mysqlLanguage } from './language.ts'
import { call, type Expression, type Given } from './speech.ts'

// Source: https://dev.mysql.com/doc/refman/8.4/en/json-functions.html, https://mariadb.com/kb/en/json-functions/

/** What is put at the end of paths: `{ '$.colour': 'red' }`. */
export interface ByPath {
  readonly [path: string]: Given
}

/** What is at the end of a path, as JSON; of several paths, an array. */
export const jsonExtract = (of: Given, ...paths: readonly Given[]) =>
  call('json_extract', of, ...pathsOf(paths, 'jsonExtract'))
/**
 * A text, number or truth value at the end of a path, as a value of SQL; null for what is an array or object, which MySQL gives as text.
 *
 * MySQL takes no path that is bound: a path without quotes and backslashes stands in the text.
 */
export const jsonValue = (of: Given, path: Given): Expression =>
  typeof path === 'string' && /^\$[^'"`\\?]*$/.test(path)
    ? new Words<'mysql'>(['json_value(', `, '${path}')`], [operandOf(of, 'jsonValue')], mysqlLanguage)
    : call('json_value', of, pathOf(path, 'jsonValue'))
/** A text of JSON without its quotes. */
export const jsonUnquote = (of: Given) => call('json_unquote', of)
/** A text as one of JSON, in quotes. */
export const jsonQuote = (text: Given) => call('json_quote', text)
/** `jsonObject({ id: o.id, name: c.name })`: an object of what the expressions give. */
export const jsonObject = (entries: { readonly [key: string]: Given }) =>
  call('json_object', ...Object.entries(entries).flat())
export const jsonArray = (...values: readonly Given[]) => call('json_array', ...values)

const changing = (name: string, place: string) => (of: Given, values: ByPath) => {
  const entries = Object.entries(Object(values) as ByPath)
  if (entries.length === 0)
    throw new VantageError(`${place}() takes values by path: { '$.colour': 'red' }`, { kind: 'invalid' })
  return call(
    name,
    of,
    ...entries.flatMap(([path, value]) => [pathOf(path, place), operandOf(value, `${place}(): ${path}`)]),
  )
}
/** Puts values at the end of paths, whether there is something or not. */
export const jsonSet = changing('json_set', 'jsonSet')
/** Puts them only where nothing is. */
export const jsonInsert = changing('json_insert', 'jsonInsert')
/** Puts them only where something is. */
export const jsonReplace = changing('json_replace', 'jsonReplace')
/** Puts them behind the last elements of arrays. */
export const jsonArrayAppend = changing('json_array_append', 'jsonArrayAppend')
/** Without what is at the end of paths. */
export const jsonRemove = (of: Given, ...paths: readonly Given[]) =>
  call('json_remove', of, ...pathsOf(paths, 'jsonRemove'))
/** Joins an object into another: its keys win, and those that are null go. */
export const jsonMergePatch = (of: Given, patch: Given) => call('json_merge_patch', of, patch)
/** Joins what both hold: arrays one after the other, members of objects by key. */
export const jsonMergePreserve = (of: Given, more: Given) => call('json_merge_preserve', of, more)

/** Whether it holds a JSON value, given as its text: `jsonContains(p.tags, '"red"')`. */
export const jsonContains = (of: Given, value: Given, path?: Given) =>
  path === undefined ? call('json_contains', of, value) : call('json_contains', of, value, pathOf(path, 'jsonContains'))
/** Whether there is something at the end of one of the paths, or of all. */
export const jsonContainsPath = (of: Given, which: 'one' | 'all', ...paths: readonly Given[]) =>
  call('json_contains_path', of, which, ...pathsOf(paths, 'jsonContainsPath'))
/** The keys of an object, as an array. */
export const jsonKeys = (of: Given, path?: Given) => atPath('json_keys', 'jsonKeys', of, path)
/** How many elements or members it has; 1 for a plain value. */
export const jsonLength = (of: Given, path?: Given) => atPath('json_length', 'jsonLength', of, path)
/** `OBJECT`, `ARRAY`, `INTEGER`, `STRING`, …. */
export const jsonType = (of: Given) => call('json_type', of)
/** 1 where the text is JSON, else 0. */
export const jsonValid = (text: Given) => call('json_valid', text)
/** How deep it nests. */
export const jsonDepth = (of: Given) => call('json_depth', of)
/** The path to a text, as JSON: of the first that is found, or of all. */
export const jsonSearch = (of: Given, which: 'one' | 'all', text: Given) => call('json_search', of, which, text)

const atPath = (name: string, place: string, of: Given, path: Given | undefined) =>
  path === undefined ? call(name, of) : call(name, of, pathOf(path, place))
