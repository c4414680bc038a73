import type { Benchmark } from './benchmark.ts'
import { buildFourConditions } from './build-four-conditions.ts'
import { buildJoinAggregate } from './build-join-aggregate.ts'
import { buildVendorSelect } from './build-vendor-select.ts'
import { calculatedColumn } from './calculated-column.ts'
import { copyCsvPostgres, copyPostgresDuckdb, copyPostgresSqlite } from './copy-rows.ts'
import { coreImport } from './core-import.ts'
import { coreSize } from './core-size.ts'
import { csvScan } from './csv-scan.ts'
import { deferredInPostgresSqlite, deferredInSqlitePostgres } from './deferred-in.ts'
import { mockAnswer } from './mock-answer.ts'
import { csvAppend, ndjsonAppend } from './file-append.ts'
import { ndjsonScan } from './ndjson-scan.ts'
import { mysqlInsert1000 } from './mysql-insert.ts'
import { mysqlPoint, mysqlPointDynamic } from './mysql-point.ts'
import { mysqlRows1000, mysqlStream } from './mysql-rows.ts'
import { duckdbInsert, duckdbPoint, duckdbRows1000, duckdbStream } from './duckdb.ts'
import { hooksAbsent, patchById } from './patch-hooks.ts'
import { postgresPointDynamic } from './postgres-point.ts'
import { recordSavePostgres, recordSaveSqlite } from './record-save.ts'
import { referenceTraversal, referenceTraversalAcross } from './reference-traversal.ts'
import { sqliteConverted10000 } from './sqlite-converted.ts'
import { sqliteInsert1000 } from './sqlite-insert.ts'
import { sqlitePointDynamic, sqlitePointPrepared } from './sqlite-point.ts'
import { sqliteInstances10000, sqliteRows100, sqliteRows10000 } from './sqlite-rows.ts'
import { transactionOverhead } from './transaction-overhead.ts'
import { types200, types50 } from './types.ts'
import { updateEachPostgres, updateEachSqlite } from './update-each.ts'

/** Every benchmark, in the order of the results. */
export const benchmarks: readonly Benchmark[] = [
  sqlitePointDynamic,
  sqlitePointPrepared,
  sqliteRows100,
  sqliteRows10000,
  sqliteInstances10000,
  sqliteConverted10000,
  sqliteInsert1000,
  postgresPointDynamic,
  mysqlPointDynamic,
  mysqlPoint,
  mysqlRows1000,
  mysqlInsert1000,
  mysqlStream,
  duckdbPoint,
  duckdbRows1000,
  duckdbInsert,
  duckdbStream,
  buildFourConditions,
  buildJoinAggregate,
  buildVendorSelect,
  calculatedColumn,
  referenceTraversal,
  referenceTraversalAcross,
  deferredInPostgresSqlite,
  deferredInSqlitePostgres,
  patchById,
  hooksAbsent,
  recordSaveSqlite,
  recordSavePostgres,
  updateEachSqlite,
  updateEachPostgres,
  transactionOverhead,
  mockAnswer,
  csvScan,
  copyCsvPostgres,
  copyPostgresDuckdb,
  copyPostgresSqlite,
  ndjsonScan,
  csvAppend,
  ndjsonAppend,
  coreSize,
  coreImport,
  types50,
  types200,
]
