import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import {
  abs,
  acos,
  asin,
  atan,
  atan2,
  bitAnd,
  bitNot,
  bitOr,
  cast,
  ceil,
  cos,
  cosh,
  degrees,
  exp,
  floor,
  ln,
  log,
  log10,
  log2,
  mod,
  pi,
  power,
  radians,
  random,
  round,
  shiftLeft,
  shiftRight,
  sign,
  sin,
  sinh,
  sqrt,
  tan,
  tanh,
  trunc,
  typeOf,
  value,
} from '@vantage-ts/sqlite/sql'
import { o, p, type ShopQuery } from './shop.ts'

export const numbers: Chapter<ShopQuery> = {
  title: 'Numbers',
  about: 'Whole numbers are bound as integers, so that a division of two of them is one of whole numbers.',
  file: import.meta.url,
  constructs: [
    {
      title: 'Operators',
      build: q =>
        q
          .select({
            sum: o.total.plus(1),
            less: o.total.minus(1),
            times: o.total.mul(1.5),
            whole: o.total.div(7),
            rest: o.total.mod(7),
            negative: o.total.negate(),
          })
          .from(o)
          .where(o.id.eq(1)),
      text: 'SELECT "o"."total" + CAST(? AS INTEGER) AS "sum", "o"."total" - CAST(? AS INTEGER) AS "less", "o"."total" * ? AS "times", "o"."total" / CAST(? AS INTEGER) AS "whole", "o"."total" % CAST(? AS INTEGER) AS "rest", - "o"."total" AS "negative" FROM "orders" AS "o" WHERE "o"."id" = CAST(? AS INTEGER)',
      result: [{ sum: 121, less: 119, times: 180, whole: 17, rest: 1, negative: -120 }],
    },
    {
      title: 'Operators of operators',
      note: 'The brackets are those of the calls.',
      build: q =>
        q.select({
          a: value(7).minus(value(3).minus(1)),
          b: value(2).plus(3).mul(4),
          c: value(1).minus(value(5).negate()),
        }),
      text: 'SELECT CAST(? AS INTEGER) - (CAST(? AS INTEGER) - CAST(? AS INTEGER)) AS "a", (CAST(? AS INTEGER) + CAST(? AS INTEGER)) * CAST(? AS INTEGER) AS "b", CAST(? AS INTEGER) - (- CAST(? AS INTEGER)) AS "c"',
      result: [{ a: 5, b: 20, c: 6 }],
    },
    {
      title: 'Rounding',
      build: q =>
        q.select({ near: round(2.567, 1), whole: round(2.5), up: ceil(2.1), down: floor(-2.1), zero: trunc(-2.9) }),
      text: 'SELECT round(?, CAST(? AS INTEGER)) AS "near", round(?) AS "whole", ceil(?) AS "up", floor(?) AS "down", trunc(?) AS "zero"',
      result: [{ near: 2.6, whole: 3, up: 3, down: -3, zero: -2 }],
    },
    {
      title: 'Size and sign',
      build: q => q.select({ size: abs(-7), sign: sign(-0.5) }),
      text: 'SELECT abs(CAST(? AS INTEGER)) AS "size", sign(?) AS "sign"',
      result: [{ size: 7, sign: -1 }],
    },
    {
      title: 'Remainders of fractions',
      build: q => q.select({ rest: mod(7.5, 2) }),
      text: 'SELECT mod(?, CAST(? AS INTEGER)) AS "rest"',
      result: [{ rest: 1.5 }],
    },
    {
      title: 'Powers and roots',
      build: q => q.select({ power: power(2, 10), root: sqrt(81) }),
      text: 'SELECT power(CAST(? AS INTEGER), CAST(? AS INTEGER)) AS "power", sqrt(CAST(? AS INTEGER)) AS "root"',
      result: [{ power: 1024, root: 9 }],
    },
    {
      title: 'Logarithms',
      build: q =>
        q.select({ ten: log(1000), three: round(log(81, 3), 9), two: log2(8), again: log10(100), e: ln(exp(1)) }),
      text: 'SELECT log(CAST(? AS INTEGER)) AS "ten", round(log(CAST(? AS INTEGER), CAST(? AS INTEGER)), CAST(? AS INTEGER)) AS "three", log2(CAST(? AS INTEGER)) AS "two", log10(CAST(? AS INTEGER)) AS "again", ln(exp(CAST(? AS INTEGER))) AS "e"',
      result: [{ ten: 3, three: 4, two: 3, again: 2, e: 1 }],
    },
    {
      title: 'Angles',
      build: q =>
        q.select({
          half: round(degrees(pi()), 3),
          sin: round(sin(radians(30)), 3),
          cos: round(cos(radians(60)), 3),
          tan: round(tan(radians(45)), 3),
        }),
      text: 'SELECT round(degrees(pi()), CAST(? AS INTEGER)) AS "half", round(sin(radians(CAST(? AS INTEGER))), CAST(? AS INTEGER)) AS "sin", round(cos(radians(CAST(? AS INTEGER))), CAST(? AS INTEGER)) AS "cos", round(tan(radians(CAST(? AS INTEGER))), CAST(? AS INTEGER)) AS "tan"',
      result: [{ half: 180, sin: 0.5, cos: 0.5, tan: 1 }],
    },
    {
      title: 'Angles from numbers',
      build: q =>
        q.select({
          asin: round(degrees(asin(0.5)), 3),
          acos: round(degrees(acos(0.5)), 3),
          atan: round(degrees(atan(1)), 3),
          atan2: round(degrees(atan2(1, -1)), 3),
        }),
      text: 'SELECT round(degrees(asin(?)), CAST(? AS INTEGER)) AS "asin", round(degrees(acos(?)), CAST(? AS INTEGER)) AS "acos", round(degrees(atan(CAST(? AS INTEGER))), CAST(? AS INTEGER)) AS "atan", round(degrees(atan2(CAST(? AS INTEGER), CAST(? AS INTEGER))), CAST(? AS INTEGER)) AS "atan2"',
      result: [{ asin: 30, acos: 60, atan: 45, atan2: 135 }],
    },
    {
      title: 'Hyperbolic functions',
      build: q => q.select({ sinh: round(sinh(1), 4), cosh: round(cosh(1), 4), tanh: round(tanh(1), 4) }),
      text: 'SELECT round(sinh(CAST(? AS INTEGER)), CAST(? AS INTEGER)) AS "sinh", round(cosh(CAST(? AS INTEGER)), CAST(? AS INTEGER)) AS "cosh", round(tanh(CAST(? AS INTEGER)), CAST(? AS INTEGER)) AS "tanh"',
      result: [{ sinh: 1.1752, cosh: 1.5431, tanh: 0.7616 }],
    },
    {
      title: 'Bits',
      build: q =>
        q.select({
          both: bitAnd(12, 10),
          one: bitOr(12, 10),
          left: shiftLeft(1, 5),
          right: shiftRight(64, 2),
          not: bitNot(5),
        }),
      text: 'SELECT CAST(? AS INTEGER) & CAST(? AS INTEGER) AS "both", CAST(? AS INTEGER) | CAST(? AS INTEGER) AS "one", CAST(? AS INTEGER) << CAST(? AS INTEGER) AS "left", CAST(? AS INTEGER) >> CAST(? AS INTEGER) AS "right", ~ CAST(? AS INTEGER) AS "not"',
      result: [{ both: 8, one: 14, left: 32, right: 16, not: -6 }],
    },
    {
      title: 'Bits of bits',
      build: q => q.select({ cleared: bitAnd(15, bitNot(bitOr(1, 4))) }),
      text: 'SELECT CAST(? AS INTEGER) & ~ (CAST(? AS INTEGER) | CAST(? AS INTEGER)) AS "cleared"',
      result: [{ cleared: 10 }],
    },
    {
      title: 'Numbers by chance',
      build: q => q.select({ type: typeOf(random()), die: abs(mod(random(), 6)).between(0, 5) }),
      text: 'SELECT typeof(random()) AS "type", abs(mod(random(), CAST(? AS INTEGER))) BETWEEN CAST(? AS INTEGER) AND CAST(? AS INTEGER) AS "die"',
      result: [{ type: 'integer', die: 1 }],
    },
    {
      title: 'Casts',
      build: q =>
        q
          .select({
            whole: cast(p.price, 'integer'),
            text: cast(p.price, 'text'),
            number: cast('12.50', 'real'),
            none: cast('12 apples', 'integer'),
          })
          .from(p)
          .where(p.id.eq(2)),
      text: 'SELECT CAST("p"."price" AS integer) AS "whole", CAST("p"."price" AS text) AS "text", CAST(? AS real) AS "number", CAST(? AS integer) AS "none" FROM "products" AS "p" WHERE "p"."id" = CAST(? AS INTEGER)',
      result: [{ whole: 25, text: '25.5', number: 12.5, none: 12 }],
    },
  ],
}
