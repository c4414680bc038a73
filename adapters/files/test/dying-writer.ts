// Writes people and is killed on the way: `node dying-writer.ts FOLDER FORMAT append|patch write|sync|rename|renamed`.
import fs, { type FileHandle } from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { bool, col, Entity, int, text } from '@vantage-ts/core'

const [folder = '', format = 'ndjson', act = 'patch', point = 'rename'] = process.argv.slice(2)

const die = (): never => {
  process.kill(process.pid, 'SIGKILL')
  for (;;);
}

const { open, rename } = fs
fs.open = async (...args: Parameters<typeof open>): Promise<FileHandle> => {
  const handle = await open(...args)
  if (String(args[0]).endsWith('.lock') || args[1] === 'r') return handle
  const write: (bytes: Buffer, offset: number, length: number, position?: number) => Promise<unknown> =
    handle.write.bind(handle)
  const dying = async (bytes: Buffer, offset: number, length: number, position?: number): Promise<never> => {
    await write(bytes, offset, Math.floor(length / 2), position)
    return die()
  }
  return Object.assign(handle, {
    ...(point === 'write' && { write: dying }),
    ...(point === 'sync' && { datasync: die }),
  })
}
fs.rename = async (...args: Parameters<typeof rename>): Promise<void> => {
  if (point === 'rename') die()
  await rename(...args)
  if (point === 'renamed') die()
}
syncBuiltinESMExports()

const files = await import('../src/index.ts')

class Person extends Entity('people', {
  id: col(int).id(),
  name: col(text),
  city: col(text).optional(),
  isActive: col(bool).optional().named('is_active'),
}) {}

const source =
  format === 'json' ? files.json({ folder }) : format === 'csv' ? files.csv({ folder }) : files.ndjson({ folder })
const people = Person.table(source)
if (act === 'patch') await people.patch(2, { name: 'changed' })
else await people.insertMany([{ id: 9, name: 'added' }])
console.log('alive')
