import { VantageError } from '@vantage-ts/core/adapter'
import { causeOf, type DriverProblem, driverProblem } from './driver-problem.ts'
import { type ErrorRow, type Meaning, overflow } from './error-row.ts'
import { statementErrors } from './statement-errors.ts'
import { withoutValues } from './without-values.ts'

const unreachable: Pick<Meaning, 'kind' | 'retry'> = { kind: 'connection', retry: 'safe' }

/** Failures that statements of this adapter raise themselves, by what they throw. */
const raised: { readonly [reason in string]?: Meaning } = {
  'vantage:cardinality': {
    message: 'a single value was wanted and several rows came; narrow the inner set or take first()',
    kind: 'cardinality',
  },
  'vantage:too-large': { message: overflow, kind: 'too-large', details: { type: 'decimal' } },
  'vantage:length': {
    message: 'rand.string() and rand.id() take lengths from 0 up, and one below that was calculated',
    kind: 'invalid',
  },
  'vantage:not-null': {
    message: 'a value that was calculated is null, and its column needs one',
    kind: 'constraint',
    details: { reason: 'not-null' },
  },
  'vantage:edge': {
    message: 'an edge keeps the records that it leads from and to; delete it, and insert another one',
    kind: 'unsupported',
  },
  'vantage:exists': {
    message: 'a record with this id exists already',
    kind: 'conflict',
    details: { reason: 'unique' },
  },
  'vantage:too-fine': {
    message: 'a calculated decimal has more digits than its column holds',
    kind: 'type-mismatch',
    details: { type: 'decimal' },
  },
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
    text: /^vantage:[a-z-]+$/,
    means: (_, [reason = '']) => raised[reason] ?? { message: 'the statement refused the row', kind: 'constraint' },
  },
  {
    id: 'retryable conflict',
    text: /^Transaction conflict: |^Failed to commit transaction due to a read or write conflict/,
    means: () => ({
      message: 'another transaction changed the same records; repeat the work',
      kind: 'conflict',
      retry: 'safe',
      details: { reason: 'serialization' },
    }),
  },
  {
    id: 'record exists',
    text: /^Database record `.*` already exists$/s,
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
    text: /^Couldn't coerce value for field `(.+?)` of .*: Expected `(.+?)` but found `(?:NONE|NULL)`$/s,
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
    text: /^Found .* for field `([^`]+)`, with record `.*`, but field must conform to/s,
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
    text: /^Found .* for the `id` field, but a specific record has been specified$/s,
    means: () => ({ message: 'the record names another id than the call', kind: 'invalid', details: { field: 'id' } }),
  },
  {
    id: 'edge or not',
    text: /^Found record: `.*` which is (not )?a relation/s,
    means: (_, [, isMissing]) => ({
      message:
        isMissing === undefined
          ? 'the table takes no edges, and a record with links in and out is one'
          : 'the table takes edges only: say that its in and out are links',
      kind: 'constraint',
      details: { reason: 'edge' },
    }),
  },
  {
    id: 'edge without an end',
    text: /^Cannot execute (?:RELATE|INSERT) statement where property '(in|out)' is: /,
    means: (_, [, field = '']) => ({
      message: `an edge leads from a record to a record, and the one of ${field} is missing`,
      kind: 'constraint',
      details: { reason: 'not-null', field },
    }),
  },
  {
    id: 'missing table',
    text: /^The table '(.+)' does not exist$/s,
    means: (_, [, table = '']) => ({
      message: `there is no table ${table} in this database; define it, or insert a first row`,
      kind: 'not-found',
      details: { reason: 'table', table },
    }),
  },
  {
    id: 'unknown function',
    text: /^(?:Function '.+?' not found: )?The function '([\w:]+)' does not exist/,
    means: (_, [, name = '']) => ({
      message: `there is no function ${name} in this database; define it`,
      kind: 'invalid',
      details: { reason: 'unknown-function' },
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
    says: /exceeded the timeout|timed out/i,
    means: () => ({ message: 'the statement ran into its TIMEOUT', kind: 'timeout', retry: 'safe' }),
  },
  {
    id: 'permission, by text',
    says: /IAM error|Not enough permissions|Anonymous access not allowed/i,
    means: () => ({ message: 'this user may not do that in SurrealDB', kind: 'permission' }),
  },
  {
    id: 'authentication',
    kind: 'NotAllowed',
    detail: 'Auth',
    means: () => ({ message: 'SurrealDB refused the username, password or token', kind: 'permission' }),
  },
  {
    id: 'unreadable token',
    text: /^InvalidToken$/,
    means: () => ({ message: 'SurrealDB cannot read the token; check the option token', kind: 'permission' }),
  },
  {
    id: 'permission',
    kind: 'NotAllowed',
    means: ({ message }) => ({ message: withoutValues(message), kind: 'permission' }),
  },
  {
    id: 'transaction gone',
    text: /^Transaction not found/,
    means: () => ({ message: 'the transaction has ended; begin another', kind: 'invalid' }),
  },
  ...statementErrors,
  {
    id: 'value that cannot be sent',
    text: /^(?:Expected a (?:valid|CBOR)|BigInt too big to be encoded|a whole number beyond 64 bits|Number too big)/,
    means: () => ({ message: 'a value is beyond what SurrealDB can hold', kind: 'type-mismatch' }),
  },
  {
    id: 'raised by the database',
    kind: 'Thrown',
    means: ({ message }) => ({
      message: `the database refused: ${withoutValues(message)}`,
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
    says: /fetch failed|ECONNREFUSED|ECONNRESET|EPIPE|socket|network|websocket/i,
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
    says: /no space left|disk (?:is )?full|quota exceeded/i,
    means: () => ({
      message: 'the disk of SurrealDB is full; nothing was written',
      kind: 'too-large',
      retry: 'safe',
      details: { reason: 'disk-full' },
    }),
  },
  {
    id: 'refused by the engine',
    kind: 'Validation',
    means: ({ message }) => ({
      message: `SurrealDB refuses the statement: ${withoutValues(message)}; preview() shows its text`,
      kind: 'invalid',
    }),
  },
]

/** Makes a `VantageError` of anything thrown; what is one already stays. */
export function explained(thrown: unknown, source: string): VantageError {
  if (VantageError.is(thrown)) return thrown
  const { message, kind, retry, details } = meaningOf(driverProblem(thrown))
  return new VantageError(`${source}: ${message}`, {
    kind,
    ...(retry === undefined ? {} : { retry }),
    details: { source, ...details },
    cause: causeOf(thrown),
  })
}

function meaningOf(problem: DriverProblem): Meaning {
  const found = fitting(problem)
  return found?.row.means(found.inner, found.match) ?? { message: withoutValues(problem.message), kind: 'internal' }
}

/** The row of the table that tells what was thrown; undefined for what nobody knows. */
export const rowOf = (thrown: unknown): ErrorRow | undefined => fitting(driverProblem(thrown))?.row

interface Fitting {
  readonly row: ErrorRow
  readonly inner: DriverProblem
  readonly match: readonly string[]
}

function fitting(problem: DriverProblem): Fitting | undefined {
  const inner = unwrapped(problem)
  const plain = withoutValues(inner.message)
  for (const row of errorTable) {
    const match = row.text === undefined ? [] : row.text.exec(inner.message)
    const fits =
      match !== null &&
      (row.says === undefined || (inner.kind !== 'Thrown' && row.says.test(plain))) &&
      (row.kind === undefined || row.kind === inner.kind) &&
      (row.name === undefined || row.name === inner.name) &&
      (row.detail === undefined || row.detail === inner.detail.kind)
    if (fits) return { row, inner, match }
  }
  return undefined
}

/** What an author threw comes wrapped, and so does what went wrong in an event. */
const wrapped = /^(?:Error while processing event [^:]+|(An error occurred)): /

/** What went wrong inside; what an author threw keeps that kind, which the engine forgets of an event. */
function unwrapped(problem: DriverProblem): DriverProblem {
  let { message, kind } = problem
  for (let match = wrapped.exec(message); match !== null; match = wrapped.exec(message)) {
    message = message.slice(match[0].length)
    if (match[1] !== undefined) kind = 'Thrown'
  }
  return { ...problem, message, kind }
}

/** The table that a statement looked for in vain, where that is what went wrong. */
export function missingTable(thrown: unknown): string | undefined {
  const { kind, detail, message } = driverProblem(thrown)
  if (kind === 'NotFound' && detail.kind === 'Table') return detail.name
  // Of what goes wrong in a block the engine keeps the text only.
  return /^An error occurred: The table '(.+)' does not exist$/s.exec(message)?.[1]
}
