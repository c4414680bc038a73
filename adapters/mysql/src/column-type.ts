import type { TypeDefinition } from '@vantage-ts/core/dynamic'

/** A column as the catalog tells of it. */
export interface CatalogColumn {
  /** `decimal` */
  readonly dataType: string
  /** `decimal(10,2) unsigned` */
  readonly columnType: string
  readonly precision: number | null
  readonly scale: number | null
  /** Text of which MariaDB checks that it is JSON: its type for JSON is that. */
  readonly isJson: boolean
}

const plain: { readonly [dataType: string]: TypeDefinition } = {
  smallint: { type: 'int' },
  mediumint: { type: 'int' },
  int: { type: 'int' },
  year: { type: 'int' },
  bigint: { type: 'bigint' },
  float: { type: 'float' },
  double: { type: 'float' },
  uuid: { type: 'uuid' },
  inet4: { type: 'text' },
  inet6: { type: 'text' },
  char: { type: 'text' },
  varchar: { type: 'text' },
  tinytext: { type: 'text' },
  text: { type: 'text' },
  mediumtext: { type: 'text' },
  longtext: { type: 'text' },
  set: { type: 'text' },
  timestamp: { type: 'instant' },
  datetime: { type: 'plainDateTime' },
  date: { type: 'plainDate' },
  time: { type: 'plainTime' },
  binary: { type: 'bytes' },
  varbinary: { type: 'bytes' },
  tinyblob: { type: 'bytes' },
  blob: { type: 'bytes' },
  mediumblob: { type: 'bytes' },
  longblob: { type: 'bytes' },
  json: { type: 'json' },
}

/**
 * The type of Vantage for a column: `tinyint(1)` -> bool, `enum('a','b')` -> its members.
 *
 * Shape: `undefined` for what no storage of this adapter reads: bits, geometries, vectors.
 */
export function columnType({
  dataType,
  columnType: whole,
  precision,
  scale,
  isJson,
}: CatalogColumn): TypeDefinition | undefined {
  if (isJson) return { type: 'json' }
  switch (dataType) {
    case 'tinyint':
      return /^tinyint\(1\)$/.test(whole) ? { type: 'bool' } : { type: 'int' }
    case 'decimal':
      return precision === null || scale === null ? { type: 'decimal' } : { type: 'decimal', precision, scale }
    case 'enum':
      return { type: 'enum', members: membersIn(whole) }
    default:
      return Object.hasOwn(plain, dataType) ? plain[dataType] : undefined
  }
}

/** `enum('a','it''s')` -> a, it's. */
const membersIn = (whole: string): readonly string[] =>
  [...whole.matchAll(/'((?:[^']|'')*)'/g)].map(([, member = '']) => member.replaceAll("''", "'"))
