export { storedName } from './assignments.ts'
export { Call, call, type Speech, speechOf, words, Words } from './call.ts'
export type { CaseExpression } from './case-expression.ts'
export { ColumnName, type Columns, columnsOf, EveryColumn, rowsBehind, type RowsOf } from './columns.ts'
export { DerivedRows, FunctionRows } from './derived-rows.ts'
export {
  Bound,
  type Input,
  Infix,
  isOperand,
  type ListInput,
  operandOf,
  type OrderInput,
  OrderItem,
  Prefixed,
  SqlExpression,
  Suffix,
  writeBeside,
} from './expression.ts'
export type {
  Assigned,
  Combining,
  Compound,
  Delete,
  Insert,
  Inserted,
  OnConflict,
  Order,
  NamesOf,
  PlainQuery,
  PlainSelect,
  Query,
  Returning,
  Rows,
  RowsStatement,
  Select,
  Selectable,
  Statement,
  Update,
  Values,
  Write,
} from './faces.ts'
export { type Language, type LanguageFeatures, nameKey } from './language.ts'
export { checkedName } from './names.ts'
export type { OperatorNames } from './operators.ts'
export { Part } from './part.ts'
export { SqlQuery } from './query.ts'
export type { Identifier } from './raw-text.ts'
export type { Resolution, WriteOptions } from './resolution.ts'
export { RowSource, writeRows } from './row-source.ts'
export { type Beside, type CountOf, rowOf, type RowValue } from './row-value.ts'
export { RowsCall, rowsOfCall } from './rows-call.ts'
export { sampleText } from './sample.ts'
export { GroupingKey, type LockOptions } from './select.ts'
export { type Rendered, SqlStatement } from './statement.ts'
export { DefaultValue } from './values.ts'
export { type Naming, type Reading, type TableOptions, vocabulary, wholeNumber } from './vocabulary.ts'
export type { FrameBound, FrameExclusion, Window } from './window.ts'
export { type CteOptions, recursive } from './with.ts'
export type { Writer } from './writer.ts'
