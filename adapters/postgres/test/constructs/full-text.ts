import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import {
  cast,
  phrasetoTsquery,
  plaintoTsquery,
  round,
  search,
  setweight,
  toTsquery,
  toTsvector,
  tsHeadline,
  tsRank,
  tsRankCd,
  websearchToTsquery,
} from '@vantage-ts/postgres/sql'
import { p, type ShopQuery } from './shop.ts'
import { decimal } from './values.ts'

export const fullText: Chapter<ShopQuery> = {
  title: 'Search in text',
  about: 'A document is made of a text, a query of what somebody typed; both in a language.',
  file: import.meta.url,
  constructs: [
    {
      title: 'What somebody typed',
      build: q =>
        q
          .select(p.name)
          .from(p)
          .where(search(toTsvector(p.about, 'english'), websearchToTsquery('travel -wheels', 'english')))
          .orderBy(p.id.asc()),
      text: 'SELECT "p"."name" FROM "products" AS "p" WHERE to_tsvector(CAST($1 AS regconfig), "p"."about") @@ websearch_to_tsquery(CAST($2 AS regconfig), CAST($3 AS text)) ORDER BY "p"."id" ASC',
      result: [{ name: 'Flux capacitor' }, { name: 'Almanac' }],
    },
    {
      title: 'All words',
      build: q =>
        q
          .select(p.name)
          .from(p)
          .where(search(toTsvector(p.about, 'english'), plaintoTsquery('travel wheel', 'english'))),
      text: 'SELECT "p"."name" FROM "products" AS "p" WHERE to_tsvector(CAST($1 AS regconfig), "p"."about") @@ plainto_tsquery(CAST($2 AS regconfig), CAST($3 AS text))',
      result: [{ name: 'Hoverboard' }],
    },
    {
      title: 'Words that follow each other, and words with operators',
      build: q =>
        q
          .select(p.id, {
            phrase: search(toTsvector(p.about, 'english'), phrasetoTsquery('flux capacitor', 'english')),
            either: search(toTsvector(p.about, 'english'), toTsquery('sport | board', 'english')),
          })
          .from(p)
          .orderBy(p.id.asc()),
      text: 'SELECT "p"."id", to_tsvector(CAST($1 AS regconfig), "p"."about") @@ phraseto_tsquery(CAST($2 AS regconfig), CAST($3 AS text)) AS "phrase", to_tsvector(CAST($4 AS regconfig), "p"."about") @@ to_tsquery(CAST($5 AS regconfig), CAST($6 AS text)) AS "either" FROM "products" AS "p" ORDER BY "p"."id" ASC',
      result: [
        { id: 1, phrase: true, either: false },
        { id: 2, phrase: false, either: true },
        { id: 3, phrase: false, either: true },
      ],
    },
    {
      title: 'The best first',
      build: q => {
        const query = websearchToTsquery('time or travel', 'english')
        const document = toTsvector(p.about, 'english')
        return q
          .select(p.name, {
            rank: round(cast(tsRank(document, query), 'numeric'), 4),
            cover: round(cast(tsRankCd(document, query), 'numeric'), 2),
          })
          .from(p)
          .where(search(document, query))
          .orderBy(tsRank(document, query).desc(), p.id.asc())
      },
      text: 'SELECT "p"."name", round(CAST(ts_rank(to_tsvector(CAST($1 AS regconfig), "p"."about"), websearch_to_tsquery(CAST($2 AS regconfig), CAST($3 AS text))) AS numeric), 4) AS "rank", round(CAST(ts_rank_cd(to_tsvector(CAST($1 AS regconfig), "p"."about"), websearch_to_tsquery(CAST($2 AS regconfig), CAST($3 AS text))) AS numeric), 2) AS "cover" FROM "products" AS "p" WHERE to_tsvector(CAST($1 AS regconfig), "p"."about") @@ websearch_to_tsquery(CAST($2 AS regconfig), CAST($3 AS text)) ORDER BY ts_rank(to_tsvector(CAST($1 AS regconfig), "p"."about"), websearch_to_tsquery(CAST($2 AS regconfig), CAST($3 AS text))) DESC, "p"."id" ASC',
      result: [
        { name: 'Flux capacitor', rank: decimal('0.0608'), cover: decimal('0.2') },
        { name: 'Hoverboard', rank: decimal('0.0304'), cover: decimal('0.1') },
        { name: 'Almanac', rank: decimal('0.0304'), cover: decimal('0.1') },
      ],
    },
    {
      title: 'The place in the text',
      build: q =>
        q
          .select({
            plain: tsHeadline(p.about, websearchToTsquery('wheels', 'english'), { language: 'english' }),
            short: tsHeadline(p.about, plaintoTsquery('floats'), {
              options: 'StartSel=*, StopSel=*, MaxWords=4, MinWords=2',
            }),
          })
          .from(p)
          .where(p.id.eq(2)),
      text: 'SELECT ts_headline(CAST($1 AS regconfig), "p"."about", websearch_to_tsquery(CAST($2 AS regconfig), CAST($3 AS text))) AS "plain", ts_headline("p"."about", plainto_tsquery(CAST($4 AS text)), CAST($5 AS text)) AS "short" FROM "products" AS "p" WHERE "p"."id" = $6::int8',
      result: [{ plain: 'A board that floats: it travels without <b>wheels</b>', short: '*floats*: it travels' }],
    },
    {
      title: 'Weights, and documents together',
      build: q =>
        q
          .select({ document: setweight(toTsvector(p.name, 'simple'), 'A').concat(toTsvector('book', 'simple')) })
          .from(p)
          .where(p.id.eq(3)),
      text: `SELECT setweight(to_tsvector(CAST($1 AS regconfig), "p"."name"), 'A') || to_tsvector(CAST($2 AS regconfig), CAST($3 AS text)) AS "document" FROM "products" AS "p" WHERE "p"."id" = $4::int8`,
      result: [{ document: "'almanac':1A 'book':2" }],
    },
  ],
}
