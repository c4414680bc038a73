import { type AnyNode, type Node, type Param, storageOf, type StoredColumn, type Type } from '@vantage-ts/core/adapter'
import { anyNode, type Inside } from './inside.ts'
import { madeRecord } from './made-record.ts'
import { rangeOf, recordOf } from './record-key.ts'
import { linkIn, plainStorage } from './record-link.ts'
import { type Place, rawText } from './scope.ts'
import { nullable, strict, sure, textOf, type Value } from './value.ts'

// Ids and links are compared as records where both sides can be: the engine finds a record by itself, and by the index on a
// field, but not by what a function makes of it in each row.

/** The place of a column of the rows; undefined for anything else. */
const ownPlace = (node: AnyNode, { scope }: Inside): Place | undefined =>
  node.kind === 'column' ? scope.own(node) : undefined

/** The table of the records that one of two operands gives; undefined where they cannot be compared as records. */
export function sharedTable(left: Node, right: Node, inside: Inside): string | undefined {
  if (!isOfOneType(left.type, right.type)) return undefined
  const [one, other] = [left, right].map(node => ownPlace(anyNode(node), inside)?.record)
  if (one !== undefined && other !== undefined && one.table !== other.table) return undefined
  return (one ?? other)?.table
}

const isWord = ({ name }: Type<unknown>): boolean => name === 'text' || name === 'enum'
export const isOfOneType = (one: Type<unknown>, other: Type<unknown>): boolean =>
  one.name === other.name || (isWord(one) && isWord(other))

/** Operands as records of a table; undefined for one that would have to be made a record in every row. */
export function recordValue(node: Node, table: string, inside: Inside): Value | undefined {
  const any = anyNode(node)
  if (any.kind === 'param') return sure(boundRecord(any, table, inside))
  if (any.kind === 'column') {
    const own = inside.scope.own(any)
    if (own === undefined) return recordAt(inside.scope.frame.captureRecord(any, table))
    return own.record?.table === table ? recordAt({ ...own, text: own.record.text }) : undefined
  }
  if (any.kind !== 'subquery' || any.mode !== 'single') return undefined
  const value = inside.value(any)
  if (value.lets.length > 0) return undefined
  const { rendering, scope } = inside
  const text = textOf(value, madeRecord(rendering, table, value.text, node.type))
  return nullable(rendering.isAtTop(text) ? rendering.hoistOnce(text) : scope.frame.define(text))
}

const recordAt = ({ text, mayBeNull }: Place): Value => (mayBeNull ? nullable(text) : sure(text))

/** A value of an id, or a list of them, bound as records. */
export function boundRecord(param: Param, table: string, inside: Inside): string {
  const encode = plainOf(param, inside).encode
  return inside.rendering.bindAs(param, `record/${table}`, value =>
    recordOf(table, encode === undefined ? value : encode(value)),
  )
}

/** A value bound as itself, though it may meet a column of links. */
export function boundPlain(param: Param, inside: Inside): string {
  const { storage } = param
  if (storage === undefined || plainStorage(storage) === storage) return inside.rendering.bind(param)
  const { encode } = plainStorage(storage)
  return inside.rendering.bindAs(param, 'plain', value => (encode === undefined ? value : encode(value)))
}

const plainOf = ({ storage, type }: Param, { rendering }: Inside) =>
  plainStorage(storage ?? storageOf(rendering.settings.storages, type, 'surrealdb'))

/** Any expression as a record of a table, made one where it is none, of its value as `held` writes it. */
export function asRecord(
  node: Node,
  table: string,
  inside: Inside,
  held: (value: Value) => string = ({ text }) => text,
): Value {
  const found = recordValue(node, table, inside)
  if (found !== undefined) return found
  const value = inside.value(node)
  return strict([value], madeRecord(inside.rendering, table, held(value), node.type))
}

/** A column as it is stored; undefined for what is no column. */
export function storedCell(node: Node, inside: Inside): string | undefined {
  const any = anyNode(node)
  if (any.kind !== 'column') return undefined
  const own = inside.scope.own(any)
  if (own !== undefined) return rawText(own)
  const { frame } = inside.scope
  const link = linkIn(any.column.storage)
  return link === undefined ? frame.capture(any).text : frame.captureRecord(any, link.table).text
}

/** How a value of an id column is bound: as the id of its record, or as the range of it. */
export function recordEncoder(
  table: string,
  param: Param,
  column: StoredColumn,
  form: 'id' | 'range' = 'id',
): (value: never) => unknown {
  const { encode } = plainStorage(param.storage ?? column.storage)
  const make = form === 'id' ? recordOf : rangeOf
  return value => make(table, encode === undefined ? value : encode(value))
}
