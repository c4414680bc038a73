import type { ParameterSlot } from '@vantage-ts/core/adapter'
import type { ListForm, ListItem } from '@vantage-ts/sql'
import { bareArrayText, quotedArrayText } from './array-text.ts'
import type { PostgresStorage } from './storage.ts'
import type { WireValue } from './wire-query.ts'

// One parameter holds a list of any length. How PostgreSQL searches it depends on types: it makes a hash of an array whose items
// have the very type of the column, and else goes through the array for every row, a hundred times slower with a thousand values.
// So whole numbers are bound without a type, and take that of the column, be it int2, int4 or int8. Numbers that such a column
// cannot hold would fail then, instead of matching nothing: for those there is a second text, with a sub-query.

const isInt = ({ type, storage }: ListItem): boolean => type.name === 'int' && storage.cast === 'int8'

const arrayOf = (sql: string, item: ListItem): string => {
  const { cast } = item.storage
  // The items of an array of arrays would be those of the inner ones.
  if (item.type.name === 'array') return `(SELECT item::${cast} FROM unnest(${sql}::text[]) AS item)`
  return cast === undefined || isInt(item) ? `(${sql})` : `(${sql}::${cast}[])`
}

const encode: NonNullable<ListForm['encode']> = (items, { storage }) => {
  const { isBare }: PostgresStorage = storage
  return isBare === true ? bareArrayText(items) : quotedArrayText(items)
}

/** Lists as arrays, which indexes and hashes search. */
export const narrowLists: ListForm = {
  in: (left, list, item) => `${left} = ANY${arrayOf(list, item)}`,
  notIn: (left, list, item) => `${left} <> ALL${arrayOf(list, item)}`,
  encode,
}

/** The same, with whole numbers of 64 bits whatever the column holds. */
export const wideLists: ListForm = {
  in: (left, list, item) =>
    isInt(item) ? `${left} IN (SELECT unnest(${list}::int8[]))` : narrowLists.in(left, list, item),
  notIn: (left, list, item) =>
    isInt(item) ? `${left} NOT IN (SELECT unnest(${list}::int8[]))` : narrowLists.notIn(left, list, item),
  encode,
}

/** Positions of the parameters that are lists of whole numbers. */
export type IntLists = readonly number[]

export const intLists = (slots: readonly ParameterSlot[]): IntLists =>
  slots.flatMap(({ typeName }, index) => (typeName === 'int[]' ? [index] : []))

/** Nine digits fit into an int4, four into an int2; more may not. */
const beyond = { int4: /\d{10}/, int2: /\d{5}/ } as const

/** Whether a list holds numbers that a column of this type may not hold. */
export const mayExceed = (values: readonly WireValue[], lists: IntLists, type: keyof typeof beyond): boolean =>
  lists.some(index => beyond[type].test(String(values[index])))
