// A process that owns a server, for the tests to kill. Prints what it started; arguments are the engine and the folder to keep.
import { startGuarded } from '../src/guarded-server.ts'

const [engine, folder] = process.argv.slice(2)
const { url, pid, place } = await startGuarded(
  engine === 'mariadb' ? 'mariadb' : 'postgres',
  folder === undefined ? {} : { folder },
)
console.log(JSON.stringify({ url, pid, place }))
process.stdin.resume()
