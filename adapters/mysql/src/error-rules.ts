import type { ErrorKind, Retry } from '@vantage-ts/core/adapter'

/** What an error of the database means to the caller. */
export interface ErrorRule {
  readonly kind: ErrorKind
  readonly retry: Retry
  /** What to do, as the end of the message. */
  readonly next: string
  readonly reason?: string
  /** What is said in the place of the driver's text, which may be a code or hold values. */
  readonly problem?: string
  /** Whether the message names host, database and user. */
  readonly namesPlace?: true
  /** The whole transaction was rolled back, not the statement alone. */
  readonly endsTransaction?: true
  /** The server closes the connection after it. */
  readonly closes?: true
}

type Extra = Omit<ErrorRule, 'kind' | 'retry' | 'next'>
const rule = (kind: ErrorKind, retry: Retry, next: string, extra: Extra = {}): ErrorRule => ({
  kind,
  retry,
  next,
  ...extra,
})

const lost = (problem: string): ErrorRule => rule('connection', 'safe', 'the next call connects again', { problem })
const unreachable = (problem: string, next: string): ErrorRule => rule('connection', 'safe', next, { problem })
const mistype = (problem: string): ErrorRule =>
  rule('type-mismatch', 'never', 'compare the column of the entity with the one in the database', { problem })
const refused = (next: string, extra: Extra = {}): ErrorRule => rule('invalid', 'never', next, extra)
const lacking = (problem: string): ErrorRule =>
  rule('unsupported', 'never', 'write it another way, or use a newer server', { problem })

const taken = rule('conflict', 'after-reread', 'read the row that is there, or choose another value', {
  reason: 'unique',
  problem: 'another row has this value in a unique index',
})
const needsValue = rule('constraint', 'never', 'give the column a value', { reason: 'not-null' })
const refersToNone = rule('constraint', 'never', 'write the row that is referred to first', {
  reason: 'foreign-key',
  problem: 'a row refers to one that is not there',
})
const isReferredTo = rule('constraint', 'never', 'delete or move the rows that refer to it first', {
  reason: 'foreign-key',
  problem: 'a row is still referred to',
})
const failsCheck = rule('constraint', 'never', 'correct the record', {
  reason: 'check',
  problem: 'a value does not meet a check of the table',
})
const isLocked = (problem: string): ErrorRule =>
  rule('conflict', 'safe', 'repeat the call when the other work is done', { reason: 'locked', problem })
const outOfRange = rule('too-large', 'never', 'use a wider column, or narrow the set', {
  problem: 'a number is out of the range of its type',
})
const mayNot = rule('permission', 'never', 'grant the user what it needs', { namesPlace: true })
const readOnly = rule('permission', 'never', 'write through another transaction, or to the primary server', {
  reason: 'read-only',
})
const denied = rule('permission', 'never', 'check user and password', { namesPlace: true })
const unknownTable = refused('create the table, or name another in the options of the table', {
  reason: 'unknown-table',
})
const tooManyConnections = rule(
  'connection',
  'safe',
  'lower max of the sources, or raise max_connections of the server',
  {
    reason: 'too-many-connections',
  },
)
const full = rule('too-large', 'safe', 'free space on the server, then repeat the call', { reason: 'disk-full' })
const memory = rule('too-large', 'safe', 'ask for less at once, or give the server more memory', { reason: 'memory' })
const shuttingDown = lost('the server is shutting down or an administrator ended the connection')
const tooSlow = rule('timeout', 'safe', 'narrow the set, or raise the limit of the server', {
  problem: 'the statement took longer than the database permits',
})

export const fallbackRule: ErrorRule = rule('internal', 'never', 'see the cause')

/**
 * By number of the error.
 *
 * Source: https://mariadb.com/kb/en/mariadb-error-code-reference/, https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html
 */
export const numberRules: { readonly [errno: number]: ErrorRule } = {
  1020: rule('conflict', 'safe', 'repeat the transaction', {
    reason: 'serialization',
    problem: 'another transaction has changed a row since this one began to read',
    endsTransaction: true,
  }),
  1021: full,
  1037: memory,
  1038: memory,
  1040: tooManyConnections,
  1041: memory,
  1042: unreachable(
    'the server cannot tell who connects',
    'check the names of hosts, or skip-name-resolve of the server',
  ),
  1043: lost('the greeting of the server went wrong'),
  1044: mayNot,
  1045: denied,
  1046: refused('name a database in the url, or a schema in the options of the table', { reason: 'unknown-database' }),
  1048: needsValue,
  1049: rule('connection', 'never', 'create the database, or name another', { reason: 'unknown-database' }),
  1051: unknownTable,
  1052: refused('write the name of the table before the column', { reason: 'ambiguous-column' }),
  1053: shuttingDown,
  1054: refused('add the column, or name another with col(…).named(…) or the columns of the table options', {
    reason: 'unknown-column',
  }),
  1062: taken,
  1064: refused('correct the text of the template', {
    reason: 'syntax',
    problem: 'the server cannot read the statement',
  }),
  1065: refused('write a statement', { problem: 'the statement is empty' }),
  1080: lost('the server was stopped'),
  1093: lacking('MySQL changes no table that the same statement reads'),
  1104: tooSlow,
  1105: rule('internal', 'never', 'look into the log of the server'),
  1109: refused('name a table that the statement reads', { reason: 'unknown-table' }),
  1114: full,
  1119: rule('too-large', 'never', 'nest the sets less deeply', { reason: 'nesting' }),
  1129: rule('connection', 'never', 'run FLUSH HOSTS on the server', { reason: 'blocked', namesPlace: true }),
  1130: denied,
  1142: mayNot,
  1143: mayNot,
  1146: unknownTable,
  1152: lost('the connection is lost'),
  1153: rule('too-large', 'never', 'send less at once, or raise max_allowed_packet of the server', {
    reason: 'packet',
    closes: true,
  }),
  1158: lost('the connection is lost'),
  1159: lost('the connection is lost'),
  1160: lost('the connection is lost'),
  1161: lost('the connection is lost'),
  1169: taken,
  1184: lost('the connection is lost'),
  1203: tooManyConnections,
  1205: isLocked('another transaction holds the rows for longer than the database waits'),
  1206: rule('too-large', 'safe', 'lock fewer rows in one transaction', { reason: 'locks', endsTransaction: true }),
  1213: rule('conflict', 'safe', 'repeat the transaction; lock rows in one order everywhere', {
    reason: 'deadlock',
    endsTransaction: true,
  }),
  1216: refersToNone,
  1217: isReferredTo,
  1226: tooManyConnections,
  1227: mayNot,
  1235: lacking('the server does not know this form of statement'),
  1241: refused('compare values with values, and rows with rows of as many columns'),
  1242: rule('cardinality', 'never', 'narrow the inner set to one row', {
    problem: 'a single value was wanted and several rows came',
  }),
  1264: outOfRange,
  1265: mistype('a value does not fit its column'),
  1267: refused('give the columns one collation, or say COLLATE in the template', { reason: 'collation' }),
  1270: refused('give the columns one collation, or say COLLATE in the template', { reason: 'collation' }),
  1271: refused('give the columns one collation, or say COLLATE in the template', { reason: 'collation' }),
  1273: lacking('the server does not know a collation'),
  1290: readOnly,
  1292: mistype('the database cannot read a value as the type it is wanted as'),
  1295: lacking('the server does not prepare this statement'),
  1305: refused('create the function, or use a newer server', { reason: 'unknown-function' }),
  1317: rule('cancelled', 'safe', 'repeat the call', { problem: 'the statement was cancelled in the database' }),
  1364: needsValue,
  1365: refused('guard the divisor with nullif(x, 0), as the operator div() does', { problem: 'division by zero' }),
  1366: mistype('the database cannot read a value as the type of its column'),
  1370: mayNot,
  1390: rule('too-large', 'never', 'bind fewer values: give a long list by in() of a set, which binds it as one'),
  1396: mayNot,
  1399: refused('end the transaction first'),
  1406: mistype('a text is longer than its column'),
  1411: mistype('the database cannot read a date, time or number'),
  1419: mayNot,
  1436: rule('too-large', 'never', 'nest the sets less deeply', { reason: 'nesting' }),
  1441: mistype('a date or time is out of the range of the database'),
  1451: isReferredTo,
  1452: refersToNone,
  1461: rule('connection', 'safe', 'raise max_prepared_stmt_count of the server, or lower max of the sources', {
    reason: 'resources',
  }),
  1473: rule('too-large', 'never', 'nest the sets less deeply', { reason: 'nesting' }),
  1568: refused('end the transaction first'),
  1615: rule('conflict', 'safe', 'repeat the call', { reason: 'in-use', problem: 'a table changed while it was used' }),
  1644: rule('constraint', 'never', 'its cause has the text of the procedure or trigger', {
    reason: 'raised',
    problem: 'a procedure or trigger of the database raised an error',
  }),
  1690: outOfRange,
  1698: denied,
  1792: readOnly,
  1820: rule('permission', 'never', 'set a new password for the user', { namesPlace: true }),
  1836: readOnly,
  1906: refused('leave generated columns out of the record: col(…).generated()', { reason: 'generated' }),
  1927: shuttingDown,
  1969: tooSlow,
  3024: tooSlow,
  3101: rule('conflict', 'safe', 'repeat the transaction', { reason: 'serialization', endsTransaction: true }),
  3105: refused('leave generated columns out of the record: col(…).generated()', { reason: 'generated' }),
  3140: mistype('a text is no JSON'),
  3572: isLocked('another transaction holds the rows'),
  3819: failsCheck,
  4025: failsCheck,
  4031: lost('the server ended a connection that was idle for too long'),
  4038: mistype('a text is no JSON'),
}

/** Failures that an expression of ours raises, by their marker. */
export const raisedRules: { readonly [marker: string]: ErrorRule } = {
  unique: taken,
  int: rule('too-large', 'never', 'convert an operand with toDecimal()', {
    problem: 'a calculated whole number is beyond ±(2^53 − 1), which int holds',
  }),
  decimal: mistype('a calculated decimal has more digits than its column'),
  'to-decimal': rule('too-large', 'never', 'keep it a float', {
    problem: 'a float is beyond what a decimal holds, 35 digits before the point and 30 behind it',
  }),
  'decimal-size': rule('too-large', 'never', 'narrow the set, or convert the operands with toFloat()', {
    problem: 'a calculated decimal has more than 35 digits before the point',
  }),
  moment: rule('too-large', 'never', 'narrow the set to moments that stay within it', {
    problem: 'a calculated moment is beyond the years 1 to 9999',
  }),
}

const tls = (problem: string): ErrorRule =>
  rule('connection', 'never', "pass the certificate authority of the server: ssl: { ca: '…' }", { problem })

/** By the code that the driver, or Node, gives failures of its own. */
export const codeRules: { readonly [code: string]: ErrorRule } = {
  ECONNREFUSED: unreachable('nothing listens there', 'start the server, or correct host and port'),
  ENOTFOUND: unreachable('no such host', 'correct the host'),
  EAI_AGAIN: unreachable('the name of the host cannot be looked up now', 'check the network, then repeat the call'),
  ETIMEDOUT: unreachable(
    'the server does not answer before the deadline for connecting',
    'check host, port and firewall',
  ),
  EHOSTUNREACH: unreachable('no way leads to the host', 'check the network'),
  ENETUNREACH: unreachable('no way leads to the host', 'check the network'),
  EADDRNOTAVAIL: unreachable('this machine has no address or port left for a connection', 'repeat the call later'),
  EMFILE: unreachable('this process has too many open files', 'raise the limit (ulimit -n), or lower max'),
  ECONNRESET: lost('the connection is lost'),
  ECONNABORTED: lost('the connection is lost'),
  EPIPE: lost('the connection is lost'),
  PROTOCOL_CONNECTION_LOST: lost('the connection is lost'),
  PROTOCOL_SEQUENCE_TIMEOUT: rule('timeout', 'safe', 'narrow the set, or raise the timeout of the pool'),
  ENOENT: unreachable('there is no such socket', 'start the server, or correct socketPath'),
  EACCES: rule('permission', 'never', 'let this user open the socket', { problem: 'the socket may not be opened' }),
  ERR_SOCKET_BAD_PORT: refused('give a port from 1 to 65535', { problem: 'the port cannot be one' }),
  HANDSHAKE_NO_SSL_SUPPORT: rule('connection', 'never', 'leave ssl out, or turn it on at the server', {
    problem: 'the server does not speak TLS',
  }),
  HANDSHAKE_SSL_ERROR: tls('TLS cannot be negotiated'),
  DEPTH_ZERO_SELF_SIGNED_CERT: tls('the certificate of the server is signed by itself'),
  SELF_SIGNED_CERT_IN_CHAIN: tls('the certificate of the server is signed by an unknown authority'),
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: tls('the certificate of the server is signed by an unknown authority'),
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: tls('the certificate of the server is signed by an unknown authority'),
  CERT_HAS_EXPIRED: rule('connection', 'never', 'renew it', { problem: 'the certificate of the server has expired' }),
  ERR_TLS_CERT_ALTNAME_INVALID: rule('connection', 'never', 'use the name that the certificate is for', {
    problem: 'the certificate of the server is for another host',
  }),
  AUTH_SWITCH_PLUGIN_ERROR: rule('permission', 'never', 'use a method of login that the driver knows', {
    problem: 'the server asks for a login that went wrong',
    namesPlace: true,
  }),
}

/** Errors of the driver without a code; the first text that occurs decides. */
export const messageRules: readonly { readonly says: string; readonly rule: ErrorRule }[] = [
  { says: 'closed state', rule: lost('the connection is lost') },
  { says: 'Pool is closed', rule: rule('connection', 'never', 'make a pool again', { problem: 'the pool has ended' }) },
  {
    says: 'No connections available',
    rule: rule('timeout', 'safe', 'end transactions and streams that are left open, or raise the limit of the pool', {
      reason: 'pool-exhausted',
    }),
  },
  {
    says: 'Queue limit reached',
    rule: rule('timeout', 'safe', 'end transactions and streams that are left open, or raise the limit of the pool', {
      reason: 'pool-exhausted',
    }),
  },
]
