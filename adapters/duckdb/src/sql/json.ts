import { operandOf } from '@vantage-ts/sql/build'
import { call, type Expression, type Given, infix } from './speech.ts'

// Source: https://duckdb.org/docs/stable/data/json/json_functions

/** What is at the end of a path or under a key, as JSON: `->`. */
export const jsonGet = (of: Given, path: Given): Expression =>
  infix(operandOf(of, 'jsonGet'), '->', operandOf(path, 'jsonGet'))
/** The same as text: `->>`. */
export const jsonGetText = (of: Given, path: Given): Expression =>
  infix(operandOf(of, 'jsonGetText'), '->>', operandOf(path, 'jsonGetText'))
export const jsonExtract = (of: Given, path: Given) => call('json_extract', of, path)
export const jsonExtractString = (of: Given, path: Given) => call('json_extract_string', of, path)
export const jsonType = (of: Given) => call('json_type', of)
export const jsonKeys = (of: Given) => call('json_keys', of)
export const jsonArrayLength = (of: Given) => call('json_array_length', of)
export const jsonContains = (of: Given, part: Given) => call('json_contains', of, part)
export const jsonValid = (text: Given) => call('json_valid', text)
/** Any value as JSON. */
export const toJson = (value: Given) => call('to_json', value)
/** `jsonObject({ id: o.id })`: an object of what the expressions give. */
export const jsonObject = (entries: { readonly [key: string]: Given }) =>
  call('json_object', ...Object.entries(entries).flat())
export const jsonArray = (...values: readonly Given[]) => call('json_array', ...values)
export const jsonGroupArray = (of: Given) => call('json_group_array', of)
export const jsonGroupObject = (key: Given, of: Given) => call('json_group_object', key, of)
export const jsonMergePatch = (of: Given, patch: Given) => call('json_merge_patch', of, patch)
