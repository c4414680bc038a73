import type { Json } from '@vantage-ts/core'
import { RowsCall } from '@vantage-ts/sql/build'
import { ofAnyType } from './any-value.ts'
import { searchOf } from './json.ts'
import { call, type Given } from './speech.ts'
import { intervalOf } from './intervals.ts'

// Functions that give rows: to read from with `asRows('t', ['name'])`, or as a column, which repeats its row.
// Source: https://www.postgresql.org/docs/current/functions-srf.html

const rows = (name: string, ...args: readonly unknown[]): RowsCall<'postgres'> =>
  new RowsCall<'postgres'>(call(name, ...args))

/** From one number or moment to another. `step`: a number, or a length of time, which moments need. */
export const generateSeries = (from: Given, to: Given, step?: Given) =>
  step === undefined
    ? rows('generate_series', from, to)
    : rows('generate_series', from, to, intervalOf(step, 'generateSeries'))
/** The elements of an array; of several, side by side. */
export const unnest = (...arrays: readonly Given[]) => rows('unnest', ...arrays)
export const jsonbArrayElements = (json: Given) => rows('jsonb_array_elements', json)
export const jsonbArrayElementsText = (json: Given) => rows('jsonb_array_elements_text', json)
/** Keys and values. */
export const jsonbEach = (json: Given) => rows('jsonb_each', json)
export const jsonbEachText = (json: Given) => rows('jsonb_each_text', json)
export const jsonbObjectKeys = (json: Given) => rows('jsonb_object_keys', json)
/** An object as a row of columns that `asRows` names with their types. */
export const jsonbToRecord = (json: Given) => rows('jsonb_to_record', json)
/** An array of objects as rows. */
export const jsonbToRecordset = (json: Given) => rows('jsonb_to_recordset', json)
/** What a path of SQL/JSON finds. */
export const jsonbPathQuery = (json: Given, path: Given, variables?: Json) =>
  rows('jsonb_path_query', json, ...searchOf(path, variables))
/** What a regular expression finds, each with its groups as an array. */
export const regexpMatches = (text: Given, pattern: Given, flags: Given = 'g') =>
  rows('regexp_matches', text, pattern, ofAnyType(flags, 'regexpMatches'))
/** The parts of a text between what a regular expression finds. */
export const regexpSplitToTable = (text: Given, pattern: Given) => rows('regexp_split_to_table', text, pattern)
export const stringToTable = (text: Given, separator: Given) => rows('string_to_table', text, separator)
