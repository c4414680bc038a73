import { VantageError } from '@vantage-ts/core'
import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { errorRules } from './error-rules.ts'
import { duckdbError, ruleOf } from './errors.ts'

const attempt = { place: 'shop.duckdb', phase: 'running' } as const

/** Messages as DuckDB 1.5 writes them, with what they mean. */
const samples: readonly (readonly [message: string, kind: string, retry: string, reason: string | undefined])[] = [
  [
    'TransactionContext Error: Failed to commit: PRIMARY KEY or UNIQUE constraint violation: duplicate key "10"',
    'conflict',
    'after-reread',
    'unique',
  ],
  ['TransactionContext Error: Conflict on update!', 'conflict', 'safe', 'serialization'],
  ['TransactionContext Error: Conflict on tuple deletion!', 'conflict', 'safe', 'serialization'],
  ['TransactionContext Error: Catalog write-write conflict on create with "t"', 'conflict', 'safe', 'serialization'],
  [
    'TransactionContext Error: Cannot write to database "memory" - transaction is launched in read-only mode',
    'permission',
    'never',
    'read-only',
  ],
  [
    'Invalid Input Error: Cannot execute statement of type "INSERT" on database "a" which is attached in read-only mode!',
    'permission',
    'never',
    'read-only',
  ],
  [
    'TransactionContext Error: Current transaction is aborted (please ROLLBACK)',
    'invalid',
    'never',
    'failed-transaction',
  ],
  ['TransactionContext Error: cannot rollback - no transaction is active', 'invalid', 'never', undefined],
  ['INTERRUPT Error: Interrupted!', 'cancelled', 'safe', undefined],
  ['Constraint Error: Duplicate key "id: 1" violates primary key constraint.', 'conflict', 'after-reread', 'unique'],
  [
    'Constraint Error: PRIMARY KEY or UNIQUE constraint violation: duplicate key "secret"',
    'conflict',
    'after-reread',
    'unique',
  ],
  ['Constraint Error: NOT NULL constraint failed: people.name', 'constraint', 'never', 'not-null'],
  [
    'Constraint Error: CHECK constraint failed on table ch with expression CHECK((n > 0))',
    'constraint',
    'never',
    'check',
  ],
  [
    'Constraint Error: Violates foreign key constraint because key "id: 5" does not exist in the referenced table',
    'constraint',
    'never',
    'foreign-key',
  ],
  ['Constraint Error: something of its own', 'constraint', 'never', 'other'],
  [
    'IO Error: Could not set lock on file "/a.db": Conflicting lock is held in /usr/bin/node (PID 1). See also https://duckdb.org',
    'connection',
    'safe',
    'locked',
  ],
  [
    "Connection Error: Can't open a connection to same database file with a different configuration than existing connections",
    'connection',
    'never',
    'other-options',
  ],
  [
    'IO Error: The file "/a.db" exists, but it is not a valid DuckDB database file!',
    'connection',
    'never',
    'not-a-database',
  ],
  ['IO Error: Cannot open file "/no/a.db": No such file or directory', 'connection', 'never', 'cannot-open'],
  [
    'IO Error: Cannot open database "/a.db" in read-only mode: database does not exist',
    'connection',
    'never',
    'cannot-open',
  ],
  ['IO Error: Could not write file "/a.db.wal": No space left on device', 'connection', 'safe', 'full'],
  [
    "Out of Memory Error: failed to offload data block\nThis limit was set by the 'max_temp_directory_size' setting.",
    'too-large',
    'never',
    undefined,
  ],
  ['Out of Memory Error: could not allocate block of size 256.0 KiB', 'too-large', 'never', undefined],
  ['IO Error: No files found that match the pattern "/data/nope.parquet"', 'not-found', 'never', 'no-file'],
  [
    "Invalid Input Error: No magic bytes found at end of file '/data/a.parquet'",
    'invalid',
    'never',
    'unreadable-parquet',
  ],
  [
    'Conversion Error: Failed to read file(s) "/data/a.parquet" - column count mismatch: expected 2 columns but found 1',
    'invalid',
    'never',
    'other-columns',
  ],
  [
    'Conversion Error: Error while reading file "/data/a.parquet": failed to cast column "b" from type VARCHAR to INTEGER: : Could not convert string',
    'type-mismatch',
    'never',
    undefined,
  ],
  [
    "Invalid Input Error: Expected top-level JSON array with format='array', but first character is '{' in file \"/data/a.json\".",
    'invalid',
    'never',
    'malformed-json',
  ],
  [
    'Invalid Input Error: Failed to read file "/data/a.parquet": ZSTD Decompression failure',
    'invalid',
    'never',
    'unreadable-parquet',
  ],
  [
    'Binder Error: COLUMN_TYPES error: Columns with names: "n","id" do not exist in the CSV File',
    'invalid',
    'never',
    'malformed-csv',
  ],
  [
    'Conversion Error: CSV Error on Line: 2\nOriginal Line: 1,secret\nError when converting column "n". Could not convert string "secret"\n  file = /data/a.csv',
    'invalid',
    'never',
    'malformed-csv',
  ],
  [
    'Invalid Input Error: Malformed JSON in file "/data/a.json", at byte 7 in line 3: unexpected end of data.',
    'invalid',
    'never',
    'malformed-json',
  ],
  [
    'Missing Extension Error: File https://x/a.parquet requires the extension httpfs to be loaded',
    'unsupported',
    'never',
    undefined,
  ],
  ['IO Error: Cannot open file "/root/a": Permission denied', 'permission', 'never', undefined],
  [
    'IO Error: Corrupt database file: computed checksum 1 does not match stored checksum 2 in block at location 12288',
    'connection',
    'never',
    'corrupt',
  ],
  ['INTERNAL Error: Attempted to access index 5 within vector of size 5', 'connection', 'never', 'corrupt'],
  ['IO Error: Could not sync file', 'connection', 'after-reread', 'io'],
  [
    'Invalid Input Error: More than one row returned by a subquery used as an expression',
    'cardinality',
    'never',
    undefined,
  ],
  ['Out of Range Error: Overflow in addition of INT64 (9223372036854775807 + 1)!', 'too-large', 'never', undefined],
  ['Conversion Error: Could not cast value 123456789012 to DECIMAL(10,2)', 'too-large', 'never', undefined],
  ["Conversion Error: Could not convert string 'secret' to INT64", 'type-mismatch', 'never', undefined],
  ['Mismatch Type Error: Type VARCHAR does not match with INTEGER', 'type-mismatch', 'never', undefined],
  ['Parser Error: Non-constant limit not supported in correlated subquery', 'unsupported', 'never', 'no-plan'],
  [
    'Not implemented Error: Unsupported join type for flattening correlated subquery',
    'unsupported',
    'never',
    'no-plan',
  ],
  ['Not implemented Error: Cannot perform non-inner join on subquery!', 'unsupported', 'never', 'no-plan'],
  [
    'Binder Error: The specified columns as conflict target are not referenced by a UNIQUE/PRIMARY KEY CONSTRAINT or INDEX',
    'invalid',
    'never',
    'no-key',
  ],
  ['Catalog Error: Table with name nope does not exist!\nDid you mean "pg_enum"?', 'invalid', 'never', 'unknown-name'],
  [
    'Binder Error: Referenced column "nope" not found in FROM clause!\nCandidate bindings: "a"',
    'invalid',
    'never',
    'unknown-name',
  ],
  ['Binder Error: Table "t" does not have a column with name "nope"', 'invalid', 'never', 'unknown-name'],
  ['Binder Error: table c1 has 1 columns but 2 values were supplied', 'invalid', 'never', undefined],
  ['Invalid Input Error: Cannot prepare multiple statements at once!', 'invalid', 'never', undefined],
  [
    "Binder Error: Unexpected prepared parameter. This type of statement can't be prepared!",
    'unsupported',
    'never',
    'bound-value',
  ],
  ['Constraint Error: Merge error condition WHEN MATCHED: too many', 'constraint', 'never', 'merge'],
  ['Binder Error: Max expression depth limit of 1000 exceeded.', 'too-large', 'never', undefined],
  ['Parser Error: Max expression depth limit of 1000 exceeded.', 'too-large', 'never', undefined],
  ['Parser Error: syntax error at or near "selec"', 'invalid', 'never', undefined],
  ['Not implemented Error: this and that', 'unsupported', 'never', undefined],
  ['Failed to query: connection disconnected', 'connection', 'safe', undefined],
  ['Invalid Input Error: whatever', 'invalid', 'never', undefined],
  ['words that nobody knows', 'internal', 'never', undefined],
]

test.each(samples)('%s', (message, kind, retry, reason) => {
  const error = duckdbError(new Error(message), attempt)
  expect([error.kind, error.retry, error.details.reason]).toEqual([kind, retry, reason])
  expect(error.message).toMatch(/; \S/)
})

test('every rule is that of a sample', () => {
  const used = new Set(samples.map(([message]) => ruleOf(message)))
  expect(errorRules.filter(rule => !used.has(rule)).map(({ says }) => String(says))).toEqual([])
})

test('no value of a row shows, wherever one looks', () => {
  for (const [message] of samples) {
    const error = duckdbError(new Error(message), attempt)
    expect(inspect(error, { depth: 9 })).not.toContain('secret')
    expect(String(error.cause)).not.toContain('secret')
  }
})

test('columns, files and lines are told', () => {
  const details = (message: string) => duckdbError(new Error(message), attempt).details
  expect(details(samples[9]?.[0] ?? '')).toMatchObject({ columns: ['id'] })
  expect(details('Constraint Error: NOT NULL constraint failed: people.name')).toMatchObject({ columns: ['name'] })
  expect(
    details('Conversion Error: CSV Error on Line: 2\nError when converting column "n".\n  file = /data/a.csv'),
  ).toMatchObject({ file: '/data/a.csv', line: 2, columns: ['n'] })
  expect(details('IO Error: No files found that match the pattern "/data/it[*].csv"')).toMatchObject({
    file: '/data/it*.csv',
  })
})

test('what text of ours raises keeps its kind and words', () => {
  const error = duckdbError(
    new Error('Invalid Input Error: vantage:too-large: a number is too large; use another'),
    attempt,
  )
  expect([error.kind, error.message]).toEqual(['too-large', 'a number is too large; use another'])
})

test('an error of ours passes unchanged, and what is none is wrapped', () => {
  const ours = new VantageError('mine', { kind: 'invalid' })
  expect(duckdbError(ours, attempt)).toBe(ours)
  expect(duckdbError('text', attempt).kind).toBe('internal')
})

test('messages about the database itself name its file; when it was being opened, nothing was sent', () => {
  const error = duckdbError(new Error('IO Error: Could not set lock on file "x": Conflicting lock'), {
    place: 'shop.duckdb',
    phase: 'opening',
  })
  expect(error.message).toMatch(/^shop\.duckdb: another process has the file open/)
  expect(error.details).toMatchObject({ outcome: 'not sent' })
})
