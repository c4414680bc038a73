import { inspect } from 'node:util'
import { VantageError } from '@vantage-ts/core'
import { describe, expect, test } from 'vitest'
import { codeRules, messageRules, numberRules, raisedRules } from './error-rules.ts'
import { type Attempt, endsConnection, endsTransaction, hasLostPlan, isUnprepared, mysqlError } from './errors.ts'

const reading: Attempt = { place: 'MySQL at h:3306, database d, user u', phase: 'running', isWrite: false }
const writing: Attempt = { ...reading, isWrite: true }
const connecting: Attempt = { ...reading, phase: 'connecting' }

/** An error as the driver makes of what the server sends. */
const serverError = (errno: number, message = 'what the server says', parts: object = {}) =>
  Object.assign(new Error(message), { errno, code: 'ER_X', sqlState: 'HY000', sqlMessage: message, ...parts })
/** An error of the driver, or of Node, which has a number of the system. */
const codeError = (code: string) => Object.assign(new Error(`connect ${code}`), { code, errno: -111, fatal: true })

/** Kind, retry advice, and the reason where there is one. */
const byNumber: { readonly [errno: number]: string } = {
  1020: 'conflict safe serialization',
  1021: 'too-large safe disk-full',
  1037: 'too-large safe memory',
  1038: 'too-large safe memory',
  1040: 'connection safe too-many-connections',
  1041: 'too-large safe memory',
  1042: 'connection safe',
  1043: 'connection safe',
  1044: 'permission never',
  1045: 'permission never',
  1046: 'invalid never unknown-database',
  1048: 'constraint never not-null',
  1049: 'connection never unknown-database',
  1051: 'invalid never unknown-table',
  1052: 'invalid never ambiguous-column',
  1053: 'connection safe',
  1054: 'invalid never unknown-column',
  1062: 'conflict after-reread unique',
  1064: 'invalid never syntax',
  1065: 'invalid never',
  1080: 'connection safe',
  1093: 'unsupported never',
  1104: 'timeout safe',
  1105: 'internal never',
  1109: 'invalid never unknown-table',
  1114: 'too-large safe disk-full',
  1119: 'too-large never nesting',
  1129: 'connection never blocked',
  1130: 'permission never',
  1142: 'permission never',
  1143: 'permission never',
  1146: 'invalid never unknown-table',
  1152: 'connection safe',
  1153: 'too-large never packet',
  1158: 'connection safe',
  1159: 'connection safe',
  1160: 'connection safe',
  1161: 'connection safe',
  1169: 'conflict after-reread unique',
  1184: 'connection safe',
  1203: 'connection safe too-many-connections',
  1205: 'conflict safe locked',
  1206: 'too-large safe locks',
  1213: 'conflict safe deadlock',
  1216: 'constraint never foreign-key',
  1217: 'constraint never foreign-key',
  1226: 'connection safe too-many-connections',
  1227: 'permission never',
  1235: 'unsupported never',
  1241: 'invalid never',
  1242: 'cardinality never',
  1264: 'too-large never',
  1265: 'type-mismatch never',
  1267: 'invalid never collation',
  1270: 'invalid never collation',
  1271: 'invalid never collation',
  1273: 'unsupported never',
  1290: 'permission never read-only',
  1292: 'type-mismatch never',
  1295: 'unsupported never',
  1305: 'invalid never unknown-function',
  1317: 'cancelled safe',
  1364: 'constraint never not-null',
  1365: 'invalid never',
  1366: 'type-mismatch never',
  1370: 'permission never',
  1390: 'too-large never',
  1396: 'permission never',
  1399: 'invalid never',
  1406: 'type-mismatch never',
  1411: 'type-mismatch never',
  1419: 'permission never',
  1436: 'too-large never nesting',
  1473: 'too-large never nesting',
  1441: 'type-mismatch never',
  1451: 'constraint never foreign-key',
  1452: 'constraint never foreign-key',
  1461: 'connection safe resources',
  1568: 'invalid never',
  1615: 'conflict safe in-use',
  1644: 'constraint never raised',
  1690: 'too-large never',
  1698: 'permission never',
  1792: 'permission never read-only',
  1820: 'permission never',
  1836: 'permission never read-only',
  1906: 'invalid never generated',
  1927: 'connection safe',
  1969: 'timeout safe',
  3024: 'timeout safe',
  3101: 'conflict safe serialization',
  3105: 'invalid never generated',
  3140: 'type-mismatch never',
  3572: 'conflict safe locked',
  3819: 'constraint never check',
  4025: 'constraint never check',
  4031: 'connection safe',
  4038: 'type-mismatch never',
}

const byCode: { readonly [code: string]: string } = {
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
  PROTOCOL_CONNECTION_LOST: 'connection safe',
  PROTOCOL_SEQUENCE_TIMEOUT: 'timeout safe',
  ENOENT: 'connection safe',
  EACCES: 'permission never',
  ERR_SOCKET_BAD_PORT: 'invalid never',
  HANDSHAKE_NO_SSL_SUPPORT: 'connection never',
  HANDSHAKE_SSL_ERROR: 'connection never',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'connection never',
  SELF_SIGNED_CERT_IN_CHAIN: 'connection never',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'connection never',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'connection never',
  CERT_HAS_EXPIRED: 'connection never',
  ERR_TLS_CERT_ALTNAME_INVALID: 'connection never',
  AUTH_SWITCH_PLUGIN_ERROR: 'permission never',
}

const byMessage: { readonly [says: string]: string } = {
  'closed state': 'connection safe',
  'Pool is closed': 'connection never',
  'No connections available': 'timeout safe pool-exhausted',
  'Queue limit reached': 'timeout safe pool-exhausted',
}

const byMarker: { readonly [marker: string]: string } = {
  unique: 'conflict after-reread unique',
  int: 'too-large never',
  decimal: 'type-mismatch never',
  'to-decimal': 'too-large never',
  'decimal-size': 'too-large never',
  moment: 'too-large never',
}

const summary = ({ kind, retry, details: { reason } }: VantageError): string =>
  [kind, retry, ...(reason === undefined ? [] : [String(reason)])].join(' ')

describe('every row of the tables', () => {
  test('is tested', () => {
    expect(Object.keys(byNumber)).toEqual(Object.keys(numberRules))
    expect(Object.keys(byCode)).toEqual(Object.keys(codeRules))
    expect(Object.keys(byMessage)).toEqual(messageRules.map(({ says }) => says))
    expect(Object.keys(byMarker)).toEqual(Object.keys(raisedRules))
  })

  test.each(Object.entries(byNumber))('number %s is %s', (errno, expected) => {
    const error = mysqlError(serverError(Number(errno)), reading)
    expect(summary(error)).toBe(expected)
    expect(error.details.code).toBe(Number(errno))
    expect(error.message).toMatch(/; [a-z]/)
  })

  test.each(Object.entries(byCode))('code %s is %s', (code, expected) => {
    const error = mysqlError(codeError(code), reading)
    expect([summary(error), error.details.code]).toEqual([expected, code])
  })

  test.each(Object.entries(byMessage))('the driver saying "%s" is %s', (says, expected) => {
    expect(summary(mysqlError(new Error(`Oh: ${says}.`), reading))).toBe(expected)
  })

  test.each(Object.entries(byMarker))('what we raise as %s is %s', (marker, expected) => {
    const message = `BIGINT value is out of range in '9223372036854775807 + length(concat('vantage:${marker}',left(\`t\`.\`a\`,0)))'`
    expect(summary(mysqlError(serverError(1690, message), reading))).toBe(expected)
  })
})

test('what no table knows is internal, and a Vantage error stays as it is', () => {
  expect(summary(mysqlError(serverError(9999), reading))).toBe('internal never')
  const error = new VantageError('mine', { kind: 'invalid' })
  expect(mysqlError(error, reading)).toBe(error)
})

test('a lost connection says what became of the work', () => {
  const lost = () => codeError('PROTOCOL_CONNECTION_LOST')
  const told = (attempt: Attempt) => {
    const { kind, retry, details } = mysqlError(lost(), attempt)
    return [kind, retry, details.outcome]
  }
  expect(told(connecting)).toEqual(['connection', 'safe', 'not sent'])
  expect(told(reading)).toEqual(['connection', 'safe', undefined])
  expect(told(writing)).toEqual(['connection', 'after-reread', 'unknown'])
  expect(told({ ...writing, isTransaction: true })).toEqual(['connection', 'safe', 'rolled back'])
})

test.each([
  [1062, "Duplicate entry 'secret-it's' for key 'client.client_email'", { constraint: 'client_email' }],
  [1062, "Duplicate entry 'secret' for key 'PRIMARY'", { constraint: 'PRIMARY' }],
  [1048, "Column 'name' cannot be null", { column: 'name', columns: ['name'] }],
  [1364, "Field 'name' doesn't have a default value", { column: 'name' }],
  [1054, "Unknown column 'nam' in 'SELECT'", { column: 'nam' }],
  [1264, "Out of range value for column 'age' at row 1", { column: 'age' }],
  [1406, "Data too long for column 'name' at row 1", { column: 'name' }],
  [
    1366,
    "Incorrect integer value: 'secret' for column `d`.`client`.`age` at row 1",
    { table: 'client', column: 'age' },
  ],
  [1146, "Table 'd.client' doesn't exist", { table: 'client' }],
  [
    1452,
    'Cannot add or update a child row: a foreign key constraint fails (`d`.`a`, CONSTRAINT `a_b` FOREIGN KEY (`b`))',
    { constraint: 'a_b' },
  ],
  [4025, 'CONSTRAINT `positive` failed for `d`.`client`', { constraint: 'positive' }],
  [3819, "Check constraint 'positive' is violated.", { constraint: 'positive' }],
])('%i names what it is about: %s', (errno, message, parts) => {
  const error = mysqlError(serverError(errno, message, { sql: "select 'secret'", values: ['secret'] }), writing)
  expect(error.details).toMatchObject(parts)
  expect(inspect(error, { depth: 10 })).not.toContain('secret')
})

test('what the server says of a statement leaves the connection as it is; after anything else its state is unknown', () => {
  expect(endsConnection(serverError(1062))).toBe(false)
  expect(endsConnection(serverError(1317))).toBe(false)
  expect(endsConnection(serverError(1927))).toBe(true)
  expect(endsConnection(serverError(1153))).toBe(true)
  expect(endsConnection(serverError(1064, 'x', { fatal: true }))).toBe(true)
  expect(endsConnection(codeError('ECONNRESET'))).toBe(true)
  expect(endsConnection(new Error('a defect'))).toBe(true)
  expect(endsConnection(new VantageError('mine', { kind: 'too-large' }))).toBe(false)
})

test('a deadlock has rolled back the transaction, and a wait that took too long the statement', () => {
  expect([1213, 1020, 3101, 1205, 1062].map(errno => endsTransaction(serverError(errno)))).toEqual([
    true,
    true,
    true,
    false,
    false,
  ])
  expect([isUnprepared(serverError(1295)), hasLostPlan(serverError(1615))]).toEqual([true, true])
})
