import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import {
  char,
  concat,
  concatWs,
  format,
  glob,
  hex,
  instr,
  length,
  lower,
  ltrim,
  notGlob,
  octetLength,
  quote,
  replace,
  rtrim,
  substr,
  trim,
  unhex,
  unicode,
  upper,
  value,
  zeroblob,
  typeOf,
} from '@vantage-ts/sqlite/sql'
import { c, p, type ShopQuery } from './shop.ts'

export const texts: Chapter<ShopQuery> = {
  title: 'Text and bytes',
  about: 'Functions have the names of SQLite. What has an operator is a method of the expression.',
  file: import.meta.url,
  constructs: [
    {
      title: 'Upper, lower, length',
      build: q =>
        q
          .select({ up: upper(c.name), low: lower(c.name), n: length(c.name) })
          .from(c)
          .where(c.id.eq(4)),
      text: 'SELECT upper("c"."name") AS "up", lower("c"."name") AS "low", length("c"."name") AS "n" FROM "clients" AS "c" WHERE "c"."id" = CAST(? AS INTEGER)',
      result: [{ up: 'JENNIFER', low: 'jennifer', n: 8 }],
    },
    {
      title: 'Parts of a text',
      build: q =>
        q
          .select({ first: substr(c.name, 1, 3), rest: substr(c.name, 4), last: substr(c.name, -2) })
          .from(c)
          .where(c.id.eq(4)),
      text: 'SELECT substr("c"."name", CAST(? AS INTEGER), CAST(? AS INTEGER)) AS "first", substr("c"."name", CAST(? AS INTEGER)) AS "rest", substr("c"."name", CAST(? AS INTEGER)) AS "last" FROM "clients" AS "c" WHERE "c"."id" = CAST(? AS INTEGER)',
      result: [{ first: 'Jen', rest: 'nifer', last: 'er' }],
    },
    {
      title: 'Where a part begins',
      build: q =>
        q
          .select({ at: instr(c.name, 'nn'), none: instr(c.name, 'x') })
          .from(c)
          .where(c.id.eq(4)),
      text: 'SELECT instr("c"."name", ?) AS "at", instr("c"."name", ?) AS "none" FROM "clients" AS "c" WHERE "c"."id" = CAST(? AS INTEGER)',
      result: [{ at: 3, none: 0 }],
    },
    {
      title: 'Replace',
      build: q => q.select({ calm: replace('great scott!', '!', '.') }),
      text: 'SELECT replace(?, ?, ?) AS "calm"',
      result: [{ calm: 'great scott.' }],
    },
    {
      title: 'Trim',
      build: q =>
        q.select({ both: trim('  a '), left: ltrim('  a '), right: rtrim('xaxx', 'x'), signs: trim('[{a}]', '[]{}') }),
      text: 'SELECT trim(?) AS "both", ltrim(?) AS "left", rtrim(?, ?) AS "right", trim(?, ?) AS "signs"',
      result: [{ both: 'a', left: 'a ', right: 'xa', signs: 'a' }],
    },
    {
      title: 'Texts together',
      build: q =>
        q
          .select({ text: c.name.concat(' (', c.level, ')') })
          .from(c)
          .where(c.id.eq(1)),
      text: 'SELECT "c"."name" || ? || "c"."level" || ? AS "text" FROM "clients" AS "c" WHERE "c"."id" = CAST(? AS INTEGER)',
      result: [{ text: 'Marty (3)' }],
    },
    {
      title: 'Concat with nulls',
      build: q =>
        q
          .select({ one: concat(c.name, c.city, '!'), two: concatWs(', ', c.name, c.city, 'US') })
          .from(c)
          .where(c.id.eq(3)),
      text: 'SELECT concat("c"."name", "c"."city", ?) AS "one", concat_ws(?, "c"."name", "c"."city", ?) AS "two" FROM "clients" AS "c" WHERE "c"."id" = CAST(? AS INTEGER)',
      result: [{ one: 'Biff!', two: 'Biff, US' }],
    },
    {
      title: 'Format',
      build: q =>
        q
          .select({ price: format('%s costs %.2f (%05d)', p.name, p.price, p.id) })
          .from(p)
          .where(p.id.eq(2)),
      text: 'SELECT format(?, "p"."name", "p"."price", "p"."id") AS "price" FROM "products" AS "p" WHERE "p"."id" = CAST(? AS INTEGER)',
      result: [{ price: 'clock costs 25.50 (00002)' }],
    },
    {
      title: 'Characters and their numbers',
      build: q => q.select({ text: char(72, 105), number: unicode('⚡') }),
      text: 'SELECT char(CAST(? AS INTEGER), CAST(? AS INTEGER)) AS "text", unicode(?) AS "number"',
      result: [{ text: 'Hi', number: 9889 }],
    },
    {
      title: 'Quoted',
      build: q => q.select({ text: quote("it's"), number: quote(1.5), nothing: quote(null) }),
      text: 'SELECT quote(?) AS "text", quote(?) AS "number", quote(NULL) AS "nothing"',
      result: [{ text: "'it''s'", number: '1.5', nothing: 'NULL' }],
    },
    {
      title: 'Like',
      build: q => q.select(c.name).from(c).where(c.name.like('%i%'), c.name.notLike('j%')).orderBy(c.name),
      text: 'SELECT "c"."name" FROM "clients" AS "c" WHERE ("c"."name" LIKE ?) AND ("c"."name" NOT LIKE ?) ORDER BY "c"."name"',
      result: [{ name: 'Biff' }],
    },
    {
      title: 'Like with an escape',
      build: q => q.select({ yes: value('100%').like('1__\\%', '\\'), no: value('1000').like('1__\\%', '\\') }),
      text: 'SELECT ? LIKE ? ESCAPE ? AS "yes", ? LIKE ? ESCAPE ? AS "no"',
      result: [{ yes: 1, no: 0 }],
    },
    {
      title: 'Glob',
      build: q => q.select(c.name).from(c).where(glob(c.name, '[DM]*'), notGlob(c.name, '*y')),
      text: 'SELECT "c"."name" FROM "clients" AS "c" WHERE ("c"."name" GLOB ?) AND ("c"."name" NOT GLOB ?)',
      result: [{ name: 'Doc' }],
    },
    {
      title: 'Without regard to case',
      build: q => q.select(c.name).from(c).where(c.name.collate('nocase').eq('DOC')),
      text: 'SELECT "c"."name" FROM "clients" AS "c" WHERE ("c"."name" COLLATE "nocase") = ?',
      result: [{ name: 'Doc' }],
    },
    {
      title: 'An order without regard to case',
      build: q => {
        const t = q.values(['b'], ['C'], ['A']).asRows('t', ['word'])
        return q.select(t.word).from(t).orderBy(t.word.collate('nocase').desc())
      },
      text: 'SELECT "t"."word" FROM (WITH "t" ("word") AS (VALUES (?), (?), (?)) SELECT * FROM "t") AS "t" ORDER BY "t"."word" COLLATE "nocase" DESC',
      result: [{ word: 'C' }, { word: 'b' }, { word: 'A' }],
    },
    {
      title: 'Bytes',
      build: q =>
        q.select({
          bytes: hex('Doc'),
          text: unhex('44-6f-63', '-').concat(''),
          zeros: hex(zeroblob(3)),
          length: length(zeroblob(9)),
          type: typeOf(zeroblob(1)),
        }),
      text: 'SELECT hex(?) AS "bytes", unhex(?, ?) || ? AS "text", hex(zeroblob(CAST(? AS INTEGER))) AS "zeros", length(zeroblob(CAST(? AS INTEGER))) AS "length", typeof(zeroblob(CAST(? AS INTEGER))) AS "type"',
      result: [{ bytes: '446F63', text: 'Doc', zeros: '000000', length: 9, type: 'blob' }],
    },
    {
      title: 'Length in bytes',
      build: q => q.select({ characters: length('⚡'), bytes: octetLength('⚡') }),
      text: 'SELECT length(?) AS "characters", octet_length(?) AS "bytes"',
      result: [{ characters: 1, bytes: 3 }],
    },
  ],
}
