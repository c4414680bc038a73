#!/usr/bin/env node
// Prints entity classes for the tables of a database: `npx vantage-surrealdb-entities ws://localhost:8000 > entities.ts`.
import { runEntitiesCommand } from '@vantage-ts/core/adapter'
import { introspect, surrealdb } from '@vantage-ts/surrealdb'

const command = {
  name: 'vantage-surrealdb-entities',
  place: { what: 'url', example: 'ws://root:secret@localhost:8000 --database shop' },
  options: {
    namespace: 'main unless said',
    database: 'main unless said',
    level: 'what the user is defined on: root, namespace or database',
  },
  open: (url, options) => surrealdb({ url, ...options }),
  introspect,
}
const { out, errors, code } = await runEntitiesCommand(command, process.argv.slice(2))
process.stdout.write(out)
process.stderr.write(errors)
process.exitCode = code
