import { inspect } from 'node:util'
import { VantageError } from '@vantage-ts/core'
import { describe, expect, test } from 'vitest'
import { driverError } from './driver-problem.ts'
import { errorTable, explained, missingTable } from './errors.ts'

/** What the driver throws for a row of the table, and what becomes of it: kind, retry advice, reason. */
const known: { readonly [id: string]: readonly [facts: object, becomes: string] } = {
  'raised by a statement of ours': [{ message: 'An error occurred: vantage:cardinality' }, 'cardinality never'],
  'retryable conflict': [
    { message: 'Transaction conflict: Resource busy. This transaction can be retried' },
    'conflict safe serialization',
  ],
  'record exists': [
    { kind: 'AlreadyExists', details: { kind: 'Record' }, message: "Database record `user:'secret'` already exists" },
    'conflict never unique',
  ],
  'unique index': [
    { message: "Database index `by_email` already contains 'secret', with record `user:1`" },
    'conflict never unique',
  ],
  'required field': [
    {
      message: "Couldn't coerce value for field `name` of `user:secret`: Expected `string` but found `NONE`",
    },
    'constraint never not-null',
  ],
  'type of a field': [
    { message: "Couldn't coerce value for field `age` of `user:1`: Expected `int` but found `'secret'`" },
    'type-mismatch never',
  ],
  'assertion of a field': [
    {
      message: "Found 'secret' for field `age`, with record `user:1`, but field must conform to: $value > 0",
    },
    'constraint never check',
  ],
  'read-only field': [
    { message: "Found changed value for field `born`, with record `user:1`, but field is readonly: 'secret'" },
    'constraint never read-only',
  ],
  'unknown field': [
    { message: "Found field 'nick', but no such field exists for table 'user'" },
    'constraint never unknown-field',
  ],
  'other id': [
    { message: "Found 'secret' for the `id` field, but a specific record has been specified" },
    'invalid never',
  ],
  'missing table': [
    {
      kind: 'NotFound',
      details: { kind: 'Table', details: { name: 'user' } },
      message: "The table 'user' does not exist",
    },
    'not-found never table',
  ],
  'missing namespace or database': [{ message: 'Specify a namespace to use' }, 'invalid never'],
  'statement timeout': [{ details: { kind: 'TimedOut' }, message: 'it took too long' }, 'timeout safe'],
  'statement timeout, by text': [
    { message: 'The query was not executed because it exceeded the timeout' },
    'timeout safe',
  ],
  authentication: [
    { kind: 'NotAllowed', details: { kind: 'Auth' }, message: 'There was a problem with authentication' },
    'permission never',
  ],
  permission: [{ kind: 'NotAllowed', message: "Not allowed to do this: 'secret'" }, 'permission never'],
  'permission, by text': [{ message: 'IAM error: Not enough permissions to perform this action' }, 'permission never'],
  nesting: [{ message: 'Reached excessive computation depth due to functions, subqueries' }, 'too-large never'],
  'parse error': [{ message: "Parse error: Unexpected token `;`\n --> [1:7]\n1 | RETURN 'secret';" }, 'invalid never'],
  'transaction gone': [{ message: 'Transaction not found' }, 'invalid never'],
  'calculation with null': [{ message: "Cannot perform addition with '7' and 'NONE'" }, 'invalid never'],
  'arithmetic overflow': [
    { message: 'Failed to compute: "9223372036854775807 + 1", as the operation results in an arithmetic overflow.' },
    'too-large never',
  ],
  'cast to a number': [{ message: "Could not cast into `int` using input '1e300'" }, 'too-large never'],
  cast: [{ message: "Could not cast into `datetime` using input 'secret'" }, 'type-mismatch never'],
  'arguments of a function': [
    { message: 'Incorrect arguments for function string::len(). Argument 1 was the wrong type.' },
    'type-mismatch never',
  ],
  'result below the least of its type': [
    { message: 'Failed to compute: "1s - 2s", as the operation results in a negative value.' },
    'too-large never',
  ],
  'value that cannot be sent': [{ message: 'Number too big to be encoded' }, 'type-mismatch never'],
  'raised by the database': [
    { kind: 'Thrown', message: "An error occurred: no more than 'secret' a day" },
    'constraint never thrown',
  ],
  ConnectionUnavailableError: [{ name: 'ConnectionUnavailableError', message: 'no connection' }, 'connection safe'],
  CallTerminatedError: [{ name: 'CallTerminatedError', message: 'terminated' }, 'connection safe'],
  UnexpectedConnectionError: [{ name: 'UnexpectedConnectionError', message: 'odd' }, 'connection safe'],
  HttpConnectionError: [{ name: 'HttpConnectionError', message: 'status 502' }, 'connection safe'],
  network: [{ message: 'fetch failed', cause: { code: 'ECONNREFUSED' } }, 'connection safe'],
  'unknown engine': [
    { name: 'UnsupportedEngineError', message: 'the engine gopher is not supported' },
    'invalid never',
  ],
  'bad url': [{ code: 'ERR_INVALID_URL', message: 'Invalid URL' }, 'invalid never'],
  UnsupportedFeatureError: [{ name: 'UnsupportedFeatureError', message: 'transactions' }, 'unsupported never'],
  UnavailableFeatureError: [{ name: 'UnavailableFeatureError', message: 'transactions' }, 'unsupported never'],
  'old server': [{ name: 'UnsupportedVersionError', message: 'version 1' }, 'unsupported never'],
  'full disk': [{ message: 'IO error: No space left on device' }, 'too-large safe disk-full'],
}

const shortOf = ({ kind, retry, details }: VantageError): string =>
  [kind, retry, details.reason].filter(Boolean).join(' ')
const thrownBy = (facts: object): Error => Object.assign(new Error(), facts)

describe('every row', () => {
  test.for(Object.entries(known))('%s', ([id, [facts, becomes]]) => {
    const thrown = thrownBy(facts)
    const error = explained(thrown, 'surrealdb')
    expect(shortOf(error)).toBe(becomes)
    expect(error.message).toMatch(/^surrealdb: \w/)
    expect(error.details.source).toBe('surrealdb')
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain('secret')
    expect(driverError(error.cause)).toBe(thrown)
    const row = errorTable.find(candidate => candidate.id === id)
    const others = errorTable.slice(0, errorTable.indexOf(row ?? expect.fail(`no row ${id}`)))
    // The row itself answers, not one before it.
    for (const other of others)
      expect(other.text?.test(thrown.message) === true && other.kind === undefined).toBe(false)
  })

  test('none is missing above', () => {
    expect(errorTable.map(({ id }) => id).sort()).toEqual(Object.keys(known).sort())
  })
})

test('what a statement of ours raises has its own meaning each', () => {
  const kinds = ['cardinality', 'too-large', 'finer-than-microseconds', 'else'].map(
    reason => explained(new Error(`vantage:${reason}`), 'surrealdb').kind,
  )
  expect(kinds).toEqual(['cardinality', 'too-large', 'type-mismatch', 'constraint'])
})

test('names are told: table, field, index', () => {
  const details = ['missing table', 'required field', 'unique index'].map(id => {
    const [facts] = known[id] ?? expect.fail(id)
    return explained(thrownBy(facts), 's').details
  })
  expect(details).toEqual([
    { source: 's', reason: 'table', table: 'user' },
    { source: 's', reason: 'not-null', field: 'name' },
    { source: 's', reason: 'unique', constraint: 'by_email' },
  ])
  expect(missingTable(thrownBy(known['missing table']?.[0] ?? {}))).toBe('user')
  expect(missingTable(new Error('else'))).toBeUndefined()
})

test('what nobody knows is internal, without its values', () => {
  const error = explained(new Error("it's odd: 'secret' at 4711 in `a b` [1, 2] { x: 1 } `'1'`"), 'surrealdb')
  expect([error.kind, error.message]).toEqual(['internal', "surrealdb: it's odd: … at … in `a b` … … `…`"])
  expect(explained('text', 'surrealdb')).toMatchObject({ kind: 'internal', message: 'surrealdb: text' })
})

test('an error of Vantage stays what it is', () => {
  const error = new VantageError('x', { kind: 'cancelled' })
  expect(explained(error, 'surrealdb')).toBe(error)
})
