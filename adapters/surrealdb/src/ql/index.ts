export type { Block, Return } from '../query/block.ts'
export type { Assigned, Change, Insert, PatchStep, ReturnMode } from '../query/changes.ts'
export { decrease, extend, increase } from '../query/changes.ts'
export type { QlExpression } from '../query/expression.ts'
export type { Edges } from '../query/path.ts'
export type { Input, Lambda } from '../query/input.ts'
export type { OrderKey } from '../query/order-key.ts'
export type { Recursion } from '../query/recursion.ts'
export type { DatabaseFunction } from '../query/functions.ts'
export type { ChangesOptions, Kill, Live, ShowChanges } from '../query/live.ts'
export {
  array,
  bytes,
  crypto,
  duration,
  encoding,
  geo,
  math,
  object,
  parse,
  rand,
  recordId,
  search,
  set,
  string,
  time,
  type,
  values,
  vector,
} from '../query/namespaces.ts'
export type { Create, Delete, Relate, SurrealQuery, Update, Write } from '../query/query.ts'
export { anyEdge, edges, type EdgeTables, type Ends, type Key, range, record, records, uuid } from '../query/record.ts'
export { table, type TableOptions, type TableRows } from '../query/rows.ts'
export type { Readable, Select } from '../query/select.ts'
export type { QlStatement, Selectable } from '../query/statement.ts'
export {
  after,
  all,
  and,
  back,
  before,
  both,
  type Branches,
  breakLoop,
  cast,
  closure,
  continueLoop,
  count,
  field,
  fn,
  given,
  ident,
  input,
  none,
  not,
  or,
  param,
  parent,
  ql,
  recurse,
  self,
  throwError,
  to,
  value,
  variable,
  when,
} from '../query/words.ts'
