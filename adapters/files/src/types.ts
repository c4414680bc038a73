import {
  type Storage,
  type StorageTable,
  textStorages,
  type Type,
  unchecked,
  type UsualRaw,
} from '@vantage-ts/core/adapter'

/** Cells are texts or null, so what reads a text needs nothing around it: a scan decodes millions. */
const ofText = (type: Type<unknown>): Storage => ({
  name: 'text',
  encode: type.toText,
  decode: unchecked<(raw: unknown) => unknown>(type.fromText, 'a scan gives texts only'),
})

/** The same for types whose plainest spellings a scan reads itself. */
const ofValue =
  (usual: UsualRaw) =>
  (type: Type<unknown>): Storage => ({
    ...ofText(type),
    decode: raw => (typeof raw === 'string' ? type.fromText(raw) : raw),
    usual,
  })

/** A file holds text: every type in its exact canonical form, as `Type.toText` writes it. Nothing in a field is null. */
export const storages = {
  ...textStorages,
  // Malformed text fails the scan itself, so no cell need be looked through.
  text: { name: 'text', guard: raw => typeof raw === 'string', usual: 'text' },
  int: ofValue('whole'),
  bigint: ofText,
  float: ofValue('finite'),
  bool: ofValue('truth'),
  decimal: ofText,
} satisfies StorageTable

/** Names of the types a column may have. */
export type CsvTypeName =
  | 'text'
  | 'int'
  | 'bigint'
  | 'float'
  | 'bool'
  | 'uuid'
  | 'decimal'
  | 'instant'
  | 'instantMs'
  | 'instantNs'
  | 'plainDate'
  | 'plainTime'
  | 'plainDateTime'
  | 'duration'
  | 'period'
  | 'bytes'
  | 'json'
  | 'geometry'
  | 'enum'
  | 'array'
