import { createWriteStream, existsSync, mkdirSync, renameSync } from 'node:fs'
import { once } from 'node:events'
import { join } from 'node:path'

const folder = join(import.meta.dirname, '..', '.cache', 'csv-scan')

/** Where a file of visits is, as the source wants it. */
export interface VisitsFile {
  readonly folder: string
  readonly name: string
}

/** A generated file of at least so many megabytes, made once. */
export const scanFile = (megabytes: number): Promise<VisitsFile> =>
  visitsFile(`visits-${megabytes}`, (_, bytes) => bytes >= megabytes * 1_000_000)

/** A generated file of so many thousand rows, made once. */
export const rowsFile = (thousands: number): Promise<VisitsFile> =>
  visitsFile(`visits-${thousands}-thousand`, rows => rows >= thousands * 1000)

async function visitsFile(name: string, isEnough: (rows: number, bytes: number) => boolean): Promise<VisitsFile> {
  const file = join(folder, `${name}.csv`)
  if (existsSync(file)) return { folder, name }
  mkdirSync(folder, { recursive: true })
  const part = `${file}.${process.pid}`
  const stream = createWriteStream(part)
  stream.write('id,name,score,active,note\n')
  let written = 0
  for (let id = 1; !isEnough(id - 1, written); ) {
    let block = ''
    for (const end = id + 1000; id < end; id++) block += lineOf(id)
    written += block.length
    if (!stream.write(block)) await once(stream, 'drain')
  }
  stream.end()
  await once(stream, 'close')
  renameSync(part, file)
  return { folder, name }
}

/** One row in ten has a quoted text with a comma and a doubled quote. */
const lineOf = (id: number): string => {
  const note = id % 10 === 0 ? `"visit ${id}, ""late"""` : `visit ${id}`
  return `${id},visitor ${(id * 7919) % 100_003},${(id % 1000) / 8},${id % 3 === 0},${note}\n`
}
