export { driverError } from './driver-problem.ts'
export { type SurrealDb, type SurrealDbClientOptions, type SurrealDbUrlOptions, surrealdb } from './source.ts'
