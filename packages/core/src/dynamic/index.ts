/** Tables whose model is known at run time: an entry of its own, since few programs have any. */
export { type ChosenVersion, chooseVersion, type TableVersions } from './choose-version.ts'
export type { DynamicColumn, DynamicColumns, DynamicExpr } from './dynamic-column.ts'
export { type DynamicSelection, type DynamicTable, dynamicTable } from './dynamic-table.ts'
export type { IntrospectOptions, Introspection, LeftColumn } from './introspection.ts'
export { printEntities } from './print-entities.ts'
export { type ColumnDefinition, type TableDefinition, tableDefinition } from './table-definition.ts'
export type { TypeDefinition, TypeName } from './type-definition.ts'
