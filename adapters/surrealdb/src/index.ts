export { driverError } from './driver-problem.ts'
export { introspect } from './introspect.ts'
export { type SurrealDb, type SurrealDbClientOptions, type SurrealDbUrlOptions, surrealdb } from './source.ts'
