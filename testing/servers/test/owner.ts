// A process that owns a server, for the tests to kill. Prints what it started; an argument is the folder to keep.
import { startPostgres } from '../src/postgres.ts'

const folder = process.argv[2]
const { url, pid, place } = await startPostgres(folder === undefined ? {} : { folder })
console.log(JSON.stringify({ url, pid, place }))
process.stdin.resume()
