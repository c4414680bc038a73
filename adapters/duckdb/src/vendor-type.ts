import type { TypeDefinition } from '@vantage-ts/core/dynamic'

/** Vendor types by name, each with the type that holds all its values, or refuses the few that it does not. */
const plain: { readonly [vendorType: string]: TypeDefinition } = {
  BOOLEAN: { type: 'bool' },
  TINYINT: { type: 'int' },
  SMALLINT: { type: 'int' },
  INTEGER: { type: 'int' },
  UTINYINT: { type: 'int' },
  USMALLINT: { type: 'int' },
  UINTEGER: { type: 'int' },
  BIGINT: { type: 'bigint' },
  FLOAT: { type: 'float' },
  DOUBLE: { type: 'float' },
  VARCHAR: { type: 'text' },
  JSON: { type: 'json' },
  UUID: { type: 'uuid' },
  BLOB: { type: 'bytes' },
  DATE: { type: 'plainDate' },
  TIME: { type: 'plainTime' },
  TIMESTAMP: { type: 'plainDateTime' },
  'TIMESTAMP WITH TIME ZONE': { type: 'instant' },
  TIMESTAMP_NS: { type: 'instantNs' },
  INTERVAL: { type: 'duration' },
}

/** The type of a column by the name that DuckDB gives its own: `DECIMAL(10,2)`, `ENUM('a', 'b')`, `INTEGER[]`. */
export function vendorType(name: string): TypeDefinition | undefined {
  if (Object.hasOwn(plain, name)) return plain[name]
  if (name.endsWith('[]')) {
    const item = vendorType(name.slice(0, -2))
    return item === undefined ? undefined : { type: 'array', item }
  }
  const [, precision, scale] = /^DECIMAL\((\d+),(\d+)\)$/.exec(name) ?? []
  if (precision !== undefined) return { type: 'decimal', precision: Number(precision), scale: Number(scale) }
  if (name.startsWith('ENUM(')) return { type: 'enum', members: membersOf(name) }
  return undefined
}

const membersOf = (name: string): readonly string[] =>
  [...name.matchAll(/'((?:[^']|'')*)'/g)].map(([, member = '']) => member.replaceAll("''", "'"))
