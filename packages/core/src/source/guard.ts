import { VantageError } from '../errors/vantage-error.ts'
import type { AnyNode } from '../expression/node.ts'
import type { From, Select, Statement } from '../expression/statement.ts'
import { nodesOf, walk } from '../expression/walk.ts'
import type { AbilityName } from './abilities.ts'
import type { Backend } from './backend.ts'

const advice: { readonly [Name in AbilityName]?: string } = {
  where: 'read the set and filter the rows, or copy it into a source that can',
  order: 'sort the rows after reading them, or copy the set into a source that can',
  aggregate: 'read the rows and add them up, or copy the set into a source that can',
  select: 'read the inner set first and pass its values as a list',
  join: 'follow a reference with getRef(), or join the sets with TableJoin',
  template: 'use the portable operators of the columns',
}

/** The refusal of what a source cannot do; raised before anything is sent. */
export function unsupported(source: string, ability: string, what: string, next?: string): VantageError {
  return new VantageError(`${source} cannot ${what}${next === undefined ? '' : `; ${next}`}`, {
    kind: 'unsupported',
    details: { source, ability },
  })
}

/** Refuses a statement that needs an ability or operator which the source lacks. Runs once per structural key. */
export function guard(statement: Statement, backend: Backend): void {
  const need = (ability: AbilityName, what: string): void => {
    if (backend.can[ability] !== true) throw unsupported(backend.name, ability, what, advice[ability])
  }
  switch (statement.kind) {
    case 'select':
      guardSelect(statement, need)
      break
    case 'insert':
      if (backend.can.append !== true) need('insert', 'insert rows')
      break
    case 'insert-select':
      if (backend.can.append !== true) need('insert', 'insert rows')
      if (backend.can.select !== true)
        throw unsupported(backend.name, 'select', 'insert the rows of a set in one statement', 'import() the set')
      guardSelect(statement.select, need)
      break
    case 'update':
      if (backend.can.replace !== true) need('patch', 'change rows')
      if (statement.where !== undefined && backend.can.where !== true) guardById(statement, need)
      break
    case 'delete':
      need('delete', 'delete rows')
      if (statement.where !== undefined && backend.can.where !== true) guardById(statement, need)
      break
    case 'raw':
      need('template', 'run vendor text')
      break
  }
  if (statement.kind !== 'select' && statement.kind !== 'raw' && statement.returning.length > 0)
    need('returning', 'give written rows back')
  walk(nodesOf(statement), node => guardNode(node, backend, need))
}

type Need = (ability: AbilityName, what: string) => void

function guardSelect(select: Select, need: Need): void {
  need('read', 'be read')
  if (select.where !== undefined) need('where', 'filter by a condition')
  if (select.order.length > 0) need('order', 'order rows')
  if (select.limit !== undefined || select.offset !== undefined) need('window', 'limit rows')
  if (select.groupBy !== undefined) need('group', 'group rows')
  if (select.from === undefined) need('select', 'evaluate expressions without a table')
  else guardFrom(select.from, need)
}

function guardFrom(from: From, need: Need): void {
  if (from.kind === 'derived') {
    need('select', 'read a query as a table')
    guardSelect(from.select, need)
  }
  if (from.kind === 'text') need('template', 'run vendor text')
  if (from.kind !== 'join') return
  need('join', 'join tables')
  guardFrom(from.left, need)
  guardFrom(from.right, need)
}

/** A source without conditions still finds rows by id. */
function guardById(statement: Statement & { kind: 'update' | 'delete' }, need: Need): void {
  walk(statement.where === undefined ? [] : [statement.where], node => {
    if (node.kind === 'column' && !node.column.isId) need('where', 'filter by a condition')
    return undefined
  })
}

function guardNode(node: AnyNode, backend: Backend, need: Need): boolean | undefined {
  switch (node.kind) {
    case 'aggregate':
      need('aggregate', `compute ${node.name}()`)
      return undefined
    case 'subquery':
      need('select', 'nest a sub-query')
      guardSelect(node.select, need)
      return undefined
    case 'template':
      need('template', 'run vendor text')
      return undefined
    case 'operation':
      if (!backend.operators.has(node.operator))
        throw unsupported(backend.name, node.operator, `evaluate ${node.operator}()`, 'use another operator')
      return undefined
    default:
      return undefined
  }
}
