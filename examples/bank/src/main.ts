import { runAsProcess } from '@vantage-ts/example-asking'
import { run } from './run.ts'

await runAsProcess({
  name: 'bank',
  command: 'npm run bank',
  stopping: 'stopping',
  repeating: 'The same command may simply be repeated.',
  run,
})
