import { type ErrorDetails, type ErrorKind, type Retry, VantageError } from '@vantage-ts/core/adapter'
import { causeOf, type DriverProblem, driverProblem, withoutValues } from './driver-problem.ts'

/** What a failure of the engine or the driver means. */
interface Meaning {
  readonly message: string
  readonly kind: ErrorKind
  readonly retry?: Retry
  readonly details?: ErrorDetails
}

/** One known failure: told by the driver's kind and its text; codes are the same for most. */
export interface ErrorRow {
  readonly id: string
  readonly kind?: string
  readonly name?: string
  readonly detail?: string
  readonly text?: RegExp
  means(problem: DriverProblem, match: readonly string[]): Meaning
}

const overflow = 'the result is beyond what the type holds in SurrealDB; narrow the set, or calculate after reading'
const unreachable: Pick<Meaning, 'kind' | 'retry'> = { kind: 'connection', retry: 'safe' }

/** Failures that statements of this adapter raise themselves, by what they throw. */
const raised: { readonly [reason in string]?: Meaning } = {
  'vantage:cardinality': {
    message: 'a single value was wanted and several rows came; narrow the inner set or take first()',
    kind: 'cardinality',
  },
  'vantage:too-large': { message: overflow, kind: 'too-large', details: { type: 'decimal' } },
  'vantage:finer-than-microseconds': {
    message:
      'the difference of these instants is finer than the microseconds of a duration; use instants of microseconds',
    kind: 'type-mismatch',
    details: { type: 'duration' },
  },
}

/** From the most to the least particular; the first that fits counts. */
export const errorTable: readonly ErrorRow[] = [
  {
    id: 'raised by a statement of ours',
    text: /vantage:[a-z-]+/,
    means: (_, [reason = '']) => raised[reason] ?? { message: 'the statement refused the row', kind: 'constraint' },
  },
  {
    id: 'retryable conflict',
    text: /can be retried|Transaction conflict|read or write conflict/i,
    means: () => ({
      message: 'another transaction changed the same records; repeat the work',
      kind: 'conflict',
      retry: 'safe',
      details: { reason: 'serialization' },
    }),
  },
  {
    id: 'record exists',
    kind: 'AlreadyExists',
    detail: 'Record',
    means: () => ({ message: 'a record with this id exists already', kind: 'conflict', details: { reason: 'unique' } }),
  },
  {
    id: 'unique index',
    text: /^Database index `(.+?)` already contains/s,
    means: (_, [, index = '']) => ({
      message: `the unique index ${index} already holds a value of this row`,
      kind: 'conflict',
      details: { reason: 'unique', constraint: index },
    }),
  },
  {
    id: 'required field',
    text: /^Couldn't coerce value for field `(.+?)` of .*: Expected `(.+?)` but found `(?:NONE|NULL)`/s,
    means: (_, [, field = '', type = '']) => ({
      message: `the field ${field} needs a value of type ${type}`,
      kind: 'constraint',
      details: { reason: 'not-null', field },
    }),
  },
  {
    id: 'type of a field',
    text: /^Couldn't coerce value for field `(.+?)` of .*: Expected `(.+?)` but found/s,
    means: (_, [, field = '', type = '']) => ({
      message: `the field ${field} is defined as ${type} and takes no such value`,
      kind: 'type-mismatch',
      details: { field, type },
    }),
  },
  {
    id: 'assertion of a field',
    text: /for field `(.+?)`, with record .*, but field must conform to/s,
    means: (_, [, field = '']) => ({
      message: `the value of the field ${field} does not meet its ASSERT`,
      kind: 'constraint',
      details: { reason: 'check', field },
    }),
  },
  {
    id: 'read-only field',
    text: /^Found changed value for field `(.+?)`/s,
    means: (_, [, field = '']) => ({
      message: `the field ${field} is READONLY and keeps the value it was created with`,
      kind: 'constraint',
      details: { reason: 'read-only', field },
    }),
  },
  {
    id: 'unknown field',
    text: /^Found field '(.+?)', but no such field exists for table/s,
    means: (_, [, field = '']) => ({
      message: `the table is SCHEMAFULL and has no field ${field}; define it, or leave the column out of the table`,
      kind: 'constraint',
      details: { reason: 'unknown-field', field },
    }),
  },
  {
    id: 'other id',
    text: /for the `id` field, but a specific record has been specified/,
    means: () => ({ message: 'the record names another id than the call', kind: 'invalid', details: { field: 'id' } }),
  },
  {
    id: 'missing table',
    kind: 'NotFound',
    detail: 'Table',
    means: ({ detail }) => ({
      message: `there is no table ${detail.name ?? ''} in this database; define it, or insert a first row`,
      kind: 'not-found',
      details: { reason: 'table', table: detail.name },
    }),
  },
  {
    id: 'missing namespace or database',
    text: /^Specify a (namespace|database) to use/,
    means: (_, [, what = '']) => ({ message: `no ${what} was chosen; pass the option ${what}`, kind: 'invalid' }),
  },
  {
    id: 'statement timeout',
    detail: 'TimedOut',
    means: () => ({ message: 'the statement ran into its TIMEOUT', kind: 'timeout', retry: 'safe' }),
  },
  {
    id: 'statement timeout, by text',
    text: /exceeded the timeout|timed out/i,
    means: () => ({ message: 'the statement ran into its TIMEOUT', kind: 'timeout', retry: 'safe' }),
  },
  {
    id: 'authentication',
    kind: 'NotAllowed',
    detail: 'Auth',
    means: () => ({ message: 'SurrealDB refused the username, password or token', kind: 'permission' }),
  },
  {
    id: 'permission',
    kind: 'NotAllowed',
    means: ({ message }) => ({ message: withoutValues(message), kind: 'permission' }),
  },
  {
    id: 'permission, by text',
    text: /IAM error|Not enough permissions|Anonymous access not allowed/i,
    means: () => ({ message: 'this user may not do that in SurrealDB', kind: 'permission' }),
  },
  {
    id: 'nesting',
    text: /recursion depth limit|excessive computation depth|RecursionLimitExceeded/,
    means: () => ({
      message: 'this is nested deeper than SurrealDB takes (about 20 levels); flatten the expression or the value',
      kind: 'too-large',
    }),
  },
  {
    id: 'parse error',
    text: /^Parse error: ([^\n]*)/,
    means: (_, [, what = '']) => ({ message: `SurrealDB cannot read the statement: ${what}`, kind: 'invalid' }),
  },
  {
    id: 'transaction gone',
    text: /Transaction not found/,
    means: () => ({ message: 'the transaction has ended; begin another', kind: 'invalid' }),
  },
  {
    id: 'calculation with null',
    text: /^Cannot (?:perform \w+ with|negate the value).*'(?:NONE|NULL)'/s,
    means: () => ({
      message: 'vendor text calculates with a null, which SurrealQL refuses; give it a value there with ??',
      kind: 'invalid',
    }),
  },
  {
    id: 'arithmetic overflow',
    text: /arithmetic overflow|^Cannot (?:perform (?:addition|subtraction|multiplication|division|remainder)|negate)/,
    means: () => ({ message: overflow, kind: 'too-large' }),
  },
  {
    id: 'cast to a number',
    text: /^Could not cast into `(int|decimal)`/,
    means: (_, [, type]) => ({ message: overflow, kind: 'too-large', details: { type } }),
  },
  {
    id: 'cast',
    text: /^Could not cast into `(\w+)`/,
    means: (_, [, type = '']) => ({
      message: `a value cannot be made a ${type}`,
      kind: 'type-mismatch',
      details: { type },
    }),
  },
  {
    id: 'arguments of a function',
    text: /^Incorrect arguments for function ([\w:]+)\(\)/,
    means: (_, [, name = '']) => ({
      message: `${name}() was given a value of another type; a stored value is none of its column's type`,
      kind: 'type-mismatch',
    }),
  },
  {
    id: 'result below the least of its type',
    text: /results in a negative value/,
    means: () => ({ message: overflow, kind: 'too-large' }),
  },
  {
    id: 'value that cannot be sent',
    text: /^Expected a (?:valid|CBOR)|too big to be encoded|beyond 64 bits|Number too big/,
    means: () => ({ message: 'a value is beyond what SurrealDB can hold', kind: 'type-mismatch' }),
  },
  {
    id: 'raised by the database',
    kind: 'Thrown',
    means: ({ message }) => ({
      message: `the database refused: ${withoutValues(message).replace(/^An error occurred: /, '')}`,
      kind: 'constraint',
      details: { reason: 'thrown' },
    }),
  },
  ...['ConnectionUnavailableError', 'CallTerminatedError', 'UnexpectedConnectionError', 'HttpConnectionError'].map(
    (name): ErrorRow => ({
      id: name,
      name,
      means: () => ({ message: 'the connection to SurrealDB is gone; the next call connects again', ...unreachable }),
    }),
  ),
  {
    id: 'network',
    text: /fetch failed|ECONNREFUSED|ECONNRESET|EPIPE|socket|network|websocket/i,
    means: () => ({ message: 'SurrealDB cannot be reached; check the address and that it runs', ...unreachable }),
  },
  {
    id: 'unknown engine',
    name: 'UnsupportedEngineError',
    means: () => ({
      message: 'the url has no scheme that is known here; use ws, wss, http, https, mem, surrealkv or rocksdb',
      kind: 'invalid',
    }),
  },
  {
    id: 'bad url',
    kind: 'ERR_INVALID_URL',
    means: () => ({ message: 'the url cannot be read; write it as in ws://localhost:8000', kind: 'invalid' }),
  },
  ...['UnsupportedFeatureError', 'UnavailableFeatureError'].map(
    (name): ErrorRow => ({
      id: name,
      name,
      means: () => ({
        message: 'this connection or server cannot do that; transactions need ws and SurrealDB 3',
        kind: 'unsupported',
      }),
    }),
  ),
  {
    id: 'old server',
    name: 'UnsupportedVersionError',
    means: () => ({ message: 'this version of SurrealDB is not supported; version 3 is needed', kind: 'unsupported' }),
  },
  {
    id: 'full disk',
    text: /no space left|disk (?:is )?full|quota exceeded/i,
    means: () => ({
      message: 'the disk of SurrealDB is full; nothing was written',
      kind: 'too-large',
      retry: 'safe',
      details: { reason: 'disk-full' },
    }),
  },
]

/** Makes a `VantageError` of anything thrown; what is one already stays. */
export function explained(thrown: unknown, source: string): VantageError {
  if (VantageError.is(thrown)) return thrown
  const problem = driverProblem(thrown)
  const { message, kind, retry, details } = meaningOf(problem)
  return new VantageError(`${source}: ${message}`, {
    kind,
    ...(retry === undefined ? {} : { retry }),
    details: { source, ...details },
    cause: causeOf(thrown),
  })
}

function meaningOf(problem: DriverProblem): Meaning {
  // Errors inside a block come wrapped into one that was thrown.
  const message = problem.message.replace(/^An error occurred: /, '')
  for (const row of errorTable) {
    const match = row.text === undefined ? [] : row.text.exec(message)
    const fits =
      match !== null &&
      (row.kind === undefined || row.kind === problem.kind) &&
      (row.name === undefined || row.name === problem.name) &&
      (row.detail === undefined || row.detail === problem.detail.kind)
    if (fits) return row.means(problem, match)
  }
  return { message: withoutValues(problem.message), kind: 'internal' }
}

/** The table that a statement looked for in vain, where that is what went wrong. */
export function missingTable(thrown: unknown): string | undefined {
  const { kind, detail } = driverProblem(thrown)
  return kind === 'NotFound' && detail.kind === 'Table' ? detail.name : undefined
}
