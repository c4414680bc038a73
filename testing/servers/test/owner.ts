// A process that owns a server, for the tests to kill. Prints what it started; arguments are the engine and the folder to keep.
import type { EngineName } from '../src/engine.ts'
import { startGuarded } from '../src/guarded-server.ts'

const engines: readonly EngineName[] = ['postgres', 'mariadb', 'mysql']
const [engine, folder] = process.argv.slice(2)
const { url, pid, place } = await startGuarded(
  engines.find(name => name === engine) ?? 'postgres',
  folder === undefined ? {} : { folder },
)
console.log(JSON.stringify({ url, pid, place }))
process.stdin.resume()
