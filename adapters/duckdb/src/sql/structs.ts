import { VantageError } from '@vantage-ts/core/adapter'
import { checkedName, operandOf, Words } from '@vantage-ts/sql/build'
import { quoteIdentifier } from '@vantage-ts/sql'
import { duckdbLanguage } from './language.ts'
import { call, type Expression, type Given } from './speech.ts'

// Sources: https://duckdb.org/docs/stable/sql/data_types/struct, https://duckdb.org/docs/stable/sql/functions/map

/** Values under names: `struct({ id: o.id, total: o.total })`. */
export function struct(fields: { readonly [name: string]: Given }): Expression {
  const entries = Object.entries(fields)
  if (entries.length === 0) throw new VantageError('struct() takes at least one field', { kind: 'invalid' })
  const texts = entries.map(
    ([name], index) =>
      `${index === 0 ? 'struct_pack(' : ', '}${quoteIdentifier(checkedName(name, 'a field', 'struct'))} := `,
  )
  return new Words<'duckdb'>(
    [...texts, ')'],
    entries.map(([, value]) => operandOf(value, 'struct')),
    duckdbLanguage,
  )
}
/** The value under a name. */
export const field = (of: Given, name: string): Expression =>
  new Words<'duckdb'>(
    ['(', `).${quoteIdentifier(checkedName(name, 'a field', 'field'))}`],
    [operandOf(of, 'field')],
    duckdbLanguage,
  )

/** A map of two lists: keys and their values. */
export const map = (keys: Given, values: Given) => call('map', keys, values)
/** The value of a key; null where it is not there. */
export const mapExtract = (of: Given, key: Given) => call('map_extract_value', of, key)
export const mapKeys = (of: Given) => call('map_keys', of)
export const mapValues = (of: Given) => call('map_values', of)
