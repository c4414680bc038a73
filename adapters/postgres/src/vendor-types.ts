/** Object ids of the types that every PostgreSQL has; the same in all versions. */
const oids = {
  bool: 16,
  bytea: 17,
  char: 18,
  name: 19,
  int8: 20,
  int2: 21,
  int4: 23,
  text: 25,
  oid: 26,
  json: 114,
  xml: 142,
  float4: 700,
  float8: 701,
  unknown: 705,
  bpchar: 1042,
  varchar: 1043,
  date: 1082,
  time: 1083,
  timestamp: 1114,
  timestamptz: 1184,
  interval: 1186,
  timetz: 1266,
  numeric: 1700,
  uuid: 2950,
  jsonb: 3802,
} as const

/** A type that is built in. */
export type VendorType = keyof typeof oids

/** The first object id of types that users and extensions make: enums, citext, hstore, … */
const firstMadeType = 16_384

const arrays: { readonly [arrayOid: number]: VendorType } = {
  199: 'json',
  1000: 'bool',
  1001: 'bytea',
  1002: 'char',
  1003: 'name',
  1005: 'int2',
  1007: 'int4',
  1009: 'text',
  1014: 'bpchar',
  1015: 'varchar',
  1016: 'int8',
  1021: 'float4',
  1022: 'float8',
  1028: 'oid',
  1115: 'timestamp',
  1182: 'date',
  1183: 'time',
  1185: 'timestamptz',
  1187: 'interval',
  1231: 'numeric',
  2951: 'uuid',
  3807: 'jsonb',
}

/** Tells whether the text of a vendor type, by its object id, is one that a storage reads. */
export type Reads = (typeOid: number) => boolean

/** Reads these built-in types; a domain over one counts as that type. */
export function readsTypes(...types: readonly VendorType[]): Reads {
  const known: ReadonlySet<number> = new Set(types.map(type => oids[type]))
  return typeOid => known.has(typeOid)
}

/** Reads these types, and all that users and extensions make, whose text is any text. */
export function readsTypesAndMade(...types: readonly VendorType[]): Reads {
  const reads = readsTypes(...types)
  return typeOid => typeOid >= firstMadeType || reads(typeOid)
}

/** Reads arrays whose items are read by `item`. */
export const readsArraysOf =
  (item: Reads): Reads =>
  typeOid => {
    const itemType = arrays[typeOid]
    return itemType === undefined ? typeOid >= firstMadeType : item(oids[itemType])
  }

const names: ReadonlyMap<number, string> = new Map(Object.entries(oids).map(([name, typeOid]) => [typeOid, name]))

/** The name of a built-in type by its object id: `int4`, `text[]`; a description of any other. */
export function vendorTypeName(typeOid: number): string {
  const item = arrays[typeOid]
  if (item !== undefined) return `${item}[]`
  return names.get(typeOid) ?? `of the type with object id ${typeOid}`
}

/** A cell of a vendor type that the storage of its column does not read: the storage refuses it and names the type. */
export class ForeignCell {
  readonly vendorType: string
  constructor(typeOid: number) {
    this.vendorType = vendorTypeName(typeOid)
  }
}
