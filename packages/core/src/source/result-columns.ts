import { ColumnNode } from '../expression/node.ts'
import type { Statement } from '../expression/statement.ts'
import type { Storage } from '../types/storage.ts'
import type { Type } from '../types/type.ts'
import type { ResultColumn } from './decoder.ts'

/** The columns of what a statement gives back. */
export function resultColumns(
  statement: Statement,
  storageOf: (type: Type<unknown>) => Storage,
): readonly ResultColumn[] {
  if (statement.kind === 'select')
    return statement.columns.map(({ name, node }) => ({
      name,
      type: node.type,
      storage: node.storage ?? storageOf(node.type),
      isNullable: node.isNullable,
      isId: node instanceof ColumnNode && node.column.isId,
    }))
  if (statement.kind !== 'raw')
    return statement.returning.map(({ property, type, storage, isNullable, isId }) => ({
      name: property,
      type,
      storage,
      isNullable,
      isId,
    }))
  return []
}
