import { pathOf } from './json.ts'
import { call, type Given } from './speech.ts'
import { TableFunction } from './table-function.ts'

// Sources: https://sqlite.org/json1.html#jeach, https://sqlite.org/pragma.html#pragfunc

const ofJson = ['key', 'value', 'type', 'atom', 'id', 'parent', 'fullkey', 'path'] as const

/** A row for each element of an array or key of an object, or of what a path leads to. */
export const jsonEach = (of: Given, path?: Given) =>
  new TableFunction(call('json_each', ...withPath(of, path, 'jsonEach')), ofJson)
/** A row for everything inside, and for what is inside of that. */
export const jsonTree = (of: Given, path?: Given) =>
  new TableFunction(call('json_tree', ...withPath(of, path, 'jsonTree')), ofJson)

/** The columns of a table. */
export const pragmaTableInfo = (table: Given) =>
  new TableFunction(call('pragma_table_info', table), ['cid', 'name', 'type', 'notnull', 'dflt_value', 'pk'])
/** The same with hidden and generated columns. */
export const pragmaTableXinfo = (table: Given) =>
  new TableFunction(call('pragma_table_xinfo', table), ['cid', 'name', 'type', 'notnull', 'dflt_value', 'pk', 'hidden'])
/** The tables and views of all schemas. */
export const pragmaTableList = () =>
  new TableFunction(call('pragma_table_list'), ['schema', 'name', 'type', 'ncol', 'wr', 'strict'])
export const pragmaIndexList = (table: Given) =>
  new TableFunction(call('pragma_index_list', table), ['seq', 'name', 'unique', 'origin', 'partial'])
export const pragmaIndexInfo = (index: Given) =>
  new TableFunction(call('pragma_index_info', index), ['seqno', 'cid', 'name'])
export const pragmaForeignKeyList = (table: Given) =>
  new TableFunction(call('pragma_foreign_key_list', table), [
    'id',
    'seq',
    'table',
    'from',
    'to',
    'on_update',
    'on_delete',
    'match',
  ])

const withPath = (of: Given, path: Given | undefined, place: string): readonly Given[] =>
  path === undefined ? [of] : [of, pathOf(path, place)]
