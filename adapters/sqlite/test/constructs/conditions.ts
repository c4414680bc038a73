import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import {
  caseOf,
  coalesce,
  greatest,
  ifNull,
  iif,
  isFalse,
  isNotFalse,
  isNotTrue,
  isTrue,
  least,
  nullIf,
  typeOf,
  when,
} from '@vantage-ts/sqlite/sql'
import { c, p, type ShopQuery } from './shop.ts'

export const conditions: Chapter<ShopQuery> = {
  title: 'Choices',
  about: 'A condition is a value: 1, 0 or null.',
  file: import.meta.url,
  constructs: [
    {
      title: 'Case by conditions',
      build: q =>
        q
          .select(c.name, { rank: when(c.level.gte(5), 'gold').when(c.level.gte(3), 'silver').otherwise('plain') })
          .from(c)
          .orderBy(c.id),
      text: 'SELECT "c"."name", CASE WHEN "c"."level" >= CAST(? AS INTEGER) THEN ? WHEN "c"."level" >= CAST(? AS INTEGER) THEN ? ELSE ? END AS "rank" FROM "clients" AS "c" ORDER BY "c"."id"',
      result: [
        { name: 'Marty', rank: 'silver' },
        { name: 'Doc', rank: 'gold' },
        { name: 'Biff', rank: 'plain' },
        { name: 'Jennifer', rank: 'plain' },
      ],
    },
    {
      title: 'Case by value',
      build: q =>
        q
          .select(c.id, { city: caseOf(c.city).when('Hill Valley', 'HV').when('Grand Canyon', 'GC') })
          .from(c)
          .orderBy(c.id),
      text: 'SELECT "c"."id", CASE "c"."city" WHEN ? THEN ? WHEN ? THEN ? END AS "city" FROM "clients" AS "c" ORDER BY "c"."id"',
      result: [
        { id: 1, city: 'HV' },
        { id: 2, city: 'HV' },
        { id: 3, city: null },
        { id: 4, city: 'GC' },
      ],
    },
    {
      title: 'One of two',
      build: q =>
        q
          .select(c.name, { who: iif(c.level.gt(2), 'known', 'new') })
          .from(c)
          .where(c.id.lte(3))
          .orderBy(c.id),
      text: 'SELECT "c"."name", iif("c"."level" > CAST(? AS INTEGER), ?, ?) AS "who" FROM "clients" AS "c" WHERE "c"."id" <= CAST(? AS INTEGER) ORDER BY "c"."id"',
      result: [
        { name: 'Marty', who: 'known' },
        { name: 'Doc', who: 'known' },
        { name: 'Biff', who: 'new' },
      ],
    },
    {
      title: 'In the place of null',
      build: q =>
        q
          .select({ a: coalesce(c.city, null, 'nowhere'), b: ifNull(c.city, '-') })
          .from(c)
          .where(c.id.eq(3)),
      text: 'SELECT coalesce("c"."city", NULL, ?) AS "a", ifnull("c"."city", ?) AS "b" FROM "clients" AS "c" WHERE "c"."id" = CAST(? AS INTEGER)',
      result: [{ a: 'nowhere', b: '-' }],
    },
    {
      title: 'Null for a value',
      build: q =>
        q
          .select({ ratio: c.level.div(nullIf(c.level.minus(1), 0)) })
          .from(c)
          .orderBy(c.id),
      text: 'SELECT "c"."level" / nullif("c"."level" - CAST(? AS INTEGER), CAST(? AS INTEGER)) AS "ratio" FROM "clients" AS "c" ORDER BY "c"."id"',
      result: [{ ratio: 1 }, { ratio: 1 }, { ratio: null }, { ratio: 2 }],
    },
    {
      title: 'The largest and the smallest of several',
      build: q =>
        q
          .select({ most: greatest(c.level, 2, 4), least: least(c.level, 2) })
          .from(c)
          .orderBy(c.id)
          .limit(2),
      text: 'SELECT max("c"."level", CAST(? AS INTEGER), CAST(? AS INTEGER)) AS "most", min("c"."level", CAST(? AS INTEGER)) AS "least" FROM "clients" AS "c" ORDER BY "c"."id" LIMIT CAST(? AS INTEGER)',
      result: [
        { most: 4, least: 2 },
        { most: 5, least: 2 },
      ],
    },
    {
      title: 'Truth without null',
      build: q =>
        q
          .select(c.id, {
            t: isTrue(c.city.like('h%')),
            nt: isNotTrue(c.city.like('h%')),
            f: isFalse(c.city.like('h%')),
            nf: isNotFalse(c.city.like('h%')),
          })
          .from(c)
          .where(c.id.gte(2))
          .orderBy(c.id),
      text: 'SELECT "c"."id", ("c"."city" LIKE ?) IS TRUE AS "t", ("c"."city" LIKE ?) IS NOT TRUE AS "nt", ("c"."city" LIKE ?) IS FALSE AS "f", ("c"."city" LIKE ?) IS NOT FALSE AS "nf" FROM "clients" AS "c" WHERE "c"."id" >= CAST(? AS INTEGER) ORDER BY "c"."id"',
      result: [
        { id: 2, t: 1, nt: 0, f: 0, nf: 1 },
        { id: 3, t: 0, nt: 1, f: 0, nf: 1 },
        { id: 4, t: 0, nt: 1, f: 1, nf: 0 },
      ],
    },
    {
      title: 'Kinds of values',
      build: q =>
        q
          .select({ a: typeOf(p.id), b: typeOf(p.price), c: typeOf(p.data), d: typeOf(null) })
          .from(p)
          .limit(1),
      text: 'SELECT typeof("p"."id") AS "a", typeof("p"."price") AS "b", typeof("p"."data") AS "c", typeof(NULL) AS "d" FROM "products" AS "p" LIMIT CAST(? AS INTEGER)',
      result: [{ a: 'integer', b: 'real', c: 'text', d: 'null' }],
    },
  ],
}
