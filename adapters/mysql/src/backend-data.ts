import type { BackendLimits, Statement } from '@vantage-ts/core/adapter'
import { operatorsOf } from '@vantage-ts/sql'
import { mysqlCan } from './abilities.ts'
import { compileStatement, type MysqlStatement } from './compile.ts'
import { dialects } from './dialect.ts'
import type { ServerFacts } from './server.ts'
import { mysqlTypes } from './types.ts'

/** Rows of one insert: one transaction, whose cells are parameters of a few statements. */
const maxInsertRows = 5_000

/** What a transaction shares with its source. */
export interface BackendFacts extends ServerFacts {
  readonly name: string
  readonly database: object
  readonly maxDeferredList: number
}

const operators = operatorsOf(dialects.mariadb)

/** The parts of a backend that are data. */
export class MysqlData {
  readonly name: string
  readonly database: object
  readonly can = mysqlCan
  readonly storages = mysqlTypes
  readonly operators = operators
  readonly limits: BackendLimits
  readonly facts: BackendFacts

  constructor(facts: BackendFacts) {
    this.facts = facts
    this.name = facts.name
    this.database = facts.database
    const { maxDeferredList } = facts
    // Statements of a transaction read one state, but write on whatever is there by then.
    this.limits = { maxInsertRows, maxDeferredList, replace: 'declared', seesCommits: true }
  }

  compile(statement: Statement): MysqlStatement {
    return compileStatement(statement, this.facts)
  }
}
