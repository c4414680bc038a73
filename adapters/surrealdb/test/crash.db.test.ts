import { join } from 'node:path'
import { testCrashes } from '@vantage-ts/adapter-kit'
import { surrealdb } from '../src/index.ts'

testCrashes({
  name: 'surrealdb in a folder',
  program: ['--conditions=@vantage-ts/source', '--no-warnings', join(import.meta.dirname, 'crash-process.ts')],
  open: folder => {
    const source = surrealdb({ url: `surrealkv://${folder}/data`, database: 'main' })
    return { source, close: () => source.close() }
  },
})
