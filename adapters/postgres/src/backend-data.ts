import type { BackendLimits, Statement } from '@vantage-ts/core/adapter'
import { operatorsOf } from '@vantage-ts/sql'
import { postgresCan } from './abilities.ts'
import { compileStatement, postgresDialect, type PostgresStatement } from './compile.ts'
import { postgresTypes } from './types.ts'

/** Rows of one insert: its arrays are parameters, which have room for far more, but must fit into memory. */
const maxInsertRows = 20_000
/** So many are put by: each COPY costs the server as much as a thousand rows. */
const stagedRows = 20_000

/** What a transaction shares with its source. */
export interface BackendFacts {
  readonly name: string
  readonly database: object
  readonly maxDeferredList: number
  readonly isNamed: boolean
}

const operators = operatorsOf(postgresDialect)

/** The parts of a backend that are data. */
export class PostgresData {
  readonly name: string
  readonly database: object
  readonly can = postgresCan
  readonly storages = postgresTypes
  readonly operators = operators
  readonly limits: BackendLimits
  readonly facts: BackendFacts

  constructor(facts: BackendFacts) {
    this.facts = facts
    this.name = facts.name
    this.database = facts.database
    const { maxDeferredList } = facts
    this.limits = { maxInsertRows, stagedRows, maxDeferredList, replace: 'declared', seesCommits: true }
  }

  compile(statement: Statement): PostgresStatement {
    return compileStatement(statement, this.facts.isNamed)
  }
}

/** Asks for a sign of life; unnamed, since it is no statement of anybody's. */
export const probe: PostgresStatement = {
  text: 'SELECT 1',
  name: '',
  slots: [],
  rows: 'arrays',
  isWrite: false,
  isRaw: false,
  columns: [],
}
