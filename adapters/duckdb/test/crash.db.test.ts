import { join } from 'node:path'
import { testCrashes } from '@vantage-ts/adapter-kit'
import { duckdb } from '../src/index.ts'

testCrashes({
  name: 'duckdb in a file',
  program: ['--conditions=@vantage-ts/source', '--no-warnings', join(import.meta.dirname, 'crash-process.ts')],
  open: folder => {
    const source = duckdb({ file: join(folder, 'a.duckdb'), threads: 1 })
    return { source, close: () => source.close() }
  },
})
