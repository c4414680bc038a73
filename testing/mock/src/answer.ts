import {
  objectOf,
  type Statement,
  type Storage,
  type StorageTable,
  storageOf,
  suggest,
  type Type,
  unchecked,
  VantageError,
} from '@vantage-ts/core/adapter'
import { anyNode } from './any-node.ts'

/** What a statement gives back, column by column. */
export interface AnswerColumn {
  readonly name: string
  readonly type: Type<unknown>
  readonly storage: Storage
  readonly isNullable: boolean
}

/** What an expectation says, before it is known for which statement. */
export type Said =
  | { readonly kind: 'rows'; readonly rows: Given<readonly object[]> }
  | { readonly kind: 'value'; readonly value: Given<unknown> }
  | { readonly kind: 'values'; readonly values: Given<readonly unknown[]> }
  | { readonly kind: 'count'; readonly count: Given<number> }

/** Given once, or made anew for each call. */
export type Given<T> = T | (() => T)

export const givenNow = <T>(given: Given<T>): T =>
  typeof given === 'function'
    ? unchecked<() => T>(given, 'a value that is a function is no value of any type')()
    : given

/** The columns of a statement's answer; undefined for vendor text, whose rows nobody declared. */
export function answerColumns(
  statement: Statement,
  storages: StorageTable,
  source: string,
): readonly AnswerColumn[] | undefined {
  if (statement.kind === 'raw') return undefined
  if (statement.kind !== 'select')
    return statement.returning.map(({ property, type, storage, isNullable }) => ({
      name: property,
      type,
      storage,
      isNullable,
    }))
  return statement.columns.map(({ name, node }) => {
    const any = anyNode(node)
    return {
      name,
      type: any.type,
      storage: any.storage ?? storageOf(storages, any.type, source),
      isNullable: any.isNullable,
    }
  })
}

/**
 * A row as it is stored. `place` names it in errors: `row 2 of the answer to "select …"`.
 *
 * Errors: `invalid` for a column that there is not, `type-mismatch` for a value that is none of its column.
 */
export function storedRow(row: unknown, columns: readonly AnswerColumn[], place: () => string): unknown[] {
  const fields = objectOf(row)
  if (fields === undefined || Array.isArray(row))
    throw new VantageError(`${place()} is no object of columns, such as { ${columns[0]?.name ?? 'id'}: … }`, {
      kind: 'invalid',
    })
  for (const name of Object.keys(fields))
    if (!columns.some(column => column.name === name))
      throw new VantageError(
        `${place()} has a field "${name}", which the statement does not read.${suggest(
          name,
          columns.map(column => column.name),
        )}`,
        { kind: 'invalid', details: { field: name } },
      )
  const stored: unknown[] = new Array(columns.length)
  for (let index = 0; index < columns.length; index++) {
    const column = columns[index]
    if (column !== undefined) stored[index] = storedCell(fields[column.name], column, place)
  }
  return stored
}

/** A value as it is stored. Errors: as `storedRow`. */
export function storedCell(value: unknown, column: AnswerColumn, place: () => string): unknown {
  const { name, type, storage, isNullable } = column
  if (value === null || value === undefined) {
    if (isNullable) return null
    throw mismatch(`${place()}: "${name}" must be ${type.name}, and is ${value === null ? 'null' : 'missing'}`, name)
  }
  const problem = type.problem(value)
  if (problem !== undefined) throw mismatch(`${place()}: "${name}" ${problem}`, name)
  const exact: unknown = type.canonical === undefined ? value : type.canonical(value)
  return storage.encode === undefined ? exact : storage.encode(exact)
}

const mismatch = (reason: string, field: string): VantageError =>
  new VantageError(reason, { kind: 'type-mismatch', details: { field } })

/** A stored cell as its value. */
export const valueFrom = (raw: unknown, storage: Storage): unknown =>
  raw === null || raw === undefined ? null : storage.decode === undefined ? raw : storage.decode(raw)
