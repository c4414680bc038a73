import { VantageError } from '../errors/vantage-error.ts'
import type { ExpressionSource } from './execute.ts'

/** Stands where parts of an expression belong to different table occurrences. */
export const several: unique symbol = Symbol('several')
export type Scope = string | undefined | typeof several

/** Where parts of an expression may belong to different databases: `database` is that of no source. */
class Anywhere {
  readonly database: object = anyDatabase
  /** The open transaction that one of the parts belongs to. */
  readonly inTransaction: ExpressionSource | undefined
  constructor(transaction: ExpressionSource | undefined) {
    this.inTransaction = transaction
  }
}
const anyDatabase: object = Object.freeze({})

/** The source that all parts of an expression belong to; a transaction wins over the plain source of its database. */
export type Home = ExpressionSource | Anywhere | undefined

const nowhereInside = new Anywhere(undefined)
const inside = new WeakMap<ExpressionSource, Anywhere>()

function anywhere(transaction: ExpressionSource | undefined): Anywhere {
  if (transaction === undefined) return nowhereInside
  let home = inside.get(transaction)
  if (home === undefined) {
    home = new Anywhere(transaction)
    inside.set(transaction, home)
  }
  return home
}

/** The only source of an expression, where there is one. */
export const onlySource = (home: Home): ExpressionSource | undefined => (home instanceof Anywhere ? undefined : home)

/** Errors: `invalid` for parts of two open transactions. */
export const joinHome = (a: Home, b: Home): Home =>
  a === undefined || a === b ? b : b === undefined ? a : joinDifferent(a, b)

function joinDifferent(a: ExpressionSource | Anywhere, b: ExpressionSource | Anywhere): Home {
  const transaction = a.inTransaction ?? b.inTransaction
  if (b.inTransaction !== undefined && b.inTransaction !== transaction) throw ofTwo(b.inTransaction, transaction)
  if (a.database !== b.database) return anywhere(transaction)
  return a.inTransaction === undefined && b.inTransaction !== undefined ? b : a
}

const ofTwo = (a: ExpressionSource, b: ExpressionSource | undefined): VantageError =>
  new VantageError(
    `an expression has parts of ${b?.place} and of ${a.place}, and neither sees what the other wrote; read the values of one first and pass them`,
    { kind: 'invalid', details: { source: a.name } },
  )

/**
 * The home of what is placed when it runs: vendor text, async code.
 *
 * Errors: `invalid` for text of a database around a part of a transaction of another one.
 */
export function laterHome(source: ExpressionSource | undefined, parts: readonly { readonly home: Home }[]): Home {
  let home: Home = source
  for (const part of parts) home = joinHome(home, part.home)
  const transaction = home?.inTransaction
  if (transaction !== undefined && source !== undefined && transaction.database !== source.database)
    throw outside(`a part of ${transaction.place}`, transaction, source, 'vendor text')
  return anywhere(transaction)
}

export const joinScope = (a: Scope, b: Scope): Scope => (a === undefined || a === b ? b : b === undefined ? a : several)

/** Refuses what an open transaction has in a place that is not inside it. `what` and `where` name them, for the message. */
export function keepInside(home: Home, source: ExpressionSource, what: () => string, where: string): void {
  const transaction = home?.inTransaction
  if (transaction === undefined || transaction === source.outer) return
  throw outside(`${what()} in ${transaction.place}`, transaction, source, where)
}

function outside(what: string, transaction: ExpressionSource, source: ExpressionSource, where: string): VantageError {
  const opening =
    transaction.database === source.database ? `open ${where} with the source of that transaction too, or ` : ''
  return new VantageError(
    `${what} cannot be a part of ${where} on ${source.place}, which is outside of it; ${opening}read the values first and pass them`,
    { kind: 'invalid', details: { source: source.name } },
  )
}
