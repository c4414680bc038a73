import type { TypeDefinition } from '@vantage-ts/core/dynamic'

/** A row of pg_type, as far as it tells what its values are. */
export interface CatalogType {
  readonly oid: number
  readonly name: string
  readonly isBuiltIn: boolean
  /** `b` base, `d` domain, `e` enum, and others. */
  readonly kind: string
  /** What a domain is made of. */
  readonly base: number
  readonly modifier: number
  readonly isRequired: boolean
  readonly hasDefault: boolean
  /** What an array has items of. */
  readonly item: number | null
  readonly labels: readonly string[] | null
}

/** What a column holds. */
export interface GlueType {
  readonly type: TypeDefinition | undefined
  /** A domain refuses null. */
  readonly isRequired: boolean
  /** A domain brings a default along. */
  readonly hasDefault: boolean
  /** Text of the extension citext, which compares without case. */
  readonly isFolded: boolean
}

/** Built-in types that the storages of this adapter read, by their name. */
const builtIn: { readonly [name: string]: TypeDefinition } = {
  int2: { type: 'int' },
  int4: { type: 'int' },
  int8: { type: 'bigint' },
  oid: { type: 'int' },
  numeric: { type: 'decimal' },
  float4: { type: 'float' },
  float8: { type: 'float' },
  bool: { type: 'bool' },
  uuid: { type: 'uuid' },
  text: { type: 'text' },
  varchar: { type: 'text' },
  bpchar: { type: 'text' },
  char: { type: 'text' },
  name: { type: 'text' },
  xml: { type: 'text' },
  timestamptz: { type: 'instant' },
  timestamp: { type: 'plainDateTime' },
  date: { type: 'plainDate' },
  time: { type: 'plainTime' },
  interval: { type: 'duration' },
  bytea: { type: 'bytes' },
  json: { type: 'json' },
  jsonb: { type: 'json' },
}

/** Finds the type of Vantage for a type of the catalog: domains stand for what they are made of. */
export function glueType(types: ReadonlyMap<number, CatalogType>, oid: number, modifier: number): GlueType {
  const known = types.get(oid)
  if (known === undefined) return unknown
  const { kind, base, isRequired, hasDefault, item, labels } = known
  if (kind === 'd') {
    const inner = glueType(types, base, known.modifier)
    return {
      ...inner,
      isRequired: isRequired || inner.isRequired,
      hasDefault: hasDefault || inner.hasDefault,
    }
  }
  const isFolded = !known.isBuiltIn && known.name === 'citext'
  const plain = { isRequired: false, hasDefault: false, isFolded }
  if (kind === 'e') return { ...plain, type: labels === null ? undefined : { type: 'enum', members: labels } }
  if (item !== null) {
    const { type } = glueType(types, item, modifier)
    return { ...plain, type: type === undefined ? undefined : { type: 'array', item: type } }
  }
  if (isFolded) return { ...plain, type: { type: 'text' } }
  if (!known.isBuiltIn || !Object.hasOwn(builtIn, known.name)) return unknown
  return { ...plain, type: known.name === 'numeric' ? boundedDecimal(modifier) : builtIn[known.name] }
}

const unknown: GlueType = { type: undefined, isRequired: false, hasDefault: false, isFolded: false }

/**
 * `numeric(12, 2)` keeps its bounds in the modifier of the column. A scale below zero or above the precision, which
 * PostgreSQL knows, is no bound of a decimal.
 *
 * Source: numeric_typmod_precision and numeric_typmod_scale in src/backend/utils/adt/numeric.c
 */
function boundedDecimal(modifier: number): TypeDefinition {
  if (modifier < 4) return { type: 'decimal' }
  const precision = ((modifier - 4) >> 16) & 0xffff
  const scale = (((modifier - 4) & 0x7ff) ^ 1024) - 1024
  return scale < 0 || scale > precision ? { type: 'decimal' } : { type: 'decimal', precision, scale }
}
