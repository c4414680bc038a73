import { inspect } from 'node:util'
import { VantageError } from '@vantage-ts/core'
import { describe, expect, test } from 'vitest'
import { driverError } from './driver-problem.ts'
import { errorTable, explained, missingTable, rowOf } from './errors.ts'

/** An error as the driver gives it: its name, its kind and what else it knows stand beside the text. */
const thrown = (message: string, facts: object = {}): Error => Object.assign(new Error(message), facts)
const auth = { name: 'NotAllowedError', kind: 'NotAllowed', details: { kind: 'Auth' } }
const secret = 'S3CRET'

interface Expected {
  readonly says: string
  readonly facts?: object
  /** Kind and retry advice. */
  readonly is: string
  readonly tells: string
  readonly details?: object
}

const overflow = 'beyond what the type holds in SurrealDB'
const gone = 'the connection to SurrealDB is gone; the next call connects again'
const noTransactions = 'transactions need ws and SurrealDB 3'

/** One failure for every row of the table, with a value or a password in its text wherever the engine puts one. */
const expected: { readonly [id: string]: Expected } = {
  'raised by a statement of ours': {
    says: 'An error occurred: vantage:cardinality',
    facts: { kind: 'Thrown' },
    is: 'cardinality never',
    tells: 'several rows came',
  },
  'retryable conflict': {
    says: 'Transaction conflict: Write conflict, retry the transaction. This transaction can be retried',
    is: 'conflict safe',
    tells: 'repeat the work',
    details: { reason: 'serialization' },
  },
  'record exists': {
    says: `Database record \`p:${secret}\` already exists`,
    facts: { kind: 'AlreadyExists', details: { kind: 'Record' } },
    is: 'conflict never',
    tells: 'a record with this id exists already',
    details: { reason: 'unique' },
  },
  'unique index': {
    says: `Database index \`by_name\` already contains '${secret}', with record \`p:${secret}\``,
    is: 'conflict never',
    tells: 'the unique index by_name already holds a value of this row',
    details: { reason: 'unique', constraint: 'by_name' },
  },
  'required field': {
    says: `Couldn't coerce value for field \`name\` of \`p:${secret}\`: Expected \`string\` but found \`NONE\``,
    is: 'constraint never',
    tells: 'the field name needs a value of type string',
    details: { reason: 'not-null', field: 'name' },
  },
  'type of a field': {
    says: `Couldn't coerce value for field \`age\` of \`p:${secret}\`: Expected \`option<int>\` but found \`'${secret}'\``,
    is: 'type-mismatch never',
    tells: 'the field age is defined as option<int> and takes no such value',
    details: { field: 'age', type: 'option<int>' },
  },
  'assertion of a field': {
    says: `Found '${secret}' for field \`age\`, with record \`p:${secret}\`, but field must conform to: $value > 17`,
    is: 'constraint never',
    tells: 'the value of the field age does not meet its ASSERT',
    details: { reason: 'check', field: 'age' },
  },
  'read-only field': {
    says: `Found changed value for field \`born\`, with record \`p:${secret}\`, but field is readonly`,
    is: 'constraint never',
    tells: 'the field born is READONLY',
    details: { reason: 'read-only', field: 'born' },
  },
  'unknown field': {
    says: "Found field 'strange', but no such field exists for table 'p'",
    is: 'constraint never',
    tells: 'has no field strange; define it',
    details: { reason: 'unknown-field', field: 'strange' },
  },
  'other id': {
    says: `Found '${secret}' for the \`id\` field, but a specific record has been specified`,
    is: 'invalid never',
    tells: 'the record names another id than the call',
    details: { field: 'id' },
  },
  'edge or not': {
    says: `Found record: \`likes:${secret}\` which is not a relation, but expected a RELATION IN p OUT p`,
    is: 'constraint never',
    tells: 'the table takes edges only',
    details: { reason: 'edge' },
  },
  'edge without an end': {
    says: "Cannot execute RELATE statement where property 'in' is: NULL",
    is: 'constraint never',
    tells: 'the one of in is missing',
    details: { reason: 'not-null', field: 'in' },
  },
  'missing table': {
    says: "The table 'nope' does not exist",
    facts: { kind: 'NotFound', details: { kind: 'Table', details: { name: 'nope' } } },
    is: 'not-found never',
    tells: 'there is no table nope in this database',
    details: { reason: 'table', table: 'nope' },
  },
  'unknown function': {
    says: "Function 'fn::nope' not found: The function 'fn::nope' does not exist",
    is: 'invalid never',
    tells: 'there is no function fn::nope',
    details: { reason: 'unknown-function' },
  },
  'missing namespace or database': {
    says: 'Specify a database to use',
    is: 'invalid never',
    tells: 'no database was chosen; pass the option database',
  },
  'statement timeout': {
    says: 'whatever it says',
    facts: { kind: 'Query', details: { kind: 'TimedOut' } },
    is: 'timeout safe',
    tells: 'ran into its TIMEOUT',
  },
  'statement timeout, by text': {
    says: 'The query was not executed because it exceeded the timeout: 1ms',
    is: 'timeout safe',
    tells: 'ran into its TIMEOUT',
  },
  'permission, by text': {
    says: 'IAM error: Not enough permissions to perform this action',
    facts: auth,
    is: 'permission never',
    tells: 'this user may not do that',
  },
  authentication: {
    says: 'There was a problem with authentication',
    facts: auth,
    is: 'permission never',
    tells: 'refused the username, password or token',
  },
  'unreadable token': { says: 'InvalidToken', is: 'permission never', tells: 'check the option token' },
  permission: {
    says: `Access to network target '${secret}:80' is not allowed`,
    facts: { kind: 'NotAllowed', details: { kind: 'Target' } },
    is: 'permission never',
    tells: 'Access to network target … is not allowed',
  },
  'transaction gone': {
    says: 'Transaction not found',
    is: 'invalid never',
    tells: 'the transaction has ended; begin another',
  },
  nesting: {
    says: 'Parse error: Exceeded query recursion depth limit\n --> [1:27]',
    is: 'too-large never',
    tells: 'nested deeper than SurrealDB takes',
  },
  'parse error': {
    says: `Parse error: Unexpected token \`a strand\`, expected Eof\n --> [1:7]\n1 | SELEC '${secret}' FROM`,
    is: 'invalid never',
    tells: 'cannot read the statement: Unexpected token `a strand`, expected Eof',
  },
  'calculation with null': {
    says: `Cannot perform addition with '${secret}' and 'NONE'`,
    is: 'invalid never',
    tells: 'vendor text calculates with a null',
  },
  'calculation beyond its type': {
    says: "Cannot perform multiplication with '79228162514264337593543950335dec' and '10'",
    is: 'too-large never',
    tells: overflow,
  },
  'calculation with no number': {
    says: `Cannot perform multiplication with '${secret}' and '3'`,
    is: 'type-mismatch never',
    tells: 'multiplication met a value that is no number',
  },
  'arithmetic overflow': {
    says: 'Failed to compute: "math::abs(-9223372036854775808)", as the operation results in an arithmetic overflow.',
    is: 'too-large never',
    tells: overflow,
  },
  'cast to a number': {
    says: 'Could not cast into `int` using input `1e300f`',
    is: 'too-large never',
    tells: overflow,
    details: { type: 'int' },
  },
  cast: {
    says: `Could not cast into \`int\` using input \`'${secret}'\``,
    is: 'type-mismatch never',
    tells: 'a value cannot be made a int',
    details: { type: 'int' },
  },
  'range longer than an array': {
    says: 'Casting range `0..99999999` to an array would create an array larger then the max allocation limit.',
    is: 'too-large never',
    tells: 'go through it with for(…)',
  },
  'type of a value': {
    says: `Expected \`array<number>\` but found \`'${secret}'\``,
    is: 'type-mismatch never',
    tells: 'a value of type array<number> is wanted',
    details: { type: 'array<number>' },
  },
  'result longer than a function gives': {
    says: 'Incorrect arguments for function string::repeat(). Output must not exceed 1048576 bytes.',
    is: 'too-large never',
    tells: 'string::repeat() gives at most 1048576 bytes',
  },
  'number of arguments': {
    says: 'Incorrect arguments for method add(). Expected 2 arguments',
    is: 'invalid never',
    tells: 'add() takes 2 arguments, the value that it is called on among them',
  },
  'arguments of a function': {
    says: `Incorrect arguments for function string::len(). Argument 1 was the wrong type. Expected \`string\` but found \`['${secret}']\``,
    is: 'type-mismatch never',
    tells: 'string::len() was given a value of another type',
  },
  'arguments of a function, in words': {
    says: "Function 'crypto::argon2::compare' expects a string hash, got: int",
    is: 'type-mismatch never',
    tells: 'crypto::argon2::compare() expects a string hash',
  },
  'number beyond a part': {
    says: 'out of range integral type conversion attempted',
    is: 'type-mismatch never',
    tells: 'give it a smaller one',
  },
  'result of a function': {
    says: `Couldn't coerce return value from function \`fn::twice\`: Expected \`int\` but found \`'${secret}'\``,
    is: 'type-mismatch never',
    tells: 'fn::twice() gave a value of another type',
  },
  'result below the least of its type': {
    says: 'Failed to compute: "1s - 2s", as the operation results in a negative value.',
    is: 'too-large never',
    tells: overflow,
  },
  'method of another type': {
    says: "Method 'uppercase' cannot be called on value of type 'int'",
    is: 'type-mismatch never',
    tells: 'uppercase() is no method of a value of type int',
    details: { type: 'int' },
  },
  'unknown method': {
    says: 'There was a problem running the foo() function. no such method found for the array type',
    is: 'invalid never',
    tells: 'there is no method foo() of a value of type array',
    details: { reason: 'unknown-function' },
  },
  'call of no function': {
    says: "There was a problem running the ANONYMOUS() function. 'int' is not a function",
    is: 'type-mismatch never',
    tells: 'what is called is no function but a value of type int',
    details: { type: 'int' },
  },
  'function that fails': {
    says: `There was a problem running the ANONYMOUS() function. Expected 1 of '${secret}'`,
    is: 'invalid never',
    tells: 'a closure refuses its arguments: Expected … of …',
  },
  'dimension of a vector': {
    says: 'Incorrect vector dimension (2). Expected a vector of 3 dimension.',
    is: 'type-mismatch never',
    tells: 'give it 3 numbers',
  },
  'function as a value': {
    says: 'Closure values cannot be converted to public value',
    is: 'unsupported never',
    tells: 'call it, with invoke(…)',
  },
  'pattern as a value': {
    says: 'Unsupported value type: Regex',
    is: 'unsupported never',
    tells: 'make it text',
  },
  'several where one is wanted': {
    says: 'Expected a single result output when using the ONLY keyword',
    is: 'cardinality never',
    tells: 'only() met several records',
  },
  'key that is none': {
    says: `Found '${secret}' for the Record ID but this is not a valid id`,
    is: 'type-mismatch never',
    tells: 'the key of a record is text',
  },
  'table that is none': {
    says: `Found ['${secret}'] for the Record ID but this is not a valid table name`,
    is: 'type-mismatch never',
    tells: 'the table of a record is a text',
  },
  'ends of an edge': {
    says: `Found p:${secret} for the \`in\` field, which does not match the existing field value`,
    is: 'constraint never',
    tells: 'insert another one',
    details: { reason: 'edge' },
  },
  'data that is no object': {
    says: `Cannot use '${secret}' in a CONTENT clause`,
    is: 'type-mismatch never',
    tells: 'content takes an object of fields',
  },
  'patch that is none': {
    says: `The JSON Patch contains invalid operations. Failed to parse JSON patch structure: Invalid operation '${secret}'`,
    is: 'invalid never',
    tells: 'Invalid operation …',
  },
  'patch whose test fails': {
    says: `Given test operation failed for JSON Patch. Expected \`1\`, but got \`'${secret}'\` instead.`,
    is: 'conflict after-reread',
    tells: 'read it again',
    details: { reason: 'patch-test' },
  },
  'path to fetch': {
    says: `Found '${secret}' on FETCH CLAUSE, but FETCH expects an idiom, a string or fields`,
    is: 'invalid never',
    tells: 'fetch() takes fields and paths',
  },
  'recursion without records': {
    says: `Expected a record ID during recursive graph traversal, but found \`'${secret}'\``,
    is: 'type-mismatch never',
    tells: 'goes from record to record',
  },
  'recursion without end': {
    says: 'Exceeded the idiom recursion limit of 256.',
    is: 'too-large never',
    tells: 'say how far',
  },
  'repetition outside a recursion': {
    says: 'Tried to use a `@` repeat recurse symbol in a position where it is not supported',
    is: 'invalid never',
    tells: 'again() stands at the end of a path',
  },
  'break outside a loop': {
    says: 'Invalid control flow statement, break or continue statement found outside of loop.',
    is: 'invalid never',
    tells: 'stand in the body of for(…)',
  },
  'live queries': {
    says: 'Unable to perform the realtime query',
    is: 'unsupported never',
    tells: 'takes no live queries',
  },
  'rows of the past': {
    says: 'The underlying datastore does not support versioned queries',
    is: 'unsupported never',
    tells: 'leave version() out',
  },
  'referenced record': {
    says: `Cannot delete \`p:${secret}\` as it is referenced by \`q:1\` with an ON DELETE REJECT clause`,
    is: 'constraint never',
    tells: 'other records refer to this one',
    details: { reason: 'foreign-key' },
  },
  'missing record': {
    says: `The record 'p:${secret}' does not exist`,
    is: 'not-found never',
    tells: 'the record does not exist',
  },
  'missing definition': {
    says: "Analyzer 'plain' not found: The analyzer 'plain' does not exist",
    is: 'not-found never',
    tells: 'there is no analyzer plain in this database',
    details: { reason: 'analyzer' },
  },
  'statement with a wrong part': {
    says: `Cannot execute INSERT statement using value: '${secret}'`,
    is: 'invalid never',
    tells: 'Cannot execute INSERT statement using value: …',
  },
  'value that cannot be sent': {
    says: 'BigInt too big to be encoded',
    facts: { name: 'CborNumberError' },
    is: 'type-mismatch never',
    tells: 'beyond what SurrealDB can hold',
  },
  'raised by the database': {
    says: `An error occurred: no '${secret}' here, the work timed out`,
    facts: { kind: 'Thrown' },
    is: 'constraint never',
    tells: 'the database refused: no … here, the work timed out',
    details: { reason: 'thrown' },
  },
  ConnectionUnavailableError: {
    says: 'You must be connected',
    facts: { name: 'ConnectionUnavailableError' },
    is: 'connection safe',
    tells: gone,
  },
  CallTerminatedError: {
    says: 'The call was terminated',
    facts: { name: 'CallTerminatedError' },
    is: 'connection safe',
    tells: gone,
  },
  UnexpectedConnectionError: {
    says: 'The connection ended',
    facts: { name: 'UnexpectedConnectionError' },
    is: 'connection safe',
    tells: gone,
  },
  HttpConnectionError: {
    says: `ws://u:${secret}@h:1 answered 502`,
    facts: { name: 'HttpConnectionError' },
    is: 'connection safe',
    tells: gone,
  },
  network: {
    says: `connect ECONNREFUSED ws://u:${secret}@h:1`,
    is: 'connection safe',
    tells: 'SurrealDB cannot be reached',
  },
  'unknown engine': {
    says: 'The engine "ftp" is not supported or configured',
    facts: { name: 'UnsupportedEngineError' },
    is: 'invalid never',
    tells: 'use ws, wss, http, https, mem, surrealkv or rocksdb',
  },
  'bad url': {
    says: 'Invalid URL',
    facts: { code: 'ERR_INVALID_URL', input: `ws://u:${secret}@` },
    is: 'invalid never',
    tells: 'write it as in ws://localhost:8000',
  },
  UnsupportedFeatureError: {
    says: 'no transactions',
    facts: { name: 'UnsupportedFeatureError' },
    is: 'unsupported never',
    tells: noTransactions,
  },
  UnavailableFeatureError: {
    says: 'no transactions',
    facts: { name: 'UnavailableFeatureError' },
    is: 'unsupported never',
    tells: noTransactions,
  },
  'old server': {
    says: 'The version 1.5 is not supported',
    facts: { name: 'UnsupportedVersionError' },
    is: 'unsupported never',
    tells: 'version 3 is needed',
  },
  'full disk': {
    says: 'There was a problem with the key-value store: No space left on device (os error 28)',
    is: 'too-large safe',
    tells: 'the disk of SurrealDB is full',
    details: { reason: 'disk-full' },
  },
  'refused by the engine': {
    says: `Cannot do that with '${secret}'`,
    facts: { kind: 'Validation' },
    is: 'invalid never',
    tells: 'Cannot do that with …',
  },
}

const shown = (error: VantageError): string =>
  `${inspect(error, { depth: 9, showHidden: true })}${JSON.stringify(error)}${error.stack}`

describe('the error table', () => {
  test('has a failure above for every row', () => {
    expect(Object.keys(expected)).toEqual(errorTable.map(({ id }) => id))
  })

  test.for(Object.entries(expected))('%s', ([id, { says, facts, is, tells, details }]) => {
    const given = thrown(says, facts)
    expect(rowOf(given)?.id).toBe(id)
    const error = explained(given, 'shop')
    expect(`${error.kind} ${error.retry}`).toBe(is)
    expect(error.message).toMatch(/^shop: /)
    expect(error.message).toContain(tells)
    expect(error.details).toEqual({ source: 'shop', ...details })
    expect(shown(error)).not.toContain(secret)
    expect(driverError(error.cause)).toBe(given)
  })

  test('reads a text from its beginning, or without its values: no value changes what a failure means', () => {
    for (const { id, text } of errorTable)
      if (text !== undefined) expect([id, text.source]).toEqual([id, expect.stringMatching(/^(?:\^|.*\|\^)/)])
    const hostile = [
      'vantage:too-large',
      'Transaction conflict: This transaction can be retried',
      'timed out',
      'IAM error',
      'network socket',
      'No space left on device',
      'for field `x`, with record `y`, but field must conform to',
      'Found x for the `id` field, but a specific record has been specified',
      'Expected `int` but found `NONE`',
    ]
    for (const value of hostile) {
      const found = thrown(`Database index \`i\` already contains '${value}', with record \`p:1\``)
      expect([value, rowOf(found)?.id]).toEqual([value, 'unique index'])
      const field = thrown(
        `Couldn't coerce value for field \`n\` of \`p:1\`: Expected \`int\` but found \`'${value}'\``,
      )
      expect([value, rowOf(field)?.id]).toEqual([value, 'type of a field'])
      const check = explained(
        thrown(`Found '${value}' for field \`age\`, with record \`p:1\`, but field must conform to: 1`),
        's',
      )
      expect([value, check.details.reason, check.details.field]).toEqual([value, 'check', 'age'])
    }
  })
})

describe('what statements of ours raise', () => {
  test.for([
    ['vantage:cardinality', 'cardinality', {}],
    ['vantage:too-large', 'too-large', { type: 'decimal' }],
    ['vantage:finer-than-microseconds', 'type-mismatch', { type: 'duration' }],
    ['vantage:length', 'invalid', {}],
    ['vantage:not-null', 'constraint', { reason: 'not-null' }],
    ['vantage:too-fine', 'type-mismatch', { type: 'decimal' }],
    ['vantage:anything-else', 'constraint', {}],
  ] as const)('%s is %s', ([reason, kind, details]) => {
    const error = explained(thrown(`An error occurred: ${reason}`, { kind: 'Thrown' }), 's')
    expect([error.kind, error.details]).toEqual([kind, { source: 's', ...details }])
  })
})

describe('what goes wrong in an event', () => {
  const inEvent = (says: string) => explained(thrown(`Error while processing event audit: ${says}`), 's')

  test('is told as outside of one', () => {
    expect(inEvent('Database record `p:1` already exists').details.reason).toBe('unique')
    expect(
      inEvent('Error while processing event b: Database index `i` already contains 1, with record `p:1`').details,
    ).toEqual({
      source: 's',
      reason: 'unique',
      constraint: 'i',
    })
    expect(inEvent('An error occurred: no socket is free')).toMatchObject({
      kind: 'constraint',
      retry: 'never',
      message: 's: the database refused: no socket is free',
      details: { reason: 'thrown' },
    })
  })

  test('is no missing table of the statement', () => {
    const missing = { kind: 'NotFound', details: { kind: 'Table', details: { name: 'nope' } } }
    expect(missingTable(thrown("The table 'nope' does not exist", missing))).toBe('nope')
    expect(missingTable(thrown("Error while processing event e: The table 'nope' does not exist"))).toBeUndefined()
  })
})

describe('anything else', () => {
  test('that is a Vantage error passes', () => {
    const error = new VantageError('x', { kind: 'invalid' })
    expect(explained(error, 's')).toBe(error)
  })

  test('is internal, whatever was thrown', () => {
    expect(explained(thrown(`odd '${secret}' things`), 's')).toMatchObject({
      kind: 'internal',
      message: 's: odd … things',
    })
    expect(explained('text', 's')).toMatchObject({ kind: 'internal', message: 's: text' })
    expect(explained(undefined, 's')).toMatchObject({ kind: 'internal', message: 's: undefined' })
    expect(explained({ message: 7 }, 's').kind).toBe('internal')
    expect([driverError(undefined), driverError(new Error('x'))]).toEqual([undefined, undefined])
  })
})
