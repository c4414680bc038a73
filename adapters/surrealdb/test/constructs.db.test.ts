import { testConstructs } from '@vantage-ts/adapter-kit/constructs'
import { afterAll } from 'vitest'
import { chapters } from './constructs/chapters.ts'
import { db, fillGraph, graph, type GraphQuery, shown } from './constructs/graph.ts'

afterAll(() => db.close())

testConstructs<GraphQuery>({
  file: '../../../docs/surrealql.md',
  shown,
  page: {
    title: 'The language of SurrealDB',
    about:
      'Each statement begins at `q`, which is `db.query()` of a source that `surrealdb({ url })` opened; the other words are ' +
      'imported from `@vantage-ts/surrealdb/ql`. `p`, `g`, `b` and `k` are the tables `person`, `product`, `buys` and ' +
      "`knows`, made by `table('person', { fields: […] })`; `people` is a set on the first of them, by `Person.table(db)` of an entity `Person`. Values are bound: `$_0` " +
      'is the first of them. Records and moments are shown as text. Each call finds\n\n```surql\n' +
      `${graph.trim().replaceAll(/^ {4}/gm, '')}\n\`\`\``,
    block: 'surql',
    chapters,
  },
  async within(work) {
    await fillGraph()
    await work(db.query())
  },
})
