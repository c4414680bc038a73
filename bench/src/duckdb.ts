import { BIGINT, BOOLEAN, DOUBLE, DuckDBDataChunk, VARCHAR } from '@duckdb/node-api'
import { type Arena, comparison } from './comparison.ts'
import { openDuckdbItems, selectItems } from './duckdb-items.ts'

const rowCount = 10_000
/** Another row at every turn. */
const idOf = (turn: number): number => ((turn * 7919) % rowCount) + 1

/** Rows as numbers, texts and truth values, whoever made them. */
const asRows = (answer: unknown): unknown =>
  JSON.parse(JSON.stringify([answer].flat(), (_key, value) => (typeof value === 'bigint' ? Number(value) : value)))

export const duckdbPoint = comparison({
  name: 'duckdb-point',
  about: 'one row by id, the query built every time; baseline: prepared statement of @duckdb/node-api',
  unit: 'us',
  target: 1.3,
  answer: asRows,
  async open(): Promise<Arena> {
    const handles = await openDuckdbItems(rowCount)
    const statement = await handles.raw.prepare(`${selectItems} WHERE id = $1`)
    return {
      baseline: {
        name: '@duckdb/node-api, prepared',
        async run(turn) {
          statement.bindBigInt(1, BigInt(idOf(turn)))
          return (await (await statement.run()).getRowObjectsJS())[0]
        },
      },
      ours: { name: 'vantage', run: turn => handles.ours.where(item => item.id.eq(idOf(turn))).first() },
      peers: [],
      [Symbol.asyncDispose]: () => handles[Symbol.asyncDispose](),
    }
  },
})

export const duckdbRows1000 = comparison({
  name: 'duckdb-rows-1000',
  about: '1,000 rows of int, text, float, bool as plain objects; baseline: row objects of @duckdb/node-api, prepared',
  unit: 'us',
  target: 1.2,
  answer: asRows,
  async open(): Promise<Arena> {
    const handles = await openDuckdbItems(1000)
    const statement = await handles.raw.prepare(selectItems)
    return {
      baseline: {
        name: '@duckdb/node-api, prepared',
        run: async () => (await statement.run()).getRowObjectsJS(),
      },
      ours: { name: 'vantage', run: () => handles.ours.listValues() },
      peers: [],
      [Symbol.asyncDispose]: () => handles[Symbol.asyncDispose](),
    }
  },
})

const inserted = 20_000

export const duckdbInsert = comparison({
  name: 'duckdb-insert',
  about: `${inserted.toLocaleString('en')} rows by insertMany; baseline: the same by hand, the appender of @duckdb/node-api into a temporary table and from there past the ids that are there`,
  unit: 'ms',
  target: 1.2,
  // Drivers answer with what they like; that the rows are there is checked by the count below.
  answer: () => undefined,
  async open(): Promise<Arena> {
    const handles = await openDuckdbItems(0)
    const { raw } = handles
    const rows = Array.from({ length: inserted }, (_, at) => ({
      id: at + 1,
      name: `item ${at + 1}`,
      score: at / 4,
      active: at % 2 === 0,
    }))
    const emptied = async (): Promise<void> => {
      await raw.run('DELETE FROM items')
    }
    const types = [BIGINT, VARCHAR, DOUBLE, BOOLEAN]
    return {
      baseline: {
        name: '@duckdb/node-api, appender',
        reset: emptied,
        async run() {
          await raw.run(
            'BEGIN; CREATE OR REPLACE TEMP TABLE passage (id BIGINT, name VARCHAR, score DOUBLE, active BOOLEAN)',
          )
          const appender = await raw.createAppender('passage', 'main', 'temp')
          for (let start = 0; start < rows.length; start += 2048) {
            const part = rows.slice(start, start + 2048)
            const chunk = DuckDBDataChunk.create(types, part.length)
            chunk.setRows(part.map(({ id, name, score, active }) => [BigInt(id), name, score, active]))
            appender.appendDataChunk(chunk)
          }
          appender.closeSync()
          await raw.run('INSERT INTO items SELECT * FROM temp.passage ON CONFLICT (id) DO NOTHING')
          await raw.run('DROP TABLE temp.passage; COMMIT')
        },
      },
      ours: { name: 'vantage', reset: emptied, run: () => handles.ours.insertMany(rows) },
      peers: [],
      async [Symbol.asyncDispose]() {
        const count = Number((await raw.runAndReadAll('SELECT count(*) FROM items')).getRows()[0]?.[0])
        if (count !== inserted) throw new Error(`${inserted} rows were to be written, but there are ${count}`)
        await handles[Symbol.asyncDispose]()
      },
    }
  },
})

const streamed = 100_000

export const duckdbStream = comparison({
  name: 'duckdb-stream',
  about: `${streamed.toLocaleString('en')} rows one after the other; baseline: row objects of the stream of @duckdb/node-api`,
  unit: 'ms',
  target: 1.2,
  answer: asRows,
  async open(): Promise<Arena> {
    const handles = await openDuckdbItems(streamed)
    return {
      baseline: {
        name: '@duckdb/node-api, stream',
        async run() {
          let sum = 0
          for await (const batch of (await handles.raw.stream(selectItems)).yieldRowObjectJs())
            for (const row of batch) sum += Number(row.id)
          return sum
        },
      },
      ours: {
        name: 'vantage',
        async run() {
          let sum = 0
          for await (const item of handles.ours) sum += item.id
          return sum
        },
      },
      peers: [],
      [Symbol.asyncDispose]: () => handles[Symbol.asyncDispose](),
    }
  },
})
