import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import { cast, ident, sql, table } from '@vantage-ts/postgres/sql'
import { c, o, type ShopQuery } from './shop.ts'

export const raw: Chapter<ShopQuery> = {
  title: 'Raw text',
  about: 'The last resort: values are bound and names quoted here too.',
  file: import.meta.url,
  constructs: [
    {
      title: 'Text as an expression',
      build: q =>
        q
          .select(o.id, { odd: sql`${o.total} % ${7}` })
          .from(o)
          .where(sql`${o.total} between ${50} and ${100}`)
          .orderBy(o.id.asc()),
      text: 'SELECT "o"."id", "o"."total" % $1::int8 AS "odd" FROM "orders" AS "o" WHERE "o"."total" between $2::int8 and $3::int8 ORDER BY "o"."id" ASC',
      result: [
        { id: 2, odd: 1n },
        { id: 3, odd: 0n },
      ],
    },
    {
      title: 'Text as a statement',
      build: q => q.sql`select ${c.name} from ${c} where ${c.name} = ${"Doc'; --"} or ${ident('c', 'id')} = ${1}`,
      text: 'select "c"."name" from "clients" AS "c" where "c"."name" = $1 or "c"."id" = $2::int8',
      result: [{ name: 'Marty' }],
    },
    {
      title: 'Names with quotes',
      build: q =>
        q
          .select({ 'a "quoted" name': table('clients', 'the "c"')('name') })
          .from(table('clients', 'the "c"'))
          .where(table('clients', 'the "c"')('id').eq(1)),
      text: 'SELECT "the ""c"""."name" AS "a ""quoted"" name" FROM "clients" AS "the ""c""" WHERE "the ""c"""."id" = $1::int8',
      result: [{ 'a "quoted" name': 'Marty' }],
    },
    {
      title: 'Another operator',
      build: q =>
        q
          .select(c.id, { left: c.id.operator('<<', cast(2, 'integer')), same: c.name.operator('^@', 'Ma') })
          .from(c)
          .orderBy(c.id.asc())
          .limit(1),
      text: 'SELECT "c"."id", "c"."id" << CAST($1::int8 AS integer) AS "left", "c"."name" ^@ $2 AS "same" FROM "clients" AS "c" ORDER BY "c"."id" ASC LIMIT $3::int8',
      result: [{ id: 1, left: 4, same: true }],
    },
  ],
}
