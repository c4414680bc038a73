/**
 * Files of tests that take long and of which others of a run prove the most: the kit once more on a second driver or place of an engine, or a
 * second format of files; processes that are killed at each step of a write. `npm test` leaves them out, CI and `--all-nodes` run them.
 */
export const longTests = [
  'adapters/duckdb/test/crash.db.test.ts',
  'adapters/files/test/kit-json.db.test.ts',
  'adapters/files/test/kit-ndjson.db.test.ts',
  'adapters/sqlite/test/crash.db.test.ts',
  'adapters/sqlite/test/kit-better-sqlite3-file.db.test.ts',
  'adapters/sqlite/test/kit-node-sqlite-file.db.test.ts',
  'adapters/surrealdb/test/crash.db.test.ts',
  'adapters/surrealdb/test/linked-kit.db.test.ts',
]

/** With this in the environment vitest leaves them out; a test that is named runs anyway, since `npm test -- path` sets it not. */
export const leaveOut = 'VANTAGE_LEAVE_OUT_LONG_TESTS'
