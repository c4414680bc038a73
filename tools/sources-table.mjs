// The table of sources in README, made from the abilities that the sources declare. `npm run tables` writes it.
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { memory } from '@vantage-ts/core/memory'
import { csv } from '@vantage-ts/files'
import { postgres } from '@vantage-ts/postgres'
import { sqlite } from '@vantage-ts/sqlite'
import { surrealdb } from '@vantage-ts/surrealdb'

/** One row per thing people ask for, with the abilities behind it. */
const rows = [
  ['read, stream', ['read', 'stream']],
  ['conditions, search', ['where', 'search']],
  ['order, limit, pages', ['order', 'window']],
  ['count, sum, min, max, avg', ['aggregate']],
  ['sub-queries', ['select']],
  ['references', ['where']],
  ['links, calculated columns over them', ['correlate']],
  ['groups', ['group']],
  ['joins', ['join']],
  ['create by id, replace, patch, delete', ['insert', 'replace', 'patch', 'delete']],
  ['append', ['append']],
  ['written rows from the same statement', ['returning']],
  ['transactions', ['transaction']],
  ['savepoints', ['savepoint']],
  ['vendor text', ['template']],
]

/** Opening a source does no I/O, so its abilities can be read without a server. */
const sources = {
  memory: memory(),
  SQLite: sqlite({ file: ':memory:' }),
  PostgreSQL: postgres({ url: 'postgres://127.0.0.1/none' }),
  SurrealDB: surrealdb({ url: 'mem://', namespace: 'none', database: 'none' }),
  CSV: csv({ folder: '.' }),
}

export function sourcesTable() {
  const names = Object.keys(sources)
  const lines = rows.map(([what, abilities]) => {
    const cells = Object.values(sources).map(({ can }) =>
      abilities.every(ability => can[ability] === true) ? 'yes' : '–',
    )
    return `| ${what} | ${cells.join(' | ')} |`
  })
  return [`| | ${names.join(' | ')} |`, `|---|${names.map(() => ':-:').join('|')}|`, ...lines].join('\n')
}

const markers = ['<!-- sources: made by npm run tables -->\n', '\n<!-- /sources -->']

/** README with the table as it should be. */
export function withTable(text) {
  const [start, end] = markers.map(marker => text.indexOf(marker))
  if (start < 0 || end < start) throw new Error('README has lost the markers of its table of sources')
  return text.slice(0, start + markers[0].length) + sourcesTable() + text.slice(end)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = join(dirname(dirname(fileURLToPath(import.meta.url))), 'README.md')
  writeFileSync(file, withTable(readFileSync(file, 'utf8')))
}
