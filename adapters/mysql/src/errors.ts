import { type ErrorDetails, VantageError } from '@vantage-ts/core/adapter'
import { type DriverError, driverErrorOf, hideValues, namedIn } from './driver-error.ts'
import { codeRules, type ErrorRule, fallbackRule, messageRules, numberRules, raisedRules } from './error-rules.ts'
import { raisedIn } from './raise.ts'

/** What was going on when the driver failed. */
export interface Attempt {
  /** Where the database is: `host:port`, database, user; never a password. */
  readonly place: string
  /** `connecting`: nothing was sent. */
  readonly phase: 'connecting' | 'running'
  /** Whether the work may have changed something. */
  readonly isWrite: boolean
  /** Inside a transaction: a lost connection undoes all of it. */
  readonly isTransaction?: boolean
}

/**
 * Turns what the driver throws into ours: kind, retry advice and the next step from a table by number.
 *
 * Shape: the driver's error stays as the cause, without what may hold row values.
 * Errors: a Vantage error passes unchanged; what no table knows is `internal`.
 */
export function mysqlError(thrown: unknown, attempt: Attempt): VantageError {
  if (VantageError.is(thrown)) return thrown
  const error = driverErrorOf(thrown)
  if (error === undefined) return VantageError.from(thrown)
  const rule = ruleOf(error)
  const parts = namedIn(error)
  const code = codeOf(error)
  const cause = hideValues(error)
  const details: ErrorDetails = {
    ...(rule.reason === undefined ? {} : { reason: rule.reason }),
    ...(code === undefined ? {} : { code }),
    ...parts,
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

/** Numbers of the server's errors are positive; the driver takes over those of the system, which are not. */
const isOfServer = ({ errno }: DriverError): boolean => errno !== undefined && errno >= 1000

const codeOf = (error: DriverError): string | number | undefined => (isOfServer(error) ? error.errno : error.code)

/** The rule of an error: its number, the code of the driver or of Node, or the text of what has none. */
export function ruleOf(error: DriverError): ErrorRule {
  const { errno, code, message } = error
  if (errno !== undefined && isOfServer(error)) {
    const marker = errno === 1690 ? raisedIn(message) : undefined
    return (marker === undefined ? undefined : raisedRules[marker]) ?? numberRules[errno] ?? fallbackRule
  }
  const byCode = code === undefined ? undefined : codeRules[code]
  return byCode ?? messageRules.find(({ says }) => message.includes(says))?.rule ?? fallbackRule
}

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

/** Whether the connection cannot be used any more: only what the server says of a statement leaves it as it was. */
export function endsConnection(thrown: unknown): boolean {
  if (VantageError.is(thrown)) return thrown.kind === 'connection'
  const error = driverErrorOf(thrown)
  if (error === undefined || error.fatal === true || !isOfServer(error)) return true
  const { kind, closes } = ruleOf(error)
  return kind === 'connection' || closes === true
}

/** Whether the failure has rolled back the whole transaction. */
export const endsTransaction = (thrown: unknown): boolean => {
  const error = driverErrorOf(thrown)
  return error !== undefined && ruleOf(error).endsTransaction === true
}

/** Whether the server does not prepare the statement, but may run it. */
export const isUnprepared = (thrown: unknown): boolean => driverErrorOf(thrown)?.errno === 1295

/** Whether the tables of a prepared statement changed too often while it was being sent; nothing was done yet. */
export const hasLostPlan = (thrown: unknown): boolean => driverErrorOf(thrown)?.errno === 1615
