import { runAsProcess } from '@vantage-ts/example-asking'
import { run } from './run.ts'

await runAsProcess({
  name: 'bakery',
  command: 'npm run bakery',
  stopping: 'stopping',
  repeating: 'The same command may simply be repeated.',
  run,
})
