export type { AggregateTemplate, Dialect, ListForm, ListItem } from './dialect.ts'
export {
  closed,
  type Fragment,
  type Operand,
  type OperatorCall,
  type OperatorTable,
  type OperatorTemplate,
} from './operand.ts'
export { checkPlaceholders } from './placeholders.ts'
export { quoteIdentifier } from './quote.ts'
export { render, type RenderedInsert, renderInsert } from './render.ts'
export { operatorsOf, standardAggregates, standardOperators } from './standard-operators.ts'
export type { SqlStorage } from './storage.ts'
