import type { BackendLimits, Statement } from '@vantage-ts/core/adapter'
import type { Dialect } from '@vantage-ts/sql'
import { abilities } from './abilities.ts'
import { compileStatement, type DuckdbStatement, operators } from './compile.ts'
import { storages } from './types.ts'

/** Rows of one insert: enough for the appender to be fast, few enough not to hold the thread for long. */
const maxInsertRows = 20_000
/** A transaction costs the engine as much as some thousand rows. */
const stagedRows = 50_000

/** What a transaction shares with its source. */
export interface BackendFacts {
  readonly name: string
  readonly database: object
  readonly maxDeferredList: number
  /** How long a write goes on against transactions that changed the same rows. */
  readonly conflictTimeoutMs: number
  readonly dialect: Dialect
}

/** The parts of a backend that are data. */
export class DuckdbData {
  readonly name: string
  readonly database: object
  readonly can = abilities
  readonly storages = storages
  readonly operators = operators
  readonly limits: BackendLimits
  readonly facts: BackendFacts

  constructor(facts: BackendFacts) {
    this.facts = facts
    this.name = facts.name
    this.database = facts.database
    this.limits = { maxInsertRows, stagedRows, maxDeferredList: facts.maxDeferredList, replace: 'declared' }
  }

  compile(statement: Statement): DuckdbStatement {
    return compileStatement(statement, this.facts.dialect)
  }
}
