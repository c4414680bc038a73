import type { Dialect, Operand } from '@vantage-ts/sql'
import { aggregatesFor } from './aggregates.ts'
import { listsFor } from './list-form.ts'
import { operatorsFor } from './operators.ts'
import { quoteName } from './quote.ts'
import { raise } from './raise.ts'
import { type Flavor, type Variant, variants } from './server.ts'
import { mysqlTypes } from './types.ts'

/**
 * Rows whose id is there stay as they are; a clash of another unique column fails, as it would without this. `kept` makes the value of
 * an id that stays.
 */
export const skippingExisting =
  (kept: (id: string) => string) =>
  (ids: readonly string[], table: string): string => {
    const [id = ''] = ids
    const isSame = ids.map(name => `${table}.${name} <=> VALUES(${name})`).join(' AND ')
    const column = `${table}.${id}`
    return `ON DUPLICATE KEY UPDATE ${id} = CASE WHEN ${isSame} THEN ${kept(column)} ELSE ${raise('unique', column)} END`
  }

/** Text with an enum, and moments of two precisions, compare as they come. */
const align = (left: Operand, right: Operand): readonly [string, string] => [left.sql, right.sql]

export const dialectOf = (variant: Variant): Dialect => ({
  name: 'MySQL',
  storages: mysqlTypes,
  rows: 'arrays',
  placeholder: () => '?',
  repeatsPlaceholders: false,
  // The protocol counts them in 16 bits.
  maxParameters: 65_535,
  quote: quoteName,
  cast: variant.cast,
  constants: { true: 'TRUE', false: 'FALSE' },
  operators: operatorsFor(variant),
  aggregates: aggregatesFor(variant),
  list: listsFor(variant),
  nullsLast: (key, direction) => (direction === 'asc' ? `${key} IS NULL, ${key} ASC` : `${key} DESC`),
  collate: (sql, collation) => (collation === 'binary' ? `${sql} COLLATE ${variant.collation}` : sql),
  collatesKeys: true,
  sortKey: (sql, { name }) => (name === 'json' ? variant.jsonKey(sql) : undefined),
  align,
  window: (limit, offset) =>
    `LIMIT ${limit ?? '18446744073709551615'}${offset === undefined ? '' : ` OFFSET ${offset}`}`,
  skipExisting: skippingExisting(id => id),
  // MariaDB is told by its mode that all values of a row are computed before one is set.
  updatesByJoin: variant.flavor === 'mariadb' ? 'around' : 'assigned',
  lacksReadingTarget: variant.flavor === 'mysql',
  defaultValues: '() VALUES ()',
  insertsBare: true,
  lacksFullJoin: true,
  lacksCutMembers: true,
  lacksLateral: variant.flavor === 'mariadb',
  aliasesInserted: true,
  namesDeleted: true,
  lineComment: '#',
})

export const dialects: { readonly [Name in Flavor]: Dialect } = {
  mariadb: dialectOf(variants.mariadb),
  mysql: dialectOf(variants.mysql),
}
