export { createDatabase, type TestDatabase } from './database.ts'
export { type PostgresOptions, type PostgresServer, startPostgres } from './postgres.ts'
export { type Moment, StatementProxy, type Strike, type WireProtocol } from './statement-proxy.ts'
export { postgresWire, webSocketWire } from './wire-protocols.ts'
