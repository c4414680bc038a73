import type { Statement } from '../expression/statement.ts'
import { nodesOf, walk } from '../expression/walk.ts'
import { storageOf } from '../types/storage.ts'
import type { Database, Table } from './database.ts'
import type { RowFacts } from './scope.ts'
import { memoryStorages, trustToken } from './storages.ts'
import { tablesRead } from '../expression/tables-read.ts'

interface Reading {
  readonly table: Table
  readonly position: number
  readonly token: string | undefined
}

/** The closures of a statement, chosen by whether all cells that it reads are known to be values of their types. */
export class Variants<Plan> {
  readonly #make: (facts: RowFacts) => Plan
  readonly #facts: RowFacts
  readonly #readings: readonly Reading[]
  #trusting: Plan | undefined
  #checking: Plan | undefined

  constructor(statement: Statement, database: Database, make: (facts: RowFacts) => Plan) {
    this.#make = make
    this.#facts = {
      position: (occurrence, column) => database.table(occurrence.table).shape.positionOf(column.name),
      storageOf: type => storageOf(memoryStorages, type, 'memory'),
    }
    this.#readings = readingsOf(statement, database)
  }

  /** The closures for the cells as they are now. */
  current(): Plan {
    const isTrusted = this.#readings.every(({ table, position, token }) => table.shape.isTrusted(position, token))
    if (isTrusted) return (this.#trusting ??= this.#make({ ...this.#facts, isTrusted: () => true }))
    return (this.#checking ??= this.#make(this.#facts))
  }
}

function readingsOf(statement: Statement, database: Database): readonly Reading[] {
  const readings = new Map<string, Reading>()
  const stored = new Set(tablesRead(statement).map(occurrence => occurrence.key))
  walk(nodesOf(statement), node => {
    if (node.kind !== 'column' || readings.has(node.key) || !stored.has(node.occurrence.key)) return undefined
    const { column, occurrence } = node
    const table = database.table(occurrence.table)
    const token = trustToken(column.type, column.storage)
    readings.set(node.key, { table, position: table.shape.positionOf(column.name), token })
    return undefined
  })
  return [...readings.values()]
}
