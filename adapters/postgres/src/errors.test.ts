import { inspect } from 'node:util'
import { VantageError } from '@vantage-ts/core'
import pg from 'pg'
import { describe, expect, test } from 'vitest'
import { messageRules, nodeRules, sqlStateRules } from './error-rules.ts'
import { statementRules } from './statement-rules.ts'
import { type Attempt, endsConnection, hasLostPlan, postgresError } from './errors.ts'

const reading: Attempt = { place: 'PostgreSQL at h:5432, database d, user u', phase: 'running', isWrite: false }
const writing: Attempt = { ...reading, isWrite: true }
const connecting: Attempt = { ...reading, phase: 'connecting' }

/** An error as the server sends it. */
const serverError = (code: string, parts: Partial<pg.DatabaseError> = {}, message = 'what the server says') =>
  Object.assign(new pg.DatabaseError(message, 1, 'error'), { code, ...parts })
/** An error as Node gives it. */
const nodeError = (code: string) => Object.assign(new Error(`connect ${code}`), { code })

/** Kind, retry advice, and the reason where there is one. */
const bySqlState: { readonly [code: string]: string } = {
  '08': 'connection safe',
  '08001': 'connection safe',
  '08004': 'connection never',
  '08P01': 'connection never',
  '0A': 'unsupported never',
  '0L': 'permission never',
  '0P': 'permission never',
  '21000': 'cardinality never',
  '22': 'type-mismatch never',
  '22001': 'type-mismatch never',
  '22003': 'too-large never',
  '22007': 'type-mismatch never',
  '22008': 'type-mismatch never',
  '22012': 'invalid never',
  '22015': 'type-mismatch never',
  '22021': 'type-mismatch never',
  '22023': 'invalid never',
  '22P02': 'type-mismatch never',
  '22P05': 'type-mismatch never',
  '23': 'constraint never',
  '23001': 'constraint never foreign-key',
  '23502': 'constraint never not-null',
  '23503': 'constraint never foreign-key',
  '23505': 'conflict after-reread unique',
  '23514': 'constraint never check',
  '23P01': 'conflict after-reread exclusion',
  '25': 'invalid never',
  '25006': 'permission never read-only',
  '25P02': 'invalid never failed-transaction',
  '25P03': 'connection safe',
  '25P04': 'timeout safe',
  '26000': 'invalid never named-statement',
  '28': 'permission never',
  '34000': 'invalid never',
  '3D000': 'connection never unknown-database',
  '3F000': 'invalid never unknown-schema',
  '40': 'conflict safe serialization',
  '40002': 'constraint never',
  '40003': 'connection after-reread unknown-outcome',
  '40P01': 'conflict safe deadlock',
  '42': 'invalid never',
  '42501': 'permission never',
  '42601': 'invalid never',
  '42703': 'invalid never unknown-column',
  '42803': 'invalid never not-grouped',
  '42804': 'type-mismatch never',
  '42846': 'type-mismatch never',
  '42883': 'invalid never unknown-function',
  '42P01': 'invalid never unknown-table',
  '42P05': 'invalid never named-statement',
  '42P10': 'invalid never no-unique-id',
  '42P18': 'invalid never untyped-parameter',
  '42P20': 'invalid never',
  '44000': 'constraint never check',
  '53': 'connection safe resources',
  '53100': 'too-large safe disk-full',
  '53200': 'too-large safe memory',
  '53300': 'connection safe too-many-connections',
  '54': 'too-large never',
  '55': 'conflict safe in-use',
  '55000': 'invalid never',
  '55P03': 'conflict safe locked',
  '57': 'connection safe',
  '57014': 'cancelled safe',
  '57P01': 'connection safe',
  '57P02': 'connection safe',
  '57P03': 'connection safe',
  '57P04': 'connection never',
  '57P05': 'connection safe',
  '58': 'connection safe system',
  P0: 'constraint never raised',
  XX: 'internal never',
}

const shortOf = ({ kind, retry, details }: VantageError): string =>
  [kind, retry, details.reason].filter(Boolean).join(' ')

describe('SQLSTATE', () => {
  test.for(Object.entries(bySqlState))('%s is %s', ([code, expected]) => {
    // Two characters stand for a class: any other code of it.
    const full = code.length === 2 ? `${code}Z99` : code
    const error = postgresError(serverError(full), reading)
    expect(shortOf(error)).toBe(expected)
    expect(error.details.code).toBe(full)
    expect(error.message.split('; ').length).toBeGreaterThan(1)
    expect(error.cause).toMatchObject({ message: 'what the server says', code: full })
  })

  test('every rule has its row above', () => {
    const rules = Object.keys(sqlStateRules).filter(code => !code.includes('/'))
    expect(rules.sort()).toEqual(Object.keys(bySqlState).sort())
  })

  test('an operator that does not exist tells of stored types that differ', () => {
    expect(shortOf(postgresError(serverError('42883', { routine: 'op_error' }), reading))).toBe('type-mismatch never')
  })

  test.each(
    statementRules.flatMap(({ code, routines, says = '', rule }) =>
      routines.map(routine => ({ code, routine, says, rule })),
    ),
  )('$code of $routine has its own next step', ({ code, routine, says, rule }) => {
    const error = postgresError(serverError(code, { routine }, `what the server says of ${says}`), reading)
    expect(error.message).toBe(`what the server says of ${says}; ${rule.next}`)
    expect(shortOf(error)).toBe([rule.kind, 'never', rule.reason].filter(Boolean).join(' '))
    expect(postgresError(serverError(code), reading).message).not.toContain(rule.next)
  })

  test('a cancelled statement and one that took too long are told apart', () => {
    const error = serverError('57014', {}, 'canceling statement due to statement timeout')
    expect(shortOf(postgresError(error, reading))).toBe('timeout safe')
  })

  test('what nobody knows is internal', () => {
    expect(shortOf(postgresError(serverError('ZZ999'), reading))).toBe('internal never')
    expect(shortOf(postgresError(new Error('odd'), reading))).toBe('internal never')
    expect(postgresError('text', reading)).toMatchObject({ kind: 'internal', message: 'text' })
  })
})

describe("Node's codes", () => {
  const expected: { readonly [code: string]: string } = {
    ECONNREFUSED: 'connection safe',
    ENOTFOUND: 'connection safe',
    EAI_AGAIN: 'connection safe',
    ETIMEDOUT: 'connection safe',
    EHOSTUNREACH: 'connection safe',
    ENETUNREACH: 'connection safe',
    EADDRNOTAVAIL: 'connection safe',
    EMFILE: 'connection safe',
    ECONNRESET: 'connection safe',
    ECONNABORTED: 'connection safe',
    EPIPE: 'connection safe',
    ENOENT: 'connection safe',
    EACCES: 'permission never',
    ERR_SOCKET_BAD_PORT: 'invalid never',
    DEPTH_ZERO_SELF_SIGNED_CERT: 'connection never',
    SELF_SIGNED_CERT_IN_CHAIN: 'connection never',
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'connection never',
    UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'connection never',
    CERT_HAS_EXPIRED: 'connection never',
    ERR_TLS_CERT_ALTNAME_INVALID: 'connection never',
  }
  test.for(Object.entries(expected))('%s is %s', ([code, short]) => {
    const error = postgresError(nodeError(code), connecting)
    expect(shortOf(error)).toBe(short)
    if (error.kind !== 'connection') return
    expect(error.message).toContain('PostgreSQL at h:5432, database d, user u: ')
    expect(error.details.outcome).toBe('not sent')
  })
  test('every rule has its row above', () =>
    expect(Object.keys(nodeRules).sort()).toEqual(Object.keys(expected).sort()))
})

describe("the driver's own errors", () => {
  const expected: { readonly [says: string]: string } = {
    'timeout exceeded when trying to connect': 'timeout safe pool-exhausted',
    'Connection terminated due to connection timeout': 'connection safe',
    'timeout expired': 'connection safe',
    'Connection terminated': 'connection safe',
    'not queryable': 'connection safe',
    'Query read timeout': 'timeout safe',
    'does not support SSL': 'connection never',
    'establishing an SSL connection': 'connection never',
    'client password must be a': 'permission never',
    SASL: 'permission never',
    'after calling end on the pool': 'connection never',
    'not supported in pipeline mode': 'invalid never',
  }
  test.for(Object.entries(expected))('%s is %s', ([says, short]) => {
    expect(shortOf(postgresError(new Error(`The driver: ${says}.`), reading))).toBe(short)
  })
  test('every rule has its row above', () =>
    expect(messageRules.map(({ says }) => says).sort()).toEqual(Object.keys(expected).sort()))
})

describe('a lost connection', () => {
  const lost = () => new Error('Connection terminated unexpectedly')
  test('says what became of the work', () => {
    const outcome = (attempt: Attempt) => {
      const { retry, details } = postgresError(lost(), attempt)
      return [retry, details.outcome]
    }
    expect(outcome(reading)).toEqual(['safe', undefined])
    expect(outcome(writing)).toEqual(['after-reread', 'unknown'])
    expect(outcome({ ...writing, isTransaction: true })).toEqual(['safe', 'rolled back'])
    expect(outcome({ ...writing, phase: 'connecting' })).toEqual(['safe', 'not sent'])
  })
})

describe('values stay out of sight', () => {
  const secret = 'S3CRET'
  const shown = (error: VantageError) => `${inspect(error, { depth: 9, showHidden: true })}${JSON.stringify(error)}`

  test.for([
    ['23505', { detail: `Key (email, "odd ""name")=(${secret}, 1) already exists.`, constraint: 'k', table: 't' }],
    ['23502', { detail: `Failing row contains (${secret}, null).`, column: 'email' }],
    ['23514', { detail: `Failing row contains (${secret}).`, where: `unnamed portal parameter $1 = '${secret}'` }],
    ['P0001', { where: `PL/pgSQL function f('${secret}')`, internalQuery: `select '${secret}'` }],
  ] as const)('of %s', ([code, parts]) => {
    const error = postgresError(serverError(code, parts), reading)
    expect(shown(error)).not.toContain(secret)
    expect(error.details).toMatchObject({ code })
  })

  test.for([
    `invalid input syntax for type integer: "${secret}"`,
    `value "${secret}" is out of range for type integer`,
    `invalid input value for enum mood: "a "quoted" ${secret}"`,
    `ungültige Eingabesyntax für Typ integer: »${secret}«`,
    `syntaxe en entrée invalide pour le type integer : « ${secret}\n »`,
  ])('of %j', message => {
    const error = postgresError(serverError('22P02', {}, message), reading)
    expect(shown(error)).not.toContain(secret)
    expect(error.cause).toMatchObject({ code: '22P02' })
  })

  test('but columns and constraints are told', () => {
    const detail = `Key (email, "odd ""name")=(${secret}, 1) already exists.`
    const error = postgresError(
      serverError('23505', { detail, constraint: 'client_email_key', table: 'client' }),
      writing,
    )
    expect(error.details).toEqual({
      reason: 'unique',
      code: '23505',
      table: 'client',
      constraint: 'client_email_key',
      columns: ['email', 'odd "name'],
    })
    expect(postgresError(serverError('23502', { column: 'email' }), writing).details.columns).toEqual(['email'])
    const indexed = serverError('23505', { detail: 'Key (lower(email))=(x) already exists.' })
    expect(postgresError(indexed, writing).details.columns).toEqual(['lower(email)'])
  })

  test('credentials too', () => {
    const message = 'cannot use postgres://u:hunter2@h/d with password=hunter2'
    const leaky = Object.assign(new Error(message), { code: 'ECONNREFUSED', client: { password: 'hunter2' } })
    expect(shown(postgresError(leaky, connecting))).not.toContain('hunter2')
  })
})

test('a Vantage error passes', () => {
  const error = new VantageError('x', { kind: 'invalid' })
  expect(postgresError(error, reading)).toBe(error)
})

test('only what the server says of a statement leaves the connection usable', () => {
  const ends = (thrown: unknown) => endsConnection(thrown, postgresError(thrown, reading))
  expect(ends(serverError('23505'))).toBe(false)
  expect(ends(serverError('XX000'))).toBe(false)
  expect(ends(serverError('57P01'))).toBe(true)
  expect(ends(nodeError('EPIPE'))).toBe(true)
  expect(ends(new Error('Query read timeout'))).toBe(true)
  expect(ends(new TypeError('odd'))).toBe(true)
  expect(ends(new VantageError('a cell is too large', { kind: 'too-large' }))).toBe(false)
})

test('plans that are lost are told from other failures', () => {
  expect(hasLostPlan(serverError('26000'))).toBe(true)
  expect(hasLostPlan(serverError('42P05'))).toBe(true)
  expect(hasLostPlan(serverError('0A000', { routine: 'RevalidateCachedQuery' }))).toBe(true)
  expect(hasLostPlan(serverError('0A000'))).toBe(false)
  expect(hasLostPlan(new Error('x'))).toBe(false)
})
