#!/usr/bin/env node
// Prints entity classes for the tables of a database: `npx vantage-postgres-entities postgres://… > entities.ts`.
import { runEntitiesCommand } from '@vantage-ts/core/adapter'
import { introspect, postgres } from '@vantage-ts/postgres'

const command = {
  name: 'vantage-postgres-entities',
  place: { what: 'url', example: 'postgres://me@localhost/shop' },
  open: url => postgres({ url }),
  introspect,
}
const { out, errors, code } = await runEntitiesCommand(command, process.argv.slice(2))
process.stdout.write(out)
process.stderr.write(errors)
process.exitCode = code
