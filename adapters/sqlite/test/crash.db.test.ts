import { join } from 'node:path'
import { testCrashes } from '@vantage-ts/adapter-kit'
import { sqlite } from '../src/index.ts'

testCrashes({
  name: 'sqlite in a file',
  program: ['--conditions=@vantage-ts/source', '--no-warnings', join(import.meta.dirname, 'crash-process.ts')],
  open: folder => {
    const source = sqlite({ file: join(folder, 'a.db') })
    return { source, close: () => source.close() }
  },
})
