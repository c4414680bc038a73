import { type Node, Param, type Storage, storageOf, type StoredColumn, unsupported } from '@vantage-ts/core/adapter'
import { anyNode, type Inside } from './inside.ts'
import { linkIn, plainStorage, type RecordLink } from './record-link.ts'
import { asRecord, boundPlain } from './records.ts'
import { sure, textOf, type Value } from './value.ts'

/** What stands in the place of a null that a required column would get. */
const refusal = 'THROW "vantage:not-null"'

/** A value as its column holds it; fails where the column would not hold it exactly, or needs a value and gets none. */
export function storedText(node: Node, column: StoredColumn, inside: Inside): string {
  const link = linkIn(column.storage)
  if (link !== undefined) return linkText(node, column, link, inside)
  const value = valueFor(node, column, inside)
  return textOf(value, heldText(node, column, value), column.isNullable ? 'NULL' : refusal)
}

/** The record that a value is the id of. */
function linkText(node: Node, column: StoredColumn, { key, table }: RecordLink, inside: Inside): string {
  const { kind } = anyNode(node)
  if (kind === 'literal') return column.isNullable ? 'NULL' : refusal
  if (kind !== 'param') checkStorage(node, column, key, inside)
  const value = asRecord(node, table, inside, plain => heldText(node, column, plain))
  return textOf(value, value.text, column.isNullable ? 'NULL' : refusal)
}

function valueFor(node: Node, column: StoredColumn, inside: Inside): Value {
  const any = anyNode(node)
  if (any.kind === 'literal') return inside.value(node)
  if (any.kind === 'param') {
    const param = any.storage === undefined ? new Param(any.type, any.index, column.storage, any.isList) : any
    return sure(boundPlain(param, inside))
  }
  checkStorage(node, column, column.storage, inside)
  return inside.value(node)
}

/** Refuses what is held in another way than its column would hold it. */
function checkStorage(node: Node, column: StoredColumn, wanted: Storage, inside: Inside): void {
  const { storages } = inside.rendering.settings
  const held = plainStorage(node.storage ?? storageOf(storages, node.type, 'surrealdb'))
  if (held.name !== wanted.name)
    throw unsupported(
      'surrealdb',
      'storage',
      `put ${node.preview()}, which is held as ${held.name}, into ${column.property}, which is held as ${wanted.name}`,
      'give both columns one storage, or import() the set',
    )
}

function heldText(node: Node, { type }: StoredColumn, value: Value): string {
  const { kind } = anyNode(node)
  const { text } = value
  if (kind === 'literal') return text
  if (kind === 'param' || kind === 'column')
    return type.digits === undefined || isWithin(node.type.digits, type.digits)
      ? text
      : `${within(type.digits)}(${text})`
  if (value.isMicros === true) return `${ofMicros}(${text})`
  if (type.arithmetic === 'float') return `${finite}(${text})`
  if (type.arithmetic === 'int') return `${whole}(${text})`
  return type.digits === undefined ? text : `${within(type.digits)}(${text})`
}

/** Calculated durations are microseconds, and stay such below zero. */
const ofMicros = '(|$_n| IF $_n >= 0 { duration::from_micros($_n) } ELSE { $_n })'

/** Sums are decimals in this engine, since its integers wrap around. */
const whole = `(|$_n| IF math::abs($_n) <= ${Number.MAX_SAFE_INTEGER} { <int>$_n } ELSE { THROW "vantage:too-large" })`
const finite = '(|$_n| { LET $_f = <float>$_n; IF $_f - $_f = 0 { $_f } ELSE { THROW "vantage:too-large" } })'

type Digits = NonNullable<StoredColumn['type']['digits']>

/** Whether decimals of some bounds are within others. */
const isWithin = (given: Digits | undefined, wanted: Digits): boolean =>
  given !== undefined && given.scale <= wanted.scale && given.precision - given.scale <= wanted.precision - wanted.scale

const within = ({ precision, scale }: Digits): string =>
  `(|$_n| IF math::fixed($_n, ${scale}) = $_n AND math::abs($_n) < ${10n ** BigInt(precision - scale)}dec { $_n } ` +
  'ELSE { THROW "vantage:too-fine" })'
