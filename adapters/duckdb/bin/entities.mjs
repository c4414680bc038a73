#!/usr/bin/env node
// Prints entity classes for the tables of a database, or of a file that is one: `npx vantage-duckdb-entities flights.parquet > entities.ts`.
import { runEntitiesCommand, VantageError } from '@vantage-ts/core/adapter'
import { duckdb, introspect, tableOfFile } from '@vantage-ts/duckdb'

const command = {
  name: 'vantage-duckdb-entities',
  place: { what: 'file', example: 'flights.parquet' },
  options: { as: 'how the table of a Parquet, CSV or JSON file is called; the name of the file unless said' },
  open(place, { as }) {
    const table = tableOfFile(place)
    return table === undefined ? duckdb({ file: place, readOnly: true }) : duckdb({ files: { [as ?? table]: place } })
  },
  async introspect(source, options) {
    const found = await introspect(source, options)
    const [left] = found.left
    // A file that cannot be read is all that there is to tell.
    if (found.tables.length === 0 && left?.column === '*') throw new VantageError(left.why, { kind: 'not-found' })
    return found
  },
}
const { out, errors, code } = await runEntitiesCommand(command, process.argv.slice(2))
process.stdout.write(out)
process.stderr.write(errors)
process.exitCode = code
