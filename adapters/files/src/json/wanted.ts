import { type StoredColumn, storageOf } from '@vantage-ts/core/adapter'
import { jsonStorages } from '../types.ts'
import type { CellForm, WantedMember } from './record-reader.ts'

const forms: { readonly [typeName: string]: CellForm } = {
  text: 'text',
  enum: 'text',
  int: 'whole',
  float: 'finite',
  bool: 'truth',
  bigint: 'digits',
  decimal: 'digits',
  json: 'tree',
  array: 'list',
  geometry: 'object',
}

/** How the members of a column are wanted; a storage of its own is given what `JSON.parse` gives. */
export function formOf({ type, storage }: StoredColumn): CellForm {
  return storage === storageOf(jsonStorages, type, 'json') ? (forms[type.name] ?? 'text') : 'value'
}

export const wantedOf = (columns: readonly StoredColumn[]): readonly WantedMember[] =>
  columns.map(column => ({
    name: column.name,
    form: formOf(column),
    isRequired: column.isId,
    typeName: column.type.name,
  }))
