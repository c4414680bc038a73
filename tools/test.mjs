// Runs the test projects with the arguments given.
import { spawnSync } from 'node:child_process'

const done = spawnSync('vitest', ['run', ...process.argv.slice(2)], { stdio: 'inherit' })
process.exitCode = done.status ?? 1
