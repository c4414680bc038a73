import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import {
  ascii,
  chr,
  concat,
  concatWs,
  format,
  ilike,
  imatches,
  initcap,
  left,
  length,
  lower,
  lpad,
  ltrim,
  matches,
  md5,
  notIlike,
  notImatches,
  notMatches,
  notSimilarTo,
  octetLength,
  overlay,
  position,
  regexpCount,
  regexpLike,
  regexpMatch,
  regexpReplace,
  regexpSplitToArray,
  regexpSubstr,
  repeat,
  replace,
  reverse,
  right,
  rpad,
  rtrim,
  similarTo,
  splitPart,
  startsWith,
  substr,
  substring,
  translate,
  trim,
  upper,
  value,
} from '@vantage-ts/postgres/sql'
import { c, o, p, type ShopQuery } from './shop.ts'

export const texts: Chapter<ShopQuery> = {
  title: 'Text',
  about: 'Places in a text are counted from 1.',
  file: import.meta.url,
  constructs: [
    {
      title: 'Case, length and order of characters',
      build: q =>
        q
          .select({
            small: lower(c.name),
            large: upper(c.name),
            words: initcap('flux capacitor'),
            length: length(c.name),
            bytes: octetLength('ä'),
            back: reverse(c.name),
          })
          .from(c)
          .where(c.id.eq(1)),
      text: 'SELECT lower("c"."name") AS "small", upper("c"."name") AS "large", initcap($1) AS "words", length("c"."name") AS "length", octet_length($2) AS "bytes", reverse("c"."name") AS "back" FROM "clients" AS "c" WHERE "c"."id" = $3::int8',
      result: [{ small: 'marty', large: 'MARTY', words: 'Flux Capacitor', length: 5, bytes: 2, back: 'ytraM' }],
    },
    {
      title: 'Parts of a text',
      build: q =>
        q
          .select({
            from: substring(c.name, 2),
            some: substring(c.name, 2, 3),
            short: substr(c.name, c.level, 2),
            rest: substr(c.name, 4),
            start: left(c.name, 2),
            end: right(c.name, 2),
            all: left(c.name, -1),
            second: splitPart('a-b-c', '-', 2),
            last: splitPart('a-b-c', '-', -1),
          })
          .from(c)
          .where(c.id.eq(1)),
      text: 'SELECT substring("c"."name" FROM 2) AS "from", substring("c"."name" FROM 2 FOR 3) AS "some", substr("c"."name", CAST("c"."level" AS integer), 2) AS "short", substr("c"."name", 4) AS "rest", left("c"."name", 2) AS "start", right("c"."name", 2) AS "end", left("c"."name", -1) AS "all", split_part($1, $2, 2) AS "second", split_part($3, $4, -1) AS "last" FROM "clients" AS "c" WHERE "c"."id" = $5::int8',
      result: [
        {
          from: 'arty',
          some: 'art',
          short: 'rt',
          rest: 'ty',
          start: 'Ma',
          end: 'ty',
          all: 'Mart',
          second: 'b',
          last: 'c',
        },
      ],
    },
    {
      title: 'Where a part is',
      build: q =>
        q
          .select({
            at: position('art', c.name),
            none: position(value('x').concat('y'), c.name.collate('C')),
            begins: startsWith(c.name, 'Ma'),
          })
          .from(c)
          .where(c.id.eq(1)),
      text: 'SELECT position(CAST($1 AS text) IN "c"."name") AS "at", position(($2 || $3) IN ("c"."name" COLLATE "C")) AS "none", starts_with("c"."name", $4) AS "begins" FROM "clients" AS "c" WHERE "c"."id" = $5::int8',
      result: [{ at: 2, none: 0, begins: true }],
    },
    {
      title: 'One text in the place of another',
      build: q =>
        q
          .select({
            replaced: replace(c.name, 'art', 'ort'),
            letters: translate('2026', '26', 'zb'),
            over: overlay(c.name, 'XX', 2, 3),
            into: overlay(c.name, 'XX', 2),
          })
          .from(c)
          .where(c.id.eq(1)),
      text: 'SELECT replace("c"."name", $1, $2) AS "replaced", translate($3, $4, $5) AS "letters", overlay("c"."name" PLACING $6 FROM 2 FOR 3) AS "over", overlay("c"."name" PLACING $7 FROM 2) AS "into" FROM "clients" AS "c" WHERE "c"."id" = $8::int8',
      result: [{ replaced: 'Morty', letters: 'z0zb', over: 'MXXy', into: 'MXXty' }],
    },
    {
      title: 'Spaces and filling',
      build: q =>
        q.select({
          bare: trim('  x '),
          left: ltrim('  x'),
          right: rtrim('x  '),
          number: lpad('7', 3, '0'),
          dots: rpad('ab', 4, '.'),
          space: lpad('x', 2),
          three: repeat('ab', 3),
        }),
      text: 'SELECT trim($1) AS "bare", ltrim($2) AS "left", rtrim($3) AS "right", lpad($4, 3, $5) AS "number", rpad($6, 4, $7) AS "dots", lpad($8, 2) AS "space", repeat($9, 3) AS "three"',
      result: [{ bare: 'x', left: 'x', right: 'x', number: '007', dots: 'ab..', space: ' x', three: 'ababab' }],
    },
    {
      title: 'Texts one after the other',
      build: q =>
        q
          .select({
            joined: concat(c.name, ' from ', c.city),
            by: c.name.concat(' (', c.level, ')'),
            list: concatWs(', ', c.name, c.city, 'USA'),
          })
          .from(c)
          .orderBy(c.id.asc())
          .limit(3),
      text: 'SELECT concat("c"."name", CAST($1 AS text), "c"."city") AS "joined", "c"."name" || $2 || "c"."level" || $3 AS "by", concat_ws(CAST($4 AS text), "c"."name", "c"."city", CAST($5 AS text)) AS "list" FROM "clients" AS "c" ORDER BY "c"."id" ASC LIMIT $6::int8',
      result: [
        { joined: 'Marty from Hill Valley', by: 'Marty (3)', list: 'Marty, Hill Valley, USA' },
        { joined: 'Doc from Hill Valley', by: 'Doc (5)', list: 'Doc, Hill Valley, USA' },
        { joined: 'Biff from ', by: 'Biff (1)', list: 'Biff, USA' },
      ],
    },
    {
      title: 'A text with places for values',
      build: q =>
        q
          .select({ line: format('%s owes %s (%s)', c.name, o.total, 'soon') })
          .from(o)
          .join(c, c.id.eq(o.client_id))
          .where(o.id.eq(3)),
      text: 'SELECT format($1, "c"."name", "o"."total", CAST($2 AS text)) AS "line" FROM "orders" AS "o" JOIN "clients" AS "c" ON "c"."id" = "o"."client_id" WHERE "o"."id" = $3::int8',
      result: [{ line: 'Doc owes 70 (soon)' }],
    },
    {
      title: 'Characters and their numbers',
      build: q => q.select({ number: ascii('A'), character: chr(66), hash: md5('x') }),
      text: 'SELECT ascii($1) AS "number", chr(66) AS "character", md5(CAST($2 AS text)) AS "hash"',
      result: [{ number: 65, character: 'B', hash: '9dd4e461268c8034f5c8564e155c67a6' }],
    },
    {
      title: 'Patterns without regard to case',
      build: q =>
        q
          .select(p.name)
          .from(p)
          .where(ilike(p.name, 'HOVER%').or(notIlike(p.name, '%A%'))),
      text: 'SELECT "p"."name" FROM "products" AS "p" WHERE ("p"."name" ILIKE $1) OR ("p"."name" NOT ILIKE $2)',
      result: [{ name: 'Hoverboard' }],
    },
    {
      title: 'Patterns of the standard',
      build: q => q.select(p.name).from(p).where(similarTo(p.name, '(Flux|Hover)%'), notSimilarTo(p.name, '%board')),
      text: 'SELECT "p"."name" FROM "products" AS "p" WHERE ("p"."name" SIMILAR TO $1) AND ("p"."name" NOT SIMILAR TO $2)',
      result: [{ name: 'Flux capacitor' }],
    },
    {
      title: 'Regular expressions',
      build: q =>
        q
          .select(p.name)
          .from(p)
          .where(
            matches(p.name, '^[FH]'),
            imatches(p.name, 'BOARD$'),
            notMatches(p.name, 'x'),
            notImatches(p.name, 'FLUX'),
          ),
      text: 'SELECT "p"."name" FROM "products" AS "p" WHERE ("p"."name" ~ $1) AND ("p"."name" ~* $2) AND ("p"."name" !~ $3) AND ("p"."name" !~* $4)',
      result: [{ name: 'Hoverboard' }],
    },
    {
      title: 'What a regular expression finds',
      build: q =>
        q
          .select({
            first: regexpSubstr(p.name, '[a-z]+'),
            groups: regexpMatch(p.name, '(\\w)(\\w)'),
            n: regexpCount(p.name, 'a'),
            like: regexpLike(p.name, 'FLUX', 'i'),
            parts: regexpSplitToArray('a, b;c', '[,;] *'),
          })
          .from(p)
          .where(p.id.eq(1)),
      text: 'SELECT regexp_substr("p"."name", $1) AS "first", regexp_match("p"."name", $2) AS "groups", regexp_count("p"."name", $3) AS "n", regexp_like("p"."name", $4, CAST($5 AS text)) AS "like", regexp_split_to_array($6, $7) AS "parts" FROM "products" AS "p" WHERE "p"."id" = $8::int8',
      result: [{ first: 'lux', groups: '{F,l}', n: 2, like: true, parts: '{a,b,c}' }],
    },
    {
      title: 'Text in the place of what a regular expression finds',
      build: q =>
        q
          .select({
            once: regexpReplace(p.name, '[aeiou]', '*'),
            all: regexpReplace(p.name, '[aeiou]', '*', 'g'),
            swapped: regexpReplace('Doc Brown', '(\\w+) (\\w+)', '\\2, \\1'),
          })
          .from(p)
          .where(p.id.eq(2)),
      text: 'SELECT regexp_replace("p"."name", $1, $2) AS "once", regexp_replace("p"."name", $3, $4, CAST($5 AS text)) AS "all", regexp_replace($6, $7, $8) AS "swapped" FROM "products" AS "p" WHERE "p"."id" = $9::int8',
      result: [{ once: 'H*verboard', all: 'H*v*rb**rd', swapped: 'Brown, Doc' }],
    },
    {
      title: 'A bound text in brackets beside an operator',
      build: q => q.select({ doubled: value('a').concat('b').eq('ab') }),
      text: 'SELECT ($1 || $2) = $3 AS "doubled"',
      result: [{ doubled: true }],
    },
  ],
}
