/** What the author of an adapter imports; applications import the package itself. */
export type { RowOf } from './column/record-types.ts'
export { type CommandResult, type EntitiesCommand, runEntitiesCommand } from './dynamic/entities-command.ts'
export { type FoundColumn, type FoundTable, introspectionOf, readableColumns } from './dynamic/introspection.ts'
export type { ErrorDetails, ErrorKind, Retry } from './errors/kind.ts'
export { Pending } from './errors/pending.ts'
export { redact } from './errors/redact.ts'
export { suggest } from './errors/suggest.ts'
export { VantageError } from './errors/vantage-error.ts'
export type { CallOptions } from './expression/execute.ts'
export type { Typed } from './expression/expr.ts'
export { type Expressive, expressionKey } from './expression/expressive.ts'
export { templateOperand } from './expression/functions.ts'
export {
  Aggregate,
  type AggregateName,
  type AnyNode,
  Case,
  ColumnNode,
  Constant,
  List,
  Literal,
  type Node,
  Now,
  Operation,
  Param,
  Subquery,
  Template,
  type TemplatePlace,
} from './expression/node.ts'
export { type OperatorName, operatorNames, operatorRule } from './expression/operator.ts'
export type {
  Delete,
  From,
  Insert,
  InsertSelect,
  Join,
  JoinKind,
  Occurrence,
  OrderKey,
  Projection,
  Raw,
  Select,
  Statement,
  StoredColumn,
  StoredTable,
  Update,
} from './expression/statement.ts'
export { templateParts } from './expression/template-parts.ts'
export { childrenOf, nodesOf, walk } from './expression/walk.ts'
export { type Abilities, type AbilityName, abilityNames, type Can } from './source/abilities.ts'
export type {
  Answer,
  Backend,
  BackendLimits,
  BackendTransaction,
  BeginOptions,
  CompiledStatement,
  RowPlace,
  Isolation,
  ParameterSlot,
  Request,
  Staging,
} from './source/backend.ts'
export type { SourceSettings } from './source/bound-source.ts'
export { abortError, signalOf, throwIfAborted } from './expression/deadline.ts'
export { unsupported } from './source/guard.ts'
export { openAround, openSource } from './source/open.ts'
export { type OpenSet, openSet, rowsOfSet, type SetRows } from './set/rows-of-set.ts'
export { type GivenStatement, statementsOf } from './table/statements-of.ts'
export { slotOf } from './source/slot.ts'
export type { BegunOn, Has, Source, TemplateSource, TransactionSource } from './source/source.ts'
export type { Language, LanguageSource, RenderedText, VendorText } from './source/vendor-text.ts'
export { readFacts, type SetColumn, type SetFacts, writeFacts, type WrittenColumn } from './table/set-facts.ts'
export type { StagedInsert } from './source/staged-insert.ts'
export { type InsertTuples, readTuples, type Tuple, tupleInsert } from './table/tuples.ts'
export { objectOf, unchecked } from './types/cast.ts'
export { decimalSortKey } from './types/decimal-sort-key.ts'
export { durationFromMicroseconds } from './types/duration.ts'
export { putField } from './types/own-field.ts'
export { percentileOf } from './types/percentile.ts'
export { compareText } from './types/text.ts'
export {
  asItIs,
  asText,
  bigintAsInt64,
  boolAsInteger,
  bytesAsBase64,
  bytesAsBytes,
  durationAsMicroseconds,
  instantAsText,
  intAsInteger,
  jsonAsText,
  plainDateAsText,
  plainDateTimeAsText,
  plainTimeAsText,
  textStorages,
  uuidAsText,
} from './types/storages.ts'
export {
  type Storage,
  type StorageOf,
  storageOf,
  type StorageTable,
  type StoredPlace,
  type UsualRaw,
} from './types/storage.ts'
export { type Type, TypeProblem } from './types/type.ts'
