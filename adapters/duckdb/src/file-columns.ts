import type { StoredColumn, StoredTable } from '@vantage-ts/core/adapter'
import { quoteIdentifier } from '@vantage-ts/sql'
import { decimalName, ordinaryDigits } from './decimal-storage.ts'
import { raisedText } from './refused-unless.ts'
import type { DuckdbStorage } from './storage.ts'

// Read as a whole number, DuckDB takes the text 1.5 for 2; read as a decimal it rounds, and a number of JSON is a text if a text is
// wanted. So these are read in a form that loses nothing, and converted where that is exact.

/** How a column of a file of text is read. */
interface FileColumn {
  /** The type that the reader is told. */
  readonly type: string
  /** Makes the value of it. */
  value(sql: string, name: string): string
}

const decimalType = decimalName(ordinaryDigits)

const failure = (name: string, wanted: string): string => {
  const says = `column "${name}" holds what is no ${wanted}; correct the file, or declare the column with another type`
  return `error('${raisedText({ kind: 'type-mismatch', says }).replaceAll("'", "''")}')`
}

/** Digits after the point, but for zeros at the end, as many as there are room for; an exponent is compared as doubles are. */
const isExactDecimal = (sql: string): string =>
  `CASE WHEN contains(lower(${sql}), 'e') THEN CAST(TRY_CAST(${sql} AS ${decimalType}) AS DOUBLE) = TRY_CAST(${sql} AS DOUBLE) ` +
  `WHEN contains(${sql}, '.') THEN length(rtrim(${sql}, '0')) - strpos(${sql}, '.') <= ${ordinaryDigits.scale} ELSE TRUE END`

const decimal: FileColumn = {
  type: 'VARCHAR',
  value: (sql, name) =>
    `CASE WHEN ${sql} IS NULL THEN NULL WHEN TRY_CAST(${sql} AS ${decimalType}) IS NULL OR NOT (${isExactDecimal(sql)}) ` +
    `THEN ${failure(name, `decimal of ${ordinaryDigits.scale} digits after the point at most`)} ELSE TRY_CAST(${sql} AS ${decimalType}) END`,
}

/** Whole numbers of CSV, by the reader, which tells the line of what is no number. */
const wholeOfCsv: FileColumn = {
  type: decimalType,
  value: (sql, name) =>
    `CASE WHEN ${sql} <> trunc(${sql}) THEN ${failure(name, 'whole number')} ELSE CAST(${sql} AS BIGINT) END`,
}

const wholeOfJson: FileColumn = {
  type: 'VARCHAR',
  value: (sql, name) => wholeOfCsv.value(`(${decimal.value(sql, name)})`, name),
}

const textOfJson: FileColumn = {
  type: 'JSON',
  value: (sql, name) =>
    `CASE WHEN ${sql} IS NULL OR json_type(${sql}) = 'NULL' THEN NULL ` +
    `WHEN json_type(${sql}) = 'VARCHAR' THEN ${sql} ->> '$' ELSE ${failure(name, 'text')} END`,
}

/** Types whose text the readers refuse by themselves, telling the line; of others some make null of what they cannot read. */
const strict: ReadonlySet<string> = new Set(['VARCHAR', 'BOOLEAN', 'DOUBLE', 'DATE', 'TIME', 'TIMESTAMP'])

const checked = (vendorType: string): FileColumn => ({
  type: 'VARCHAR',
  value: (sql, name) =>
    `CASE WHEN ${sql} IS NOT NULL AND TRY_CAST(${sql} AS ${vendorType}) IS NULL THEN ${failure(name, vendorType)} ` +
    `ELSE TRY_CAST(${sql} AS ${vendorType}) END`,
})

type Format = 'csv' | 'json'

function columnOf({ storage }: StoredColumn, format: Format): FileColumn {
  const { name, cast }: DuckdbStorage = storage
  if (name === 'BIGINT') return format === 'csv' ? wholeOfCsv : wholeOfJson
  if (name.startsWith('DECIMAL(')) return decimal
  if (name === 'VARCHAR' && format === 'json') return textOfJson
  const vendorType = cast ?? name
  if (strict.has(vendorType) || (vendorType === 'JSON' && format === 'json'))
    return { type: vendorType, value: sql => sql }
  return checked(vendorType)
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** The columns that an entity declares, converted, of the rows that `read` gives when it is told their types. */
export function convertedRows({ columns }: StoredTable, format: Format, read: (types: string) => string): string {
  const found = columns.map(column => ({ column, file: columnOf(column, format) }))
  const types = found.map(({ column, file }) => `${quoted(column.name)}: ${quoted(file.type)}`)
  const values = found.map(({ column: { name }, file }) => {
    const sql = quoteIdentifier(name)
    return `${file.value(sql, name)} AS ${sql}`
  })
  return `(SELECT ${values.join(', ')} FROM ${read(`{${types.join(', ')}}`)})`
}
