// What each source can do, made from what the adapter kit found of it: the table in README and the page docs/sources.md.
// `npm run tables` writes both.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { abilityNames } from '@vantage-ts/core'
import { root } from './fetch-node.mjs'

/** The sources by the names that people know, and where the kit keeps what it found. */
const records = {
  memory: 'packages/core/test/memory.kit-results.json',
  SQLite: 'adapters/sqlite/test/kit-results.json',
  PostgreSQL: 'adapters/postgres/test/kit-results.json',
  MariaDB: 'adapters/mysql/test/kit-results.json',
  MySQL: 'adapters/mysql/test/mysql.kit-results.json',
  DuckDB: 'adapters/duckdb/test/kit-results.json',
  SurrealDB: 'adapters/surrealdb/test/kit-results.json',
  CSV: 'adapters/files/test/csv.kit-results.json',
  NDJSON: 'adapters/files/test/ndjson.kit-results.json',
  JSON: 'adapters/files/test/json.kit-results.json',
}

export const recordFiles = Object.values(records)

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
  ['create by id', ['insert']],
  ['replace, patch, delete', ['replace', 'patch', 'delete']],
  ['append', ['append']],
  ['written rows from the same statement', ['returning']],
  ['transactions', ['transaction']],
  ['savepoints', ['savepoint']],
  ['vendor text', ['template']],
]

/** What abilities are called where each is told by itself. */
const meanings = {
  read: 'read rows',
  insert: 'create rows by id',
  append: 'add rows at the end',
  replace: 'replace',
  patch: 'patch, also whole sets',
  delete: 'delete, also whole sets',
  where: 'conditions',
  order: 'order',
  window: 'limit and offset',
  aggregate: 'count, sum, min, max, avg',
  group: 'groups',
  select: 'sub-queries',
  join: 'joins',
  correlate: 'sub-queries that look at the row outside',
  template: 'vendor text',
  returning: 'written rows from the same statement',
  transaction: 'transactions',
  savepoint: 'savepoints',
  search: 'search',
  stream: 'streams',
}

const sources = Object.entries(records).map(([name, file]) => ({
  name,
  found: JSON.parse(readFileSync(join(root, file), 'utf8')),
}))

const table = (head, lines) =>
  [head, head.map((_, at) => (at === 0 ? '---' : ':-:')), ...lines].map(cells => `| ${cells.join(' | ')} |`).join('\n')

const names = sources.map(({ name }) => name)
const perSource = (what, cellOf) => [what, ...sources.map(({ found }) => cellOf(found))]
const yes = isSo => (isSo ? 'yes' : '–')

const isThere = ability => sources.some(({ found }) => found.abilities.includes(ability))

export const sourcesTable = () =>
  table(
    ['', ...names],
    [
      ...rows
        .filter(([, abilities]) => abilities.every(isThere))
        .map(([what, abilities]) =>
          perSource(what, found => yes(abilities.every(ability => found.abilities.includes(ability)))),
        ),
      perSource('types held', found => `${found.types.length} of ${allOf('types').length}`),
      perSource('cases of the kit: held, refused, gaps', ({ counts }) =>
        [counts.passed, counts.refused, counts.gap].join(', '),
      ),
    ],
  )

/** Every name that one source has at least, in the order of the one that has most. */
function allOf(key) {
  const lists = sources.map(({ found }) => found[key]).sort((a, b) => b.length - a.length)
  return [...new Set(lists.flat())]
}

/** One line for all that have the same verdict and reason. */
function told(entries) {
  const together = Map.groupBy(entries, ([, { verdict, why }]) => `(${verdict}): ${why}`)
  return [...together].map(([reason, all]) => `- ${all.map(([what]) => what).join('; ')} ${reason}`)
}

/** What one source is without, refuses, and does otherwise than the kit asks. */
function exceptionsOf({ name, found }) {
  const lines = [
    ...told(Object.entries(found.lacks).map(([lack, reason]) => [meanings[lack] ?? `\`${lack}\``, reason])),
    ...told(
      Object.entries(found.refuses).map(([type, why]) => [`some values of \`${type}\``, { verdict: 'refused', why }]),
    ),
    ...found.cannot.map(why => `- some names, sets or transactions (refused): ${why}`),
    ...told(found.gaps.map(gap => [`the case \`${gap.id}\` ends with ${endOf(gap)}`, gap])),
  ]
  return `### ${name}\n\n${lines.join('\n') || 'Nothing is left out.'}`
}

const endOf = ({ fails }) => (fails === 'wrong-answer' ? 'another answer' : `\`${fails}\``)

const notHeldByAll = key => allOf(key).filter(name => sources.some(({ found }) => !found[key].includes(name)))

function operatorsText() {
  const missing = notHeldByAll('operators')
  if (missing.length === 0)
    return `Every source has all ${allOf('operators').length} operators of conditions and expressions.`
  return table(
    ['operator', ...names],
    missing.map(operator => perSource(`\`${operator}\``, found => yes(found.operators.includes(operator)))),
  )
}

export const sourcesPage = () => `# What each source can do

Made by \`npm run tables\` from what the [adapter kit](../testing/adapter-kit/README.md) finds when it runs against the real engine; a run that
finds something else fails. Every *yes* is proven by its cases. What a source is without is a compile error where its type is known, and is
refused as \`unsupported\` before anything is sent where it is not.

## Abilities

${table(
  ['ability', ...names],
  abilityNames
    .filter(ability => meanings[ability] !== undefined && isThere(ability))
    .map(ability => perSource(meanings[ability], found => yes(found.abilities.includes(ability)))),
)}

CSV and NDJSON files that are opened with \`rewrite: false\` are logs: rows are added at the end, and stay as they are.

## Types

Values are held exactly, or refused before they are sent.

${table(
  ['type', ...names],
  allOf('types').map(type => perSource(`\`${type}\``, found => yes(found.types.includes(type)))),
)}

## Operators

${operatorsText()}

## What is left out, and why

*not-yet* is to be built; *impossible* is what the engine cannot do; *by-design* is what it means otherwise, or is not for.

${sources.map(exceptionsOf).join('\n\n')}
`

const markers = ['<!-- sources: made by npm run tables -->\n', '\n<!-- /sources -->']

/** README with the table as it should be. */
export function withTable(text) {
  const [start, end] = markers.map(marker => text.indexOf(marker))
  if (start < 0 || end < start) throw new Error('README has lost the markers of its table of sources')
  return text.slice(0, start + markers[0].length) + sourcesTable() + text.slice(end)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const readme = join(root, 'README.md')
  writeFileSync(readme, withTable(readFileSync(readme, 'utf8')))
  writeFileSync(join(root, 'docs', 'sources.md'), sourcesPage())
}
