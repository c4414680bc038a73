import { runAsProcess } from '@vantage-ts/example-asking'
import { run } from './run.ts'

await runAsProcess({
  name: 'atlas',
  command: 'npm start',
  stopping: 'stopping; what is loaded stays',
  repeating: 'The same command may simply be repeated; what is loaded stays.',
  run,
})
