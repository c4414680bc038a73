import { type ErrorDetails, VantageError } from '@vantage-ts/core/adapter'
import { columnsIn, type DriverError, driverErrorOf, hideValues } from './driver-error.ts'
import { type ErrorRule, fallbackRule, messageRules, nodeRules, sqlStateRules } from './error-rules.ts'
import { type StatementRule, statementRules } from './statement-rules.ts'

/** What was going on when the driver failed. */
export interface Attempt {
  /** Where the database is: `host:port`, database, user; never a password. */
  readonly place: string
  /** `connecting`: nothing was sent. `idle` work, such as BEGIN, changes nothing by itself. */
  readonly phase: 'connecting' | 'running'
  /** Whether the work may have changed something. */
  readonly isWrite: boolean
  /** Inside a transaction: a lost connection undoes all of it. */
  readonly isTransaction?: boolean
}

/**
 * Turns what the driver throws into ours: kind, retry advice and the next step from a table by SQLSTATE.
 *
 * Shape: the driver's error stays as the cause, without what may hold row values (`detail`, `where`).
 * Errors: a Vantage error passes unchanged; what no table knows is `internal`.
 */
export function postgresError(thrown: unknown, attempt: Attempt): VantageError {
  if (VantageError.is(thrown)) return thrown
  const error = driverErrorOf(thrown)
  if (error === undefined) return VantageError.from(thrown)
  const rule = ruleOf(error)
  const columns = columnsIn(error)
  const cause = hideValues(error)
  const details: ErrorDetails = {
    ...(rule.reason === undefined ? {} : { reason: rule.reason }),
    ...(error.code === undefined ? {} : { code: error.code }),
    ...partsOf(error),
    ...(columns === undefined ? {} : { columns }),
    ...outcomeOf(rule, attempt),
  }
  const said = rule.problem ?? cause.message
  const where = rule.kind === 'connection' || rule.namesPlace === true ? `${attempt.place}: ` : ''
  return new VantageError(`${where}${said}; ${rule.next}`, {
    kind: rule.kind,
    retry: retryOf(rule, attempt),
    details,
    cause,
  })
}

/** The rule of an error: that of its mistake in a statement, its SQLSTATE or Node's code, the text of the driver's own errors, else the class of its SQLSTATE. */
export function ruleOf(error: DriverError): ErrorRule {
  const { code, routine, message } = error
  if (code === undefined) return messageRules.find(({ says }) => message.includes(says))?.rule ?? fallbackRule
  const rule = statementRules.find(known => fits(known, error))?.rule
  if (rule !== undefined) return rule
  // An operator that PostgreSQL does not find tells of stored types that differ; a function does not.
  if (code === '42883' && routine === 'op_error') return sqlStateRules['42883/operator'] ?? fallbackRule
  if (code === '57014' && /timeout/i.test(message)) return sqlStateRules['57014/timeout'] ?? fallbackRule
  return sqlStateRules[code] ?? nodeRules[code] ?? sqlStateRules[code.slice(0, 2)] ?? fallbackRule
}

const fits = ({ code, routines, says = '' }: StatementRule, error: DriverError): boolean =>
  code === error.code && routines.includes(error.routine ?? '') && error.message.includes(says)

const partsOf = ({ schema, table, column, constraint }: DriverError): ErrorDetails => ({
  ...(schema === undefined ? {} : { schema }),
  ...(table === undefined ? {} : { table }),
  ...(column === undefined ? {} : { column }),
  ...(constraint === undefined ? {} : { constraint }),
})

function retryOf(rule: ErrorRule, { phase, isWrite, isTransaction }: Attempt): ErrorRule['retry'] {
  const isLost = rule.kind === 'connection' && rule.retry === 'safe' && phase === 'running'
  return isLost && isWrite && isTransaction !== true ? 'after-reread' : rule.retry
}

/** What became of the work when the connection is gone. */
function outcomeOf({ kind }: ErrorRule, { phase, isWrite, isTransaction }: Attempt): ErrorDetails {
  if (kind !== 'connection') return {}
  if (phase === 'connecting') return { outcome: 'not sent' }
  if (isTransaction === true) return { outcome: 'rolled back' }
  return isWrite ? { outcome: 'unknown' } : {}
}

/**
 * Whether the connection cannot be used any more after this failure.
 *
 * Only what the server says of a statement leaves it as it was; after anything else of the driver its state is unknown.
 */
export function endsConnection(thrown: unknown, error: VantageError): boolean {
  if (VantageError.is(thrown)) return false
  return error.kind === 'connection' || !/^[0-9A-Z]{5}$/.test(String(error.details.code))
}

/** Whether a named statement cannot run as it was prepared: its tables changed, or the server does not know it any more. */
export function hasLostPlan(thrown: unknown): boolean {
  const error = driverErrorOf(thrown)
  if (error?.code === '0A000') return error.routine === 'RevalidateCachedQuery'
  return error?.code === '26000' || error?.code === '42P05'
}

/** Whether a value, or a calculated number, is beyond what its type holds. */
export const isOutOfRange = (thrown: unknown): boolean => driverErrorOf(thrown)?.code === '22003'
