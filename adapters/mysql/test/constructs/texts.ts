import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import {
  bitAnd,
  bitOr,
  cast,
  ceil,
  charLength,
  concatWs,
  conv,
  elt,
  field,
  findInSet,
  greatest,
  hex,
  locate,
  lpad,
  md5,
  mod,
  power,
  regexpReplace,
  regexpSubstr,
  repeat,
  reverse,
  round,
  shiftLeft,
  substr,
  substringIndex,
  truncate,
  upper,
} from '@vantage-ts/mysql/sql'
import { c, type ShopQuery } from './shop.ts'
import { decimal } from './values.ts'

export const texts: Chapter<ShopQuery> = {
  title: 'Texts and numbers',
  about: 'What is made of values.',
  file: import.meta.url,
  constructs: [
    {
      title: 'Joined',
      note: 'The method is concat(), since || means OR to MySQL.',
      build: q =>
        q
          .select({ a: c.name.concat(' of ', c.city) }, { b: concatWs(', ', c.name, c.city) })
          .from(c)
          .where(c.id.in([1, 3]))
          .orderBy(c.id),
      text: 'SELECT concat(`c`.`name`, ?, `c`.`city`) AS `a`, concat_ws(?, `c`.`name`, `c`.`city`) AS `b` FROM `clients` AS `c` WHERE `c`.`id` IN (?, ?) ORDER BY `c`.`id`',
      result: [
        { a: 'Marty of Hill Valley', b: 'Marty, Hill Valley' },
        { a: null, b: 'Biff' },
      ],
    },
    {
      title: 'Case, length, parts',
      build: q =>
        q
          .select(
            { up: upper(c.name) },
            { n: charLength(c.name) },
            { part: substr(c.name, 2, 3) },
            { at: locate('t', c.name) },
          )
          .from(c)
          .where(c.id.eq(1)),
      text: 'SELECT upper(`c`.`name`) AS `up`, char_length(`c`.`name`) AS `n`, substr(`c`.`name`, ?, ?) AS `part`, locate(?, `c`.`name`) AS `at` FROM `clients` AS `c` WHERE `c`.`id` = ?',
      result: [{ up: 'MARTY', n: 5, part: 'art', at: 4 }],
    },
    {
      title: 'Filled, repeated, turned',
      build: q =>
        q.select(
          { a: lpad('7', 3, '0') },
          { b: repeat('ab', 2) },
          { c: reverse('abc') },
          { d: substringIndex('a.b.c', '.', 2) },
        ),
      text: 'SELECT lpad(?, ?, ?) AS `a`, repeat(?, ?) AS `b`, reverse(?) AS `c`, substring_index(?, ?, ?) AS `d`',
      result: [{ a: '007', b: 'abab', c: 'cba', d: 'a.b' }],
    },
    {
      title: 'By place',
      build: q => q.select({ a: field('b', 'a', 'b') }, { b: elt(2, 'a', 'b') }, { c: findInSet('b', 'a,b') }),
      text: 'SELECT field(?, ?, ?) AS `a`, elt(?, ?, ?) AS `b`, find_in_set(?, ?) AS `c`',
      result: [{ a: 2, b: 'b', c: 2 }],
    },
    {
      title: 'Replaced by a pattern',
      build: q => q.select({ a: regexpReplace('a1b22', '[0-9]+', '#') }, { b: regexpSubstr('a1b22', '[0-9]{2}') }),
      text: 'SELECT regexp_replace(?, ?, ?) AS `a`, regexp_substr(?, ?) AS `b`',
      result: [{ a: 'a#b#', b: '22' }],
    },
    {
      title: 'Digests and digits',
      build: q => q.select({ a: hex('ab') }, { b: md5('a') }, { c: conv('ff', 16, 10) }),
      text: 'SELECT hex(?) AS `a`, md5(?) AS `b`, conv(?, ?, ?) AS `c`',
      result: [{ a: '6162', b: '0cc175b9c0f1b6a831c399e269772661', c: '255' }],
    },
    {
      title: 'Numbers',
      build: q =>
        q.select(
          { a: truncate(7.99, 1) },
          { b: mod(7, 3) },
          { c: round(2.5) },
          { d: ceil(1.2) },
          { e: power(2, 10) },
          { f: greatest(1, 3, 2) },
        ),
      text: 'SELECT truncate(?, ?) AS `a`, mod(?, ?) AS `b`, round(?) AS `c`, ceil(?) AS `d`, power(?, ?) AS `e`, greatest(?, ?, ?) AS `f`',
      result: [{ a: 7.9, b: 1n, c: 2, d: 2, e: 1024, f: 3n }],
    },
    {
      title: 'Bits',
      build: q => q.select({ a: bitAnd(6, 3) }, { b: bitOr(6, 3) }, { c: shiftLeft(1, 4) }),
      text: 'SELECT ? & ? AS `a`, ? | ? AS `b`, ? << ? AS `c`',
      result: [{ a: 2n, b: 7n, c: 16n }],
    },
    {
      title: 'Of a type',
      build: q => q.select({ a: cast('12.345', 'decimal(5, 2)') }, { b: cast(3.7, 'signed') }, { c: cast(5, 'char') }),
      text: 'SELECT CAST(? AS decimal(5, 2)) AS `a`, CAST(? AS signed) AS `b`, CAST(? AS char) AS `c`',
      result: [{ a: decimal('12.35'), b: 4n, c: '5' }],
    },
  ],
}
