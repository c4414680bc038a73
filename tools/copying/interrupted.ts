// A copy that is killed on its way: `node interrupted.ts URL FILE CHECKPOINT`. Says each batch on a line of its own,
// and waits to be answered.
import { once } from 'node:events'
import { copy } from '@vantage-ts/copy'
import { postgres } from '@vantage-ts/postgres'
import { sqlite } from '@vantage-ts/sqlite'
import { Visit } from './visit.ts'

const [url = '', file = '', resume = ''] = process.argv.slice(2)
await using from = sqlite({ file })
await using to = postgres({ url })
const work = copy(Visit.table(from), Visit.table(to), {
  batchRows: 100,
  resume,
  // The parent answers each batch but the one at which it kills.
  map: async row => {
    if (row.id % 100 === 50) {
      console.log(row.id)
      await once(process.stdin, 'data')
    }
    return row
  },
})
console.log(JSON.stringify(await work.run()))
process.stdin.destroy()
