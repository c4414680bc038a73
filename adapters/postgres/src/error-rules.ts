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
}

type Extra = Pick<ErrorRule, 'reason' | 'problem' | 'namesPlace'>
export const rule = (kind: ErrorKind, retry: Retry, next: string, extra: Extra = {}): ErrorRule => ({
  kind,
  retry,
  next,
  ...extra,
})

const lost = (problem: string): ErrorRule => rule('connection', 'safe', 'the next call connects again', { problem })
const unreachable = (problem: string, next: string): ErrorRule => rule('connection', 'safe', next, { problem })
const mistype = (problem: string): ErrorRule =>
  rule('type-mismatch', 'never', 'compare the column of the entity with the one in the database', { problem })
export const refused = (next: string, extra: Extra = {}): ErrorRule => rule('invalid', 'never', next, extra)

export const fallbackRule: ErrorRule = rule('internal', 'never', 'see the cause')

/**
 * By SQLSTATE; two characters stand for the rest of a class.
 *
 * Source: https://www.postgresql.org/docs/18/errcodes-appendix.html
 */
export const sqlStateRules: { readonly [code: string]: ErrorRule } = {
  '08': lost('the connection is lost'),
  '08001': unreachable('the server cannot be reached', 'check host, port and network'),
  '08004': rule('connection', 'never', 'check pg_hba.conf and the settings of the server'),
  '08P01': rule('connection', 'never', 'behind a proxy that pools by transaction, pass namedStatements: false'),
  '0A': rule('unsupported', 'never', 'write it another way, or use a newer server'),
  '0L': rule('permission', 'never', 'grant the role what it needs'),
  '0P': rule('permission', 'never', 'name a role that exists'),
  '21000': rule('cardinality', 'never', 'narrow the inner set to one row', {
    problem: 'a single value was wanted and several rows came',
  }),
  '22': mistype('the database cannot read a value as the type of its column'),
  '22001': mistype('a text is longer than its column'),
  '22003': rule('too-large', 'never', 'use a wider column, or narrow the set', {
    problem: 'a number is out of the range of its type',
  }),
  '22007': mistype('the database cannot read a date, time or duration'),
  '22008': mistype('a date or time is out of the range of the database'),
  '22012': refused('guard the divisor with nullif(x, 0), as the operator div() does', { problem: 'division by zero' }),
  '22015': mistype('a duration is out of the range of the database'),
  '22021': mistype('a text holds a character that the database cannot hold, such as NUL'),
  '22023': refused('correct the argument', { problem: 'a function was given an argument it cannot take' }),
  '22P02': mistype('the database cannot read a value as the type of its column'),
  '22P05': mistype('a text holds a character that the database cannot hold'),
  '23': rule('constraint', 'never', 'correct the record'),
  '23001': rule('constraint', 'never', 'delete or move the rows that refer to it first', { reason: 'foreign-key' }),
  '23502': rule('constraint', 'never', 'give the column a value', { reason: 'not-null' }),
  '23503': rule('constraint', 'never', 'write the row that is referred to first, or delete what refers to it', {
    reason: 'foreign-key',
  }),
  '23505': rule('conflict', 'after-reread', 'read the row that is there, or choose another value', {
    reason: 'unique',
  }),
  '23514': rule('constraint', 'never', 'correct the record', { reason: 'check' }),
  '23P01': rule('conflict', 'after-reread', 'read the row that is there, or choose another value', {
    reason: 'exclusion',
  }),
  '25': refused('roll back and start another transaction'),
  '25006': rule('permission', 'never', 'write through another transaction, or to the primary server', {
    reason: 'read-only',
  }),
  '25P02': refused('roll back, to a savepoint or altogether, and repeat the work', { reason: 'failed-transaction' }),
  '25P03': lost('the server ended a transaction that was idle for too long'),
  '25P04': rule('timeout', 'safe', 'do less in one transaction, or raise transaction_timeout'),
  '26000': refused('behind a proxy that pools by transaction, pass namedStatements: false', {
    reason: 'named-statement',
  }),
  '28': rule('permission', 'never', 'check user and password, and pg_hba.conf of the server', { namesPlace: true }),
  '34000': refused('keep the transaction open while its stream is read'),
  '3D000': rule('connection', 'never', 'create the database, or name another', { reason: 'unknown-database' }),
  '3F000': refused('create the schema, or name another', { reason: 'unknown-schema' }),
  '40': rule('conflict', 'safe', 'repeat the transaction', { reason: 'serialization' }),
  '40002': rule('constraint', 'never', 'correct the record'),
  '40003': rule('connection', 'after-reread', 'read before repeating it', { reason: 'unknown-outcome' }),
  '40P01': rule('conflict', 'safe', 'repeat the transaction; lock rows in one order everywhere', {
    reason: 'deadlock',
  }),
  '42': refused('compare the statement in the details with the database'),
  '42501': rule('permission', 'never', 'grant the role what it needs', { namesPlace: true }),
  '42601': refused('correct the text of the template'),
  '42703': refused(
    'add the column, or correct its name: by col(…).named(…) or the columns of the table options in an entity, where it is asked for in a statement; resultColumn(…) stands in orderBy(…) only, without operators',
    { reason: 'unknown-column' },
  ),
  '42803': refused(
    'group by it, or aggregate it; an expression with values is the one of groupBy(…) only as the same object: const part = o.total.div(100)',
    { reason: 'not-grouped' },
  ),
  '42804': mistype('a value has another type than its column'),
  '42846': mistype('a value has another type than its column'),
  '42883': refused('create the function, or correct its arguments', { reason: 'unknown-function' }),
  '42883/operator': rule(
    'type-mismatch',
    'never',
    "compare the column of the entity with the one in the database; in a statement give both sides one type: cast(x, 'text')",
    { problem: 'an operator does not take the types of its operands' },
  ),
  '42P01': refused(
    'create the table, or correct its name: in the options of the table of an entity, in table(…) of a statement',
    { reason: 'unknown-table' },
  ),
  '42P05': refused('behind a proxy that pools by transaction, pass namedStatements: false', {
    reason: 'named-statement',
  }),
  '42P10': refused('give the id columns, or those of onConflict(…), a primary key or a unique constraint', {
    reason: 'no-unique-id',
  }),
  '42P20': refused("select it under a name, and narrow a statement around that one: from its as('t')"),
  '42P18': refused(
    "say its type: ::text behind the value in a template, cast(value, 'text') in a statement that is built",
    { reason: 'untyped-parameter' },
  ),
  '44000': rule('constraint', 'never', 'correct the record', { reason: 'check' }),
  '53': rule('connection', 'safe', 'repeat the call later', { reason: 'resources' }),
  '53100': rule('too-large', 'safe', 'free space on the server, then repeat the call', { reason: 'disk-full' }),
  '53200': rule('too-large', 'safe', 'ask for less at once, or give the server more memory', { reason: 'memory' }),
  '53300': rule('connection', 'safe', 'lower max of the sources, or raise max_connections of the server', {
    reason: 'too-many-connections',
  }),
  '54': rule('too-large', 'never', 'make the statement smaller'),
  '55': rule('conflict', 'safe', 'repeat the call when the other work is done', { reason: 'in-use' }),
  '55000': refused('correct the state that the cause names'),
  '55P03': rule('conflict', 'safe', 'repeat the call when the other work is done', { reason: 'locked' }),
  '57': rule('connection', 'safe', 'repeat the call'),
  '57014': rule('cancelled', 'safe', 'repeat the call', { problem: 'the statement was cancelled in the database' }),
  '57014/timeout': rule('timeout', 'safe', 'narrow the set, or raise the timeout of the server', {
    problem: 'the statement took longer than the database permits',
  }),
  '57P01': lost('the server is shutting down or an administrator ended the connection'),
  '57P02': lost('the server crashed'),
  '57P03': unreachable('the server is starting up or shutting down', 'repeat the call in a moment'),
  '57P04': rule('connection', 'never', 'name another database', { problem: 'the database was dropped' }),
  '57P05': lost('the server ended a connection that was idle for too long'),
  '58': rule('connection', 'safe', 'look into the log of the server', { reason: 'system' }),
  P0: rule('constraint', 'never', 'its cause has the text of the function or trigger', {
    reason: 'raised',
    problem: 'a function or trigger of the database raised an error',
  }),
  XX: rule('internal', 'never', 'look into the log of the server'),
}

const tls = (problem: string): ErrorRule =>
  rule('connection', 'never', "pass the certificate authority of the server: ssl: { ca: '…' }", { problem })

/** By the code that Node gives failures of sockets, names and TLS. */
export const nodeRules: { readonly [code: string]: ErrorRule } = {
  ECONNREFUSED: unreachable('nothing listens there', 'start PostgreSQL, or correct host and port'),
  ENOTFOUND: unreachable('no such host', 'correct the host'),
  EAI_AGAIN: unreachable('the name of the host cannot be looked up now', 'check the network, then repeat the call'),
  ETIMEDOUT: unreachable('the host does not answer', 'check host, port and firewall'),
  EHOSTUNREACH: unreachable('no way leads to the host', 'check the network'),
  ENETUNREACH: unreachable('no way leads to the host', 'check the network'),
  EADDRNOTAVAIL: unreachable('this machine has no address or port left for a connection', 'repeat the call later'),
  EMFILE: unreachable('this process has too many open files', 'raise the limit (ulimit -n), or lower max'),
  ECONNRESET: lost('the connection is lost'),
  ECONNABORTED: lost('the connection is lost'),
  EPIPE: lost('the connection is lost'),
  ENOENT: unreachable('there is no such socket', 'start PostgreSQL, or correct the folder of the socket'),
  EACCES: rule('permission', 'never', 'let this user open the socket', { problem: 'the socket may not be opened' }),
  ERR_SOCKET_BAD_PORT: refused('give a port from 1 to 65535', { problem: 'the port cannot be one' }),
  DEPTH_ZERO_SELF_SIGNED_CERT: tls('the certificate of the server is signed by itself'),
  SELF_SIGNED_CERT_IN_CHAIN: tls('the certificate of the server is signed by an unknown authority'),
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: tls('the certificate of the server is signed by an unknown authority'),
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: tls('the certificate of the server is signed by an unknown authority'),
  CERT_HAS_EXPIRED: rule('connection', 'never', 'renew it', { problem: 'the certificate of the server has expired' }),
  ERR_TLS_CERT_ALTNAME_INVALID: rule('connection', 'never', 'use the name that the certificate is for', {
    problem: 'the certificate of the server is for another host',
  }),
}

/** The errors that `pg` makes itself have no code; the first text that occurs decides. */
export const messageRules: readonly { readonly says: string; readonly rule: ErrorRule }[] = [
  {
    says: 'timeout exceeded when trying to connect',
    rule: rule('timeout', 'safe', 'end transactions and streams that are left open, or raise max', {
      reason: 'pool-exhausted',
      problem: 'no connection of the pool became free before the deadline',
      namesPlace: true,
    }),
  },
  {
    says: 'Connection terminated due to connection timeout',
    rule: unreachable('no answer before the deadline for connecting', 'check host, port and firewall'),
  },
  {
    says: 'timeout expired',
    rule: unreachable('no answer before the deadline for connecting', 'check host, port and firewall'),
  },
  { says: 'Connection terminated', rule: lost('the connection is lost') },
  { says: 'not queryable', rule: lost('the connection is lost') },
  { says: 'Query read timeout', rule: rule('timeout', 'safe', 'narrow the set, or raise query_timeout of the pool') },
  {
    says: 'does not support SSL',
    rule: rule('connection', 'never', 'pass ssl: false, or turn SSL on at the server', {
      problem: 'the server does not speak SSL',
    }),
  },
  {
    says: 'establishing an SSL connection',
    rule: rule('connection', 'never', 'check that PostgreSQL listens there', { problem: 'SSL cannot be negotiated' }),
  },
  {
    says: 'client password must be a',
    rule: rule('permission', 'never', 'give a password', {
      problem: 'the server asks for a password and none is given',
      namesPlace: true,
    }),
  },
  {
    says: 'SASL',
    rule: rule('permission', 'never', 'check the password and the authentication method of the server', {
      namesPlace: true,
    }),
  },
  {
    says: 'after calling end on the pool',
    rule: rule('connection', 'never', 'make a pool again', { problem: 'the pool has ended' }),
  },
  { says: 'not supported in pipeline mode', rule: refused('use a pool without pipeline: true') },
]
