/** Rows inside rows: an entry of its own, since it evaluates them here. */
export type { Contained, ContainedRef } from '../relation/contained-types.ts'
export type { Held } from '../table/relating.ts'
export { containsMany, containsOne } from './contained.ts'
