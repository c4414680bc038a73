import { type Node, type Select, type StoredColumn, unchecked, type AnyNode } from '@vantage-ts/core/adapter'
import type { Dialect } from './dialect.ts'
import type { Operand } from './operand.ts'
import type { Parameters } from './parameters.ts'
import { quoteIdentifier } from './quote.ts'
import type { Aliases, Scope } from './scope.ts'
import { defaultStorage, type SqlStorage, sqlStorage } from './storage.ts'

/** Renders expressions as they are seen from one select. */
export interface Expressions {
  readonly context: RenderContext
  readonly scope: Scope | undefined
  /** In the form it is at hand, for use beside an operator. */
  operand(node: Node): Operand
  /** In the default storage of its type: what operators calculate with and what results are read as. */
  inDefault(node: Node): Operand
  /** In a given storage. Errors: `unsupported` when it cannot be converted. */
  inStorage(node: Node, storage: SqlStorage): Operand
  /** As a value of a column, for writes. Errors: `unsupported` when it cannot be converted. */
  stored(node: Node, column: StoredColumn): string
  /** As a result column: in the node's own storage, as the driver reads it without loss. */
  projected(node: Node): string
  /** Without brackets around, for clauses. */
  bare(node: Node): string
}

/** How a sub-query is wanted. */
export interface SubselectForm {
  /** What to select. */
  columns(inside: Expressions): string
  /** One more condition. */
  condition?(inside: Expressions): string
}

/** What everything that renders one statement shares. */
export interface RenderContext {
  readonly dialect: Dialect
  readonly parameters: Parameters
  readonly aliases: Aliases
  /** Text of a select without brackets, seen from the tables around it. */
  subselect(select: Select, outer: Scope | undefined, form: SubselectForm): string
  /** The same for a select that stands as a table. */
  derived(select: Select, outer: Scope | undefined, form: SubselectForm): string
}

export const quoted = ({ dialect }: RenderContext, name: string): string => (dialect.quote ?? quoteIdentifier)(name)

export const cast = ({ dialect }: RenderContext, sql: string, vendorType: string): string =>
  dialect.cast === undefined ? `CAST(${sql} AS ${vendorType})` : dialect.cast(sql, vendorType)

export const defaultOf = ({ dialect }: RenderContext, type: Node['type']): SqlStorage =>
  defaultStorage(dialect.storages, type, dialect.name)

/** The storage a node's value comes in: its own, where it is a column or a bound value; what is calculated has the default. */
export const storageOfNode = (context: RenderContext, node: Node): SqlStorage =>
  node.storage === undefined ? defaultOf(context, node.type) : sqlStorage(node.storage)

export const anyNode = (node: Node): AnyNode => unchecked<AnyNode>(node, 'the classes of AnyNode are all there are')
