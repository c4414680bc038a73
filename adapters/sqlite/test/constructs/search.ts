import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import {
  bm25,
  func,
  highlight,
  match,
  phrase,
  pragmaForeignKeyList,
  pragmaIndexInfo,
  pragmaIndexList,
  pragmaTableInfo,
  pragmaTableList,
  pragmaTableXinfo,
  searchRank,
  snippet,
} from '@vantage-ts/sqlite/sql'
import { c, n, type ShopQuery } from './shop.ts'

export const search: Chapter<ShopQuery> = {
  title: 'Search',
  about: '`notes` is a virtual table: `create virtual table notes using fts5 (title, body)`.',
  file: import.meta.url,
  constructs: [
    {
      title: 'Rows that match',
      build: q => q.select(n.title).from(n).where(match(n, 'clock')).orderBy(n.title),
      text: 'SELECT "n"."title" FROM "notes" AS "n" WHERE "n"."notes" MATCH ? ORDER BY "n"."title"',
      result: [{ title: 'clock tower' }, { title: 'to do' }],
    },
    {
      title: 'Operators of the search',
      build: q => q.select(n.title).from(n).where(match(n, 'clock NOT lightning')),
      text: 'SELECT "n"."title" FROM "notes" AS "n" WHERE "n"."notes" MATCH ?',
      result: [{ title: 'to do' }],
    },
    {
      title: 'In one column',
      build: q => q.select(n.title).from(n).where(match(n.title, 'dog')),
      text: 'SELECT "n"."title" FROM "notes" AS "n" WHERE "n"."title" MATCH ?',
      result: [{ title: 'dog' }],
    },
    {
      title: 'Text as it stands',
      note: '`phrase` takes the operators out of what somebody typed.',
      build: q =>
        q
          .select(n.title)
          .from(n)
          .where(match(n, phrase('every clock'))),
      text: 'SELECT "n"."title" FROM "notes" AS "n" WHERE "n"."notes" MATCH ?',
      result: [{ title: 'to do' }],
    },
    {
      title: 'The best first',
      note: 'A weight for each column, here ten for the title.',
      build: q =>
        q
          .select(n.title)
          .from(n)
          .where(match(n, 'dog'))
          .orderBy(bm25(n, 10, 1)),
      text: 'SELECT "n"."title" FROM "notes" AS "n" WHERE "n"."notes" MATCH ? ORDER BY bm25("n"."notes", CAST(? AS INTEGER), CAST(? AS INTEGER))',
      result: [{ title: 'dog' }, { title: 'to do' }],
    },
    {
      title: 'The best first, by the column of the table',
      build: q =>
        q
          .select(n.title, { good: searchRank(n).lt(0) })
          .from(n)
          .where(match(n, 'dog'))
          .orderBy(searchRank(n)),
      text: 'SELECT "n"."title", "n"."rank" < CAST(? AS INTEGER) AS "good" FROM "notes" AS "n" WHERE "n"."notes" MATCH ? ORDER BY "n"."rank"',
      result: [
        { title: 'dog', good: 1 },
        { title: 'to do', good: 1 },
      ],
    },
    {
      title: 'What was found',
      build: q =>
        q
          .select({ text: highlight(n, 'body', '[', ']') })
          .from(n)
          .where(match(n, 'clock'))
          .orderBy(n.title),
      text: 'SELECT highlight("n"."notes", CAST(? AS INTEGER), ?, ?) AS "text" FROM "notes" AS "n" WHERE "n"."notes" MATCH ? ORDER BY "n"."title"',
      result: [
        { text: 'lightning strikes the [clock] at 22:04' },
        { text: 'return the board, feed the dog, wind every [clock] in the house' },
      ],
    },
    {
      title: 'A part of the text',
      build: q =>
        q
          .select({ text: snippet(n, 'body', { before: '[', after: ']', cut: '…', words: 4 }) })
          .from(n)
          .where(match(n, 'wind')),
      text: 'SELECT snippet("n"."notes", CAST(? AS INTEGER), ?, ?, ?, CAST(? AS INTEGER)) AS "text" FROM "notes" AS "n" WHERE "n"."notes" MATCH ?',
      result: [{ text: '…dog, [wind] every clock…' }],
    },
    {
      title: 'A part of the column that fits best',
      build: q =>
        q
          .select({ text: snippet(n) })
          .from(n)
          .where(match(n, 'einstein')),
      text: 'SELECT snippet("n"."notes", CAST(? AS INTEGER), ?, ?, ?, CAST(? AS INTEGER)) AS "text" FROM "notes" AS "n" WHERE "n"."notes" MATCH ?',
      result: [{ text: 'he is called Einstein' }],
    },
  ],
}

export const schema: Chapter<ShopQuery> = {
  title: 'What the database says of itself',
  about: 'Pragmas that give rows are read as rows. Functions without a word here are called by their name.',
  file: import.meta.url,
  constructs: [
    {
      title: 'Columns of a table',
      build: q => {
        const column = pragmaTableInfo('clients').asRows('column')
        return q.select(column.name, column.type, column.notnull, column.pk).from(column).orderBy(column.cid)
      },
      text: 'SELECT "column"."name", "column"."type", "column"."notnull", "column"."pk" FROM pragma_table_info(?) AS "column" ORDER BY "column"."cid"',
      result: [
        { name: 'id', type: 'INTEGER', notnull: 0, pk: 1 },
        { name: 'name', type: 'TEXT', notnull: 1, pk: 0 },
        { name: 'city', type: 'TEXT', notnull: 0, pk: 0 },
        { name: 'level', type: 'INTEGER', notnull: 1, pk: 0 },
      ],
    },
    {
      title: 'Hidden columns',
      build: q => {
        const column = pragmaTableXinfo('notes').asRows('column')
        return q.select(column.name).from(column).where(column.hidden.gt(0))
      },
      text: 'SELECT "column"."name" FROM pragma_table_xinfo(?) AS "column" WHERE "column"."hidden" > CAST(? AS INTEGER)',
      result: [{ name: 'notes' }, { name: 'rank' }],
    },
    {
      title: 'Tables',
      build: q => {
        const each = pragmaTableList().asRows('each')
        return q
          .select(each.name, each.type, each.ncol)
          .from(each)
          .where(each.name.like('%o%r%'), each.schema.eq('main'))
          .orderBy(each.name)
      },
      text: 'SELECT "each"."name", "each"."type", "each"."ncol" FROM pragma_table_list() AS "each" WHERE ("each"."name" LIKE ?) AND ("each"."schema" = ?) ORDER BY "each"."name"',
      result: [
        { name: 'orders', type: 'table', ncol: 4 },
        { name: 'orders_log', type: 'table', ncol: 2 },
      ],
    },
    {
      title: 'Indexes with their columns',
      build: q => {
        const index = pragmaIndexList('stock').asRows('index')
        const part = pragmaIndexInfo(index.name).asRows('part')
        return q
          .select({ column: part.name, unique: index.unique, partial: index.partial })
          .from(index)
          .crossJoin(part)
          .orderBy(index.seq, part.seqno)
      },
      text: 'SELECT "part"."name" AS "column", "index"."unique", "index"."partial" FROM pragma_index_list(?) AS "index" CROSS JOIN pragma_index_info("index"."name") AS "part" ORDER BY "index"."seq", "part"."seqno"',
      result: [
        { column: 'product_id', unique: 1, partial: 1 },
        { column: 'product_id', unique: 1, partial: 0 },
        { column: 'place', unique: 1, partial: 0 },
      ],
    },
    {
      title: 'Foreign keys',
      build: q => {
        const key = pragmaForeignKeyList('lines').asRows('key')
        return q.select(key.from, key.table, key.to, key.on_delete).from(key).orderBy(key.id)
      },
      text: 'SELECT "key"."from", "key"."table", "key"."to", "key"."on_delete" FROM pragma_foreign_key_list(?) AS "key" ORDER BY "key"."id"',
      result: [
        { from: 'product_id', table: 'products', to: 'id', on_delete: 'NO ACTION' },
        { from: 'order_id', table: 'orders', to: 'id', on_delete: 'CASCADE' },
      ],
    },
    {
      title: 'Any function by its name',
      build: q =>
        q
          .select(c.name, { known: func('likely')(c.level), written: func('changes')().gte(0) })
          .from(c)
          .limit(1),
      text: 'SELECT "c"."name", "likely"("c"."level") AS "known", ("changes"()) >= CAST(? AS INTEGER) AS "written" FROM "clients" AS "c" LIMIT CAST(? AS INTEGER)',
      result: [{ name: 'Marty', known: 3, written: 1 }],
    },
  ],
}
