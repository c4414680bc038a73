export { createDatabase, type TestDatabase } from './database.ts'
export { type PostgresOptions, type PostgresServer, startPostgres } from './postgres.ts'
