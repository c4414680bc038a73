import { VantageError } from '../errors/vantage-error.ts'
import type { CallOptions } from '../expression/execute.ts'
import { type ColumnNode, Literal, type Node } from '../expression/node.ts'
import { updateKey } from '../expression/statement-key.ts'
import { giving, type PlanStep } from '../expression/plan.ts'
import type { Projection, Select, Statement, StoredColumn, StoredTable, Update } from '../expression/statement.ts'
import { abilities, operators } from '../memory/abilities.ts'
import { Database } from '../memory/database.ts'
import { MemoryBackend } from '../memory/memory-backend.ts'
import { tablesRead } from '../expression/tables-read.ts'
import { memoryStorages } from '../memory/storages.ts'
import { selectExpressions, type SetState } from '../set/state.ts'
import type { Answer, Backend, CompiledStatement, Request } from '../source/backend.ts'
import type { BoundSource } from '../source/bound-source.ts'
import type { Decoded } from '../source/rows-wanted.ts'
import { atomically } from '../table/inside-transaction.ts'
import { idOf } from '../table/record.ts'
import { SetTable } from '../table/set-table.ts'
import { isHooked } from '../table/around.ts'
import { ownChanges } from '../table/own-changes.ts'
import { objectOf, unchecked } from '../types/cast.ts'
import type { Json } from '../types/json-value.ts'
import { type Putting, readThenPut } from './under-way.ts'

/** Rows that are held in a JSON column of other rows. */
export interface ContainedFacts {
  /** The set of the rows that hold them. */
  readonly hosts: SetState
  readonly column: ColumnNode
  /** Whether the column holds one object, or a list of them. */
  readonly holds: 'one' | 'many'
  readonly name: string
}

interface CompiledContained extends CompiledStatement {
  readonly statement: Statement
}

const can = { ...abilities, transaction: false, savepoint: false, stream: false } as const
const limits = { maxInsertRows: Number.MAX_SAFE_INTEGER, maxDeferredList: 50_000, replace: 'declared' as const }

/**
 * Runs statements on what a column holds: it is read, evaluated here, and a write puts the whole value back.
 *
 * Shape: reads go over the rows of all hosts; writes need one host, in a transaction where its source has them. Fields that the
 * entity does not declare stay as they are.
 * Errors: `invalid` for a write into several hosts or into those of a query, `not-found` for an insert into none, `conflict` when
 * the host changed or went meanwhile, `type-mismatch` for a value that is no object.
 */
export class ContainedBackend implements Backend<CompiledContained> {
  readonly name: string
  readonly database = {}
  readonly can = can
  readonly storages = memoryStorages
  readonly operators = operators
  readonly limits = limits
  readonly #facts: ContainedFacts
  readonly #describing: MemoryBackend

  constructor(facts: ContainedFacts) {
    this.name = facts.name
    this.#facts = facts
    this.#describing = new MemoryBackend(new Database(), { name: facts.name, limits })
  }

  compile(statement: Statement): CompiledContained {
    const { text, slots, rows } = this.#describing.compile(statement)
    return { text, slots, rows, statement }
  }

  stepsBefore(): readonly PlanStep[] {
    const { source } = this.#facts.hosts
    return giving(source.explain(this.#held()).steps, 'a list')
  }

  async run({ statement }: CompiledContained, request: Request): Promise<Answer> {
    const { hosts } = this.#facts
    const { execution } = request
    // A part of a call in a transaction of the hosts is read and written there.
    const source = execution === undefined ? hosts.source : hosts.source.enter(execution)
    if (statement.kind === 'select') return this.#read(statement, request, source)
    if (hosts.definition.isDerived)
      throw this.#refused(`${statement.kind} into rows of a query; write to the table that it reads`)
    // What is read must still be there when it is put back: of two writes at the same time one fails.
    const how = { isolation: 'repeatable-read' } as const
    return atomically(
      { ...hosts, source },
      optionsOf(request),
      inside =>
        this.#write(statement, { source: inside.source, request, isCallers: source.inTransaction !== undefined }),
      how,
    )
  }

  async #read(statement: Statement, request: Request, source: BoundSource): Promise<Answer> {
    const held = await this.#load(source, request)
    const scratch = new Scratch(
      tableOf(statement),
      held.flatMap(({ elements }) => elements),
    )
    return scratch.run(statement, request, this.name)
  }

  async #write(statement: Statement, place: Place): Promise<Answer> {
    return readThenPut(place.source.inTransaction ?? {}, {
      name: this.name,
      isHooked: isHooked(this.#facts.hosts, 'update'),
      read: () => this.#only(statement, place),
      make: host => this.#changed(host, statement, place),
    })
  }

  /** The one row that is written into; none where there is nothing to change. */
  async #only(statement: Statement, place: Place): Promise<Host | undefined> {
    const [host, second] = await this.#load(place.source, place.request)
    const { hosts } = this.#facts
    const { entity } = hosts.definition
    if (host === undefined && statement.kind !== 'insert') return undefined
    if (host === undefined)
      throw new VantageError(`${this.name}: no row of ${entity.name} holds what is written; insert that row first`, {
        kind: 'not-found',
        details: { entity: entity.name },
      })
    if (second !== undefined) throw this.#refused(`a write needs one row of ${entity.name}; narrow the set to it`)
    return place.isCallers && place.source.limits.seesCommits === true ? this.#locked(host, place) : host
  }

  #changed(host: Host | undefined, statement: Statement, place: Place): readonly [Answer, Putting | undefined] {
    if (host === undefined) return [{ rows: [], count: 0 }, undefined]
    const scratch = new Scratch(tableOf(statement), host.elements)
    const answer = scratch.run(statement, place.request, this.name)
    if (answer.count === 0) return [answer, undefined]
    const value = this.#valueOf(scratch.elements())
    const row = [this.name, ...host.ids.map(String)].join(' ')
    return [answer, { row, put: () => this.#store(host, value, place) }]
  }

  #refused(why: string): VantageError {
    const { name: entity } = this.#facts.hosts.definition.entity
    return new VantageError(`${this.name}: ${why}`, { kind: 'invalid', details: { entity } })
  }

  #valueOf(elements: readonly Json[]): Json {
    if (this.#facts.holds === 'many') return elements
    if (elements.length <= 1) return elements[0] ?? null
    throw new VantageError(`${this.name} holds one record, which is there already; patch or replace it`, {
      kind: 'conflict',
      details: { source: this.name },
    })
  }

  async #load(source: BoundSource, request: Request): Promise<readonly Host[]> {
    const { ids, entity } = this.#facts.hosts.definition
    const wanted = { form: 'tuple', entity: entity.name } as const
    const answer = await source.fetch(this.#held(), wanted, optionsOf(request))
    const rows = unchecked<readonly (readonly unknown[])[]>(answer.rows, 'rows are wanted by position')
    return rows.map(row => ({ ids: row.slice(0, ids.length), elements: this.#elementsOf(row[ids.length]) }))
  }

  /** Sets the column to itself, which keeps others from it until the transaction ends, and gives what it holds then. */
  async #locked(host: Host, place: Place): Promise<Host> {
    const { column } = this.#facts
    const { rows } = await this.#update(host, column, place, [column.column])
    const [row] = unchecked<readonly (readonly unknown[])[]>(rows, 'rows are wanted by position')
    return { ids: host.ids, elements: this.#elementsOf(row?.[0]) }
  }

  /** The ids of the hosts and what they hold. */
  #held(): Select {
    const { hosts, column } = this.#facts
    const columns: readonly Projection[] = [...hosts.definition.ids, column].map(node => ({ name: node.name, node }))
    return selectExpressions(hosts, columns, true)
  }

  #elementsOf(value: unknown): readonly object[] {
    if (value === null || value === undefined) return []
    const list: readonly unknown[] = this.#facts.holds === 'many' && Array.isArray(value) ? value : [value]
    return list.map((element, index) => {
      const object = Array.isArray(element) ? undefined : objectOf(element)
      if (object !== undefined) return object
      const place = this.#facts.holds === 'many' ? `[${index}]` : ''
      throw new VantageError(`${this.#facts.column.preview()}${place} holds no object; mend the stored value`, {
        kind: 'type-mismatch',
        details: { field: this.#facts.column.name },
      })
    })
  }

  async #store(host: Host, value: Json, place: Place): Promise<void> {
    const { hosts, column } = this.#facts
    const { definition } = hosts
    if (isHooked(hosts, 'update')) {
      const id = idOf(definition, new Map(definition.ids.map((node, index) => [node.column, host.ids[index]])))
      const { source, request } = place
      await new SetTable({ ...hosts, source }).patch(id, { [column.name]: value }, optionsOf(request))
      return
    }
    await this.#update(host, new Literal(column.type, value, column.storage), place, [])
  }

  /** Sets the column of the one row. Errors: `conflict` when it went meanwhile. */
  async #update(
    host: Host,
    node: Node,
    { source, request }: Place,
    returning: readonly StoredColumn[],
  ): Promise<Decoded> {
    const { hosts, column } = this.#facts
    const { definition } = hosts
    const byId = definition.ids.map((id, index) => id.eq(host.ids[index])).reduce((all, one) => all.and(one))
    // What is read back is locked, and not changed.
    const own = returning.length > 0 ? [] : ownChanges(hosts, new Map())
    const where: Node = hosts.where === undefined ? byId : hosts.where.and(byId)
    const parts = { table: definition.occurrence, set: [{ column: column.column, node }, ...own], where, returning }
    const update: Update = { kind: 'update', ...parts, key: updateKey(parts) }
    const wanted = { form: 'tuple', entity: definition.entity.name } as const
    const answer = await source.fetch(update, wanted, optionsOf(request))
    if (answer.count > 0) return answer
    throw new VantageError(`${this.name}: the row that holds it is gone; read it again`, {
      kind: 'conflict',
      retry: 'after-reread',
      details: { entity: definition.entity.name },
    })
  }

  async ping(): Promise<void> {}
  async close(): Promise<void> {}
}

/** Where a write is made, and what asked for it. */
interface Place {
  readonly source: BoundSource
  readonly request: Request
  /** In a transaction of the caller, whose isolation may be weaker. */
  readonly isCallers: boolean
}

const optionsOf = ({ signal }: Request): CallOptions | undefined => (signal === undefined ? undefined : { signal })

interface Host {
  readonly ids: readonly unknown[]
  readonly elements: readonly object[]
}

/** The table at the bottom of a statement; all of its occurrences are of one table. */
function tableOf(statement: Statement): StoredTable {
  const [occurrence] = statement.kind === 'insert' ? [statement.into] : tablesRead(statement)
  if (occurrence !== undefined) return occurrence.table
  throw new VantageError('a statement over contained rows reads their table', { kind: 'internal' })
}

/** The elements as a table in memory, for one statement. */
class Scratch {
  readonly #database = new Database()
  readonly #table: StoredTable
  readonly #given: readonly object[]

  constructor(table: StoredTable, elements: readonly object[]) {
    this.#table = table
    this.#given = elements
    this.#database.seed(
      this.#database.table(table),
      elements.map(element => valuesOf(element, table)),
    )
  }

  run(statement: Statement, request: Request, name: string): Answer {
    const backend = new MemoryBackend(this.#database, { name, limits })
    return backend.run(backend.compile(statement), request)
  }

  /** What the table holds now, in its order. */
  elements(): readonly Json[] {
    const table = this.#database.table(this.#table)
    const columns = new Map(this.#table.columns.map(column => [column.name, column]))
    const names = new Set([...columns.keys(), ...this.#given.flatMap(element => Object.keys(element))])
    return table.committed.rows.map(row => {
      const before = this.#given[row[0] - 1]
      const fields: [string, Json][] = []
      for (const name of names) {
        const value = row[table.shape.positionOf(name)] ?? null
        // A field that was never there is not put there as null.
        if (value === null && (before === undefined || !Object.hasOwn(before, name))) continue
        fields.push([name, jsonOf(value, columns.get(name))])
      }
      return Object.fromEntries(fields)
    })
  }
}

/** The fields of an element as values of their columns; what is none stays as it is, and is found when it is read. */
function valuesOf(element: object, { columns }: StoredTable): object {
  const values: [string, unknown][] = Object.entries(element)
  const byName = new Map(columns.map(column => [column.name, column]))
  return Object.fromEntries(values.map(([name, value]) => [name, heldValue(value, byName.get(name))]))
}

function heldValue(value: unknown, column: StoredColumn | undefined): unknown {
  if (column === undefined || value === null) return value
  try {
    return column.type.fromJson(value)
  } catch {
    return value
  }
}

const jsonOf = (value: unknown, column: StoredColumn | undefined): Json =>
  value === null || column === undefined || column.type.problem(value) !== undefined
    ? unchecked<Json>(value, 'what the host held')
    : column.type.toJson(value)
