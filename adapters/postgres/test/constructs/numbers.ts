import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import {
  abs,
  atan2,
  cast,
  cbrt,
  ceil,
  cos,
  degrees,
  div,
  exp,
  floor,
  gcd,
  lcm,
  ln,
  log,
  pi,
  power,
  radians,
  round,
  sign,
  sin,
  sqrt,
  tan,
  trunc,
  value,
  widthBucket,
} from '@vantage-ts/postgres/sql'
import { o, p, type ShopQuery } from './shop.ts'
import { decimal } from './values.ts'

export const numbers: Chapter<ShopQuery> = {
  title: 'Numbers',
  about: 'Whole numbers are divided to whole numbers, as PostgreSQL does.',
  file: import.meta.url,
  constructs: [
    {
      title: 'Arithmetic',
      build: q =>
        q
          .select({
            plus: o.total.plus(1).mul(2),
            minus: o.total.minus(20).div(30),
            rest: o.total.mod(50),
            less: o.total.negate(),
          })
          .from(o)
          .where(o.id.eq(1)),
      text: 'SELECT ("o"."total" + $1::int8) * $2::int8 AS "plus", ("o"."total" - $3::int8) / $4::int8 AS "minus", "o"."total" % $5::int8 AS "rest", - "o"."total" AS "less" FROM "orders" AS "o" WHERE "o"."id" = $6::int8',
      result: [{ plus: 242n, minus: 3n, rest: 20n, less: -120 }],
    },
    {
      title: 'Rounding',
      build: q =>
        q
          .select({
            near: round(p.price),
            digits: round(p.price, 1),
            tens: round(p.price, -1),
            down: floor(p.price),
            up: ceil(p.price),
            zero: trunc(p.price.negate()),
            cut: trunc(p.price, 1),
          })
          .from(p)
          .where(p.id.eq(3)),
      text: 'SELECT round("p"."price") AS "near", round("p"."price", 1) AS "digits", round("p"."price", -1) AS "tens", floor("p"."price") AS "down", ceil("p"."price") AS "up", trunc(- "p"."price") AS "zero", trunc("p"."price", 1) AS "cut" FROM "products" AS "p" WHERE "p"."id" = $1::int8',
      result: [
        {
          near: decimal('5'),
          digits: decimal('5.3'),
          tens: decimal('10'),
          down: decimal('5'),
          up: decimal('6'),
          zero: decimal('-5'),
          cut: decimal('5.2'),
        },
      ],
    },
    {
      title: 'Sign and remainder',
      build: q =>
        q.select({
          abs: abs(-7),
          sign: sign(-7),
          whole: div(cast(17, 'numeric'), 5),
          gcd: gcd(12, 18),
          lcm: lcm(4, 6),
        }),
      text: 'SELECT abs($1::int8) AS "abs", sign($2::int8) AS "sign", div(CAST($3::int8 AS numeric), $4::int8) AS "whole", gcd($5::int8, $6::int8) AS "gcd", lcm($7::int8, $8::int8) AS "lcm"',
      result: [{ abs: 7n, sign: -1, whole: decimal('3'), gcd: 6n, lcm: 12n }],
    },
    {
      title: 'Powers and logarithms',
      build: q =>
        q.select({
          power: power(2, 10),
          root: sqrt(81),
          cube: trunc(cast(cbrt(27), 'numeric'), 3),
          e: exp(0),
          ln: ln(1),
          log: log(1000),
        }),
      text: 'SELECT power($1::int8, $2::int8) AS "power", sqrt($3::int8) AS "root", trunc(CAST(cbrt($4::int8) AS numeric), 3) AS "cube", exp($5::int8) AS "e", ln($6::int8) AS "ln", log($7::int8) AS "log"',
      result: [{ power: 1024, root: 9, cube: decimal('3'), e: 1, ln: 0, log: 3 }],
    },
    {
      title: 'Angles',
      build: q =>
        q.select({
          pi: trunc(cast(pi(), 'numeric'), 4),
          sin: sin(0),
          cos: cos(0),
          tan: tan(0),
          right: degrees(atan2(1, 0)),
          half: trunc(cast(radians(180), 'numeric'), 4),
        }),
      text: 'SELECT trunc(CAST(pi() AS numeric), 4) AS "pi", sin($1::int8) AS "sin", cos($2::int8) AS "cos", tan($3::int8) AS "tan", degrees(atan2($4::int8, $5::int8)) AS "right", trunc(CAST(radians($6::int8) AS numeric), 4) AS "half"',
      result: [{ pi: decimal('3.1415'), sin: 0, cos: 1, tan: 0, right: 90, half: decimal('3.1415') }],
    },
    {
      title: 'Parts of the same width',
      build: q =>
        q
          .select(o.id, { part: widthBucket(o.total, 0, 300, 3) })
          .from(o)
          .where(o.id.lte(5))
          .orderBy(o.id.asc()),
      text: 'SELECT "o"."id", width_bucket("o"."total", $1::int8, $2::int8, 3) AS "part" FROM "orders" AS "o" WHERE "o"."id" <= $3::int8 ORDER BY "o"."id" ASC',
      result: [
        { id: 1, part: 2 },
        { id: 2, part: 1 },
        { id: 3, part: 1 },
        { id: 4, part: 1 },
        { id: 5, part: 3 },
      ],
    },
    {
      title: 'Brackets',
      build: q =>
        q.select({
          a: value(2).plus(3).mul(4),
          b: value(2).plus(value(3).mul(4)),
          c: value(10).minus(value(4).minus(3)),
        }),
      text: 'SELECT ($1::int8 + $2::int8) * $3::int8 AS "a", $4::int8 + ($5::int8 * $6::int8) AS "b", $7::int8 - ($8::int8 - $9::int8) AS "c"',
      result: [{ a: 20n, b: 14n, c: 9n }],
    },
  ],
}
