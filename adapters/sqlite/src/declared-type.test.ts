import { expect, test } from 'vitest'
import { declaredType } from './declared-type.ts'

test.each([
  ['INTEGER', 'int'],
  ['int', 'int'],
  ['TINYINT(1)', 'int'],
  ['MEDIUMINT UNSIGNED', 'int'],
  ['BIGINT', 'bigint'],
  ['unsigned  big int', 'bigint'],
  ['VARCHAR(20)', 'text'],
  ['NATIVE CHARACTER(70)', 'text'],
  ['CLOB', 'text'],
  ['TEXT', 'text'],
  ['BLOB', 'bytes'],
  ['REAL', 'float'],
  ['DOUBLE PRECISION', 'float'],
  ['FLOAT', 'float'],
  ['NUMERIC', 'float'],
  ['DECIMAL(10,5)', 'float'],
  ['BOOLEAN', 'bool'],
  ['uuid', 'text'],
  ['DATE', 'plainDate'],
  ['DATETIME', 'text'],
  ['TIMESTAMP', 'text'],
  ['JSON', 'json'],
  // SQLite's own surprise: the first rule that fits is that of INT.
  ['FLOATING POINT', 'int'],
  ['', undefined],
  ['ANY', undefined],
  ['STRING', undefined],
  ['toString', undefined],
])('%j', (declared, type) => {
  expect(declaredType(declared)?.type).toBe(type)
})
