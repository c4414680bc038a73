#!/usr/bin/env node
// Prints entity classes for the tables of a database: `npx vantage-mysql-entities mysql://… > entities.ts`.
import { runEntitiesCommand } from '@vantage-ts/core/adapter'
import { introspect, mysql } from '@vantage-ts/mysql'

const command = {
  name: 'vantage-mysql-entities',
  place: { what: 'url', example: 'mysql://me@localhost/shop' },
  open: url => mysql({ url }),
  introspect,
}
const { out, errors, code } = await runEntitiesCommand(command, process.argv.slice(2))
process.stdout.write(out)
process.stderr.write(errors)
process.exitCode = code
