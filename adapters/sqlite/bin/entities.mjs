#!/usr/bin/env node
// Prints entity classes for the tables of a file: `npx vantage-sqlite-entities app.db > entities.ts`.
import { runEntitiesCommand } from '@vantage-ts/core/adapter'
import { introspect, sqlite } from '@vantage-ts/sqlite'

const command = {
  name: 'vantage-sqlite-entities',
  place: { what: 'file', example: 'app.db' },
  open: file => sqlite({ file, readOnly: true }),
  introspect,
}
const { out, errors, code } = await runEntitiesCommand(command, process.argv.slice(2))
process.stdout.write(out)
process.stderr.write(errors)
process.exitCode = code
