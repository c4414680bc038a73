import { VantageError } from '../errors/vantage-error.ts'
import type { ColumnNode } from '../expression/node.ts'
import type { SetState } from '../set/state.ts'
import { isOpenable, openKey } from '../set/stated.ts'
import { insideRowsOf } from '../source/beside-transaction.ts'
import { boundSource, openSource } from '../source/open.ts'
import type { Source } from '../source/source.ts'
import type { ContainedRef } from '../relation/contained-types.ts'
import { unchecked } from '../types/cast.ts'
import { ContainedBackend } from './contained-backend.ts'
import { invalid } from '../relation/reference.ts'

/** The objects in a JSON column as rows: `lines: containsMany(() => OrderLine, 'lines')`, edited through `getRef('lines')`. */
export const containsMany = <X>(target: () => X, column: string): ContainedRef<X> => contained(target, column, 'many')

/** The object in a JSON column as the only row: `address: containsOne(() => Address, 'address')`. */
export const containsOne = <X>(target: () => X, column: string): ContainedRef<X> => contained(target, column, 'one')

function contained<X>(target: () => X, column: string, holds: 'one' | 'many'): ContainedRef<X> {
  const facts: Pick<ContainedRef<X>, 'kind' | 'target' | 'open'> = {
    kind: 'contained',
    target,
    open(hosts, name) {
      const { definition } = hosts
      const entity = target()
      if (!isOpenable(entity)) throw invalid(definition, name, 'holds rows of an entity, such as () => OrderLine')
      if (definition.ids.length === 0) throw invalid(definition, name, `needs an id of ${definition.entity.name}`)
      const node = jsonColumn(hosts, column, name)
      const backend = new ContainedBackend({
        hosts,
        column: node,
        holds,
        name: `${hosts.source.name}:${definition.entity.name}.${column}`,
      })
      const inner = boundSource(openSource<Source>(backend, { host: hosts.source }))
      const state = entity[openKey](insideRowsOf(hosts.source, inner))
      return { ...state, isNarrowed: hosts.isNarrowed, hookDepth: hosts.hookDepth }
    },
  }
  return unchecked<ContainedRef<X>>(facts, 'the rest are phantoms')
}

function jsonColumn({ definition }: SetState, column: string, name: string): ColumnNode {
  let node: ReturnType<typeof definition.column>
  try {
    node = definition.column(column)
  } catch (thrown) {
    throw VantageError.from(thrown).withContext(`the reference ${definition.entity.name}.${name}`)
  }
  if (node.kind === 'column' && node.type.name === 'json') return unchecked<ColumnNode>(node, 'its kind says so')
  throw invalid(definition, name, `needs a stored column of json, and ${column} is ${node.type.name}`)
}
