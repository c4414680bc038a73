// A copy into a file that may not become as large as its rows: `ulimit -f 20; node no-room.ts FOLDER`. Says how it ended.
import { VantageError } from '@vantage-ts/core'
import { memory } from '@vantage-ts/core/memory'
import { copy } from '@vantage-ts/copy'
import { csv } from '@vantage-ts/files'
import { Visit } from './visit.ts'

const from = Visit.table(memory())
await from.insertMany(Array.from({ length: 3000 }, (_, id) => ({ id, name: `visit ${id}` })))
await using to = csv({ folder: process.argv[2] ?? '', create: true })
try {
  await copy(from, Visit.table(to), { onRefused: 'collect', batchRows: 1000 }).run()
} catch (thrown) {
  const error = VantageError.from(thrown)
  const { kind, details, cause } = error
  const { read, inserted, refused } = details
  console.log(JSON.stringify({ kind, cause: VantageError.from(cause).kind, read, inserted, refused }))
}
