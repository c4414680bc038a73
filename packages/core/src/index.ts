export {
  type Collation,
  col,
  type ColumnDef,
  type Fields,
  type Flag,
  type Moment,
  type Stamp,
} from './column/column.ts'
export type {
  Insert,
  Model,
  Patch,
  QueryModel,
  ReadOnly,
  RefsOf,
  Row,
  Selected,
  UntypedRecord,
  WithColumns,
  WithLazy,
} from './column/model.ts'
export type {
  ImportOptions,
  ImportProgress,
  Insertable,
  Readable,
  ReadCallOptions,
  StreamOptions,
  Writable,
} from './dataset/abilities.ts'
export type { OnBadRow } from './dataset/on-bad-row.ts'
export { Entity, type EntityClass } from './entity/entity.ts'
export type { HookOptions } from './active/hook.ts'
export type { HookColumn } from './active/hook-call.ts'
export type { FieldChange } from './active/seen.ts'
export type { ErrorDetails, ErrorKind, Retry } from './errors/kind.ts'
export type { Pending } from './errors/pending.ts'
export { VantageError } from './errors/vantage-error.ts'
export type { CallOptions } from './expression/execute.ts'
export type {
  Column,
  Condition,
  Expr,
  Operand,
  Ordered,
  OrderTerm,
  Summable,
  UntypedExpr,
} from './expression/expr.ts'
export {
  caseWhen,
  coalesce,
  concat,
  deferred,
  deferredList,
  expr,
  lower,
  not,
  now,
  upper,
  value,
} from './expression/functions.ts'
export type { Plan, PlanStep } from './expression/plan.ts'
export type { ColumnOverride, TableOptions } from './set/stored-table.ts'
export type { Hook, HookEvent, HookPhase, Hooks } from './set/hook-shape.ts'
export { type Abilities, type AbilityName, abilityNames, type Can } from './source/abilities.ts'
export type { Isolation } from './source/backend.ts'
export type { Receipt, SentAfterCommit } from './source/receipt.ts'
export type { WorkOptions } from './source/transaction-work.ts'
export type { StatementEvent, StatementListener } from './source/events.ts'
export type {
  AggregateSource,
  Bindable,
  Has,
  Holds,
  OpenTransaction,
  ReadSource,
  Savepoint,
  SelectSource,
  Source,
  TemplateSource,
  TransactionOptions,
  TransactionSource,
  WriteSource,
} from './source/source.ts'
export {
  type ChainOutcome,
  type EmptyChain,
  Transaction,
  type TransactionChain,
  type TransactionStep,
} from './chain/transaction.ts'
export { expectStatements } from './source/expect-statements.ts'
export { hasMany, hasOne, type KeyNames, manyToMany, type Ref, type RefOptions, type Through } from './relation/ref.ts'
export {
  type Aggregator,
  average,
  avg,
  count,
  groupConcat,
  max,
  min,
  percentile,
  sum,
} from './table/aggregators.ts'
export type { CalculatedOptions } from './table/calculated.ts'
export type {
  Assignment,
  ChangeQuery,
  NewRecord,
  NewRow,
  ReturningQuery,
  SetOf,
  UpdateQuery,
} from './table/changing.ts'
export type { Columns } from './table/columns.ts'
export type { ActiveEntity, ActiveMembers, Draft, NewActiveEntity, NewMembers } from './table/active-entity.ts'
export { type AddHook, hook, type HookCall, type HookRun, type Rule } from './table/hooking.ts'
export type { SaveOptions } from './table/record-place.ts'
export type { Loading } from './table/loading.ts'
export type { RowSource } from './table/from-query.ts'
export type { Aggregations, Grouped } from './table/grouping.ts'
export type { Joined, JoinOptions, Missing } from './table/joining.ts'
export type { NestedRecord } from './table/nested-types.ts'
export type { Page, PageOptions } from './table/page.ts'
export type { Parameters, ParameterTypes, ParameterValues, Prepared } from './table/prepared.ts'
export type { Query, QueryKind, QueryOrigin, RowsQuery } from './table/query.ts'
export type { ActiveRecord, NewActiveRecord, RecordLoading, RecordTable } from './table/record-table.ts'
export type { LinkTable, RefTable } from './table/relating.ts'
export { Table } from './table/table.ts'
export type { UpdateEachOptions, UpdateEachProgress } from './table/update-each.ts'
export { arrayOf } from './types/array-of.ts'
export { bigint } from './types/bigint.ts'
export { bool } from './types/bool.ts'
export { bytes } from './types/bytes.ts'
export { Decimal, type DecimalInput, type Rounding } from './types/decimal.ts'
export { decimal, type DecimalType } from './types/decimal-type.ts'
export { duration } from './types/duration.ts'
export { enumOf } from './types/enum-of.ts'
export { float } from './types/float.ts'
export { type Geometry, geometry } from './types/geometry.ts'
export { instant, instantMs, instantNs } from './types/instant.ts'
export { int } from './types/int.ts'
export { json } from './types/json.ts'
export type { Json, JsonObject } from './types/json-value.ts'
export { period } from './types/period.ts'
export { plainDate } from './types/plain-date.ts'
export { plainDateTime } from './types/plain-date-time.ts'
export { plainTime } from './types/plain-time.ts'
export type { StandardSchema } from './types/standard-schema.ts'
export type { Storage, StorageOf } from './types/storage.ts'
export { Temporal } from './types/temporal.ts'
export { text } from './types/text.ts'
export type { Type, TypeOf } from './types/type.ts'
export { uuidV4, uuidV7 } from './types/new-uuid.ts'
export { type Uuid, uuid } from './types/uuid.ts'
