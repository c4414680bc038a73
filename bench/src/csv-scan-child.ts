// One scan in a process of its own, with little memory: `node csv-scan-child.ts vantage|udsv FOLDER NAME`. Answers with one JSON line.
import { createReadStream, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { bool, col, Entity, float, int, text } from '@vantage-ts/core'
import { csv } from '@vantage-ts/files'
import { inferSchema, initParser } from 'udsv'

class Visit extends Entity('visits', {
  id: col(int).id(),
  name: col(text),
  score: col(float),
  active: col(bool),
  note: col(text),
}) {}

interface Sum {
  rows: number
  score: number
}

async function byVantage(folder: string, name: string): Promise<Sum> {
  await using source = csv({ folder })
  const sum = { rows: 0, score: 0 }
  for await (const visit of Visit.table(source, { name })) {
    sum.rows++
    if (visit.active) sum.score += visit.score
  }
  return sum
}

// An alias, because udsv takes types with an index signature only.
type ParsedVisit = { readonly active: boolean; readonly score: number }

async function byUdsv(folder: string, name: string): Promise<Sum> {
  const sum = { rows: 0, score: 0 }
  const add = (visit: ParsedVisit): void => {
    sum.rows++
    if (visit.active) sum.score += visit.score
  }
  let parser: ReturnType<typeof initParser> | undefined
  for await (const chunk of createReadStream(join(folder, `${name}.csv`), {
    encoding: 'utf8',
    highWaterMark: 256 * 1024,
  })) {
    parser ??= initParser(inferSchema(chunk))
    parser.chunk<ParsedVisit>(chunk, parser.typedObjs, add)
  }
  parser?.end()
  return sum
}

const [who, folder = '', name = ''] = process.argv.slice(2)
const started = performance.now()
const sum = await (who === 'udsv' ? byUdsv(folder, name) : byVantage(folder, name))
const ms = performance.now() - started
console.log(JSON.stringify({ ...sum, ms, peakMegabytes: peakMegabytes() }))

/** The most memory that this process held. `maxRSS` would be that of the parent, which a fork inherits. */
function peakMegabytes(): number {
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
  return Number(kilobytes) / 1024
}
