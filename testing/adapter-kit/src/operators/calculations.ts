import { caseWhen, coalesce, concat, type Decimal, type Temporal, text } from '@vantage-ts/core'
import { unchecked } from '@vantage-ts/core/adapter'
import fc from 'fast-check'
import { c, loose, type Make, some } from './make.ts'
import type { RandomValues } from './rows.ts'

/** Calculated values by operator, each from random operands. */
export const calculations = ({
  ints,
  bigints,
  floats,
  decimals,
  words,
  instants,
  lengths,
}: RandomValues): { readonly [operator: string]: fc.Arbitrary<Make> } => ({
  'int arithmetic': fc.tuple(fc.constantFrom('plus', 'minus', 'mul', 'div', 'intDiv', 'mod'), ints).map(
    ([name, n]): Make =>
      r =>
        loose(c<number>(r.i)[name as 'plus'](n)),
  ),
  'int columns': fc.constantFrom('plus', 'minus', 'mul', 'div', 'intDiv', 'mod').map(
    (name): Make =>
      r =>
        loose(c<number>(r.i)[name as 'plus'](some(c<number>(r.j), 3))),
  ),
  'float arithmetic': fc.tuple(fc.constantFrom('plus', 'minus', 'mul', 'div', 'intDiv', 'mod'), floats).map(
    ([name, n]): Make =>
      r =>
        loose(c<number>(r.f)[name as 'plus'](n)),
  ),
  'bigint arithmetic': fc.tuple(fc.constantFrom('plus', 'minus', 'mul', 'div', 'intDiv', 'mod'), bigints).map(
    ([name, n]): Make =>
      r =>
        loose(c<bigint>(r.b)[name as 'plus'](n)),
  ),
  'decimal arithmetic': fc.tuple(fc.constantFrom('plus', 'minus', 'mul', 'div', 'intDiv', 'mod'), decimals).map(
    ([name, n]): Make =>
      r =>
        loose(c<Decimal>(r.d)[name as 'plus'](n)),
  ),
  signs: fc.tuple(fc.constantFrom('negate', 'abs'), fc.constantFrom('i', 'b', 'f', 'd', 'len')).map(
    ([name, column]): Make =>
      r =>
        loose(c<number>(r[column as 'i'])[name as 'abs']()),
  ),
  'calculations of calculations': fc
    .tuple(
      fc.constantFrom('plus', 'mul', 'div', 'mod'),
      fc.constantFrom('minus', 'div', 'coalesce', 'nullIf'),
      ints,
      ints,
    )
    .map(
      ([first, second, n, m]): Make =>
        r =>
          loose(c<number>(c<number>(r.f)[first as 'plus'](n))[second as 'plus'](unchecked(m, 'a number'))),
    ),
  cases: fc.tuple(ints, words).map(
    ([n, word]): Make =>
      r =>
        loose(
          caseWhen(
            text,
            [
              { when: unchecked(c<number>(r.i).gt(n), 'a condition'), then: unchecked(c<string>(r.t).lower(), 'text') },
              { when: unchecked(r.v, 'a condition'), then: word },
            ],
            unchecked(r.u, 'text'),
          ),
        ),
  ),
  'truth values': fc.oneof(
    ints.map(
      (n): Make =>
        r =>
          loose(c<number>(r.i).lt(n)),
    ),
    ints.map(
      (n): Make =>
        r =>
          loose(c<boolean>(c<number>(r.i).lt(n)).and(unchecked(r.v, 'a condition'))),
    ),
    ints.map(
      (n): Make =>
        r =>
          loose(coalesce(c<boolean | null>(c<number>(r.i).ne(n)), unchecked(r.v, 'a condition'))),
    ),
    fc.constant((r => loose(c<boolean>(c<number>(r.i).isNull()).or(unchecked(r.v, 'a condition')))) satisfies Make),
  ),
  conversions: fc.tuple(fc.constantFrom('toFloat', 'toDecimal'), fc.constantFrom('i', 'b', 'f', 'd')).map(
    ([name, column]): Make =>
      r =>
        loose(c<number>(r[column as 'i'])[name as 'toFloat']()),
  ),
  text: fc.constantFrom('lower', 'upper', 'length').map(
    (name): Make =>
      r =>
        loose(c<string>(r.t)[name as 'lower']()),
  ),
  substring: fc.tuple(fc.nat(5), fc.option(fc.nat(4), { nil: undefined })).map(
    ([start, count]): Make =>
      r =>
        loose(c<string>(r.t).substring(start, count)),
  ),
  concat: words.map(
    (word): Make =>
      r =>
        loose(concat(c<string>(r.t), word, some(c<string>(r.u), '-'))),
  ),
  'date parts': fc
    .tuple(fc.constantFrom('year', 'month', 'day', 'hour', 'minute', 'second'), fc.constantFrom('at'))
    .map(
      ([name, column]): Make =>
        r =>
          loose(c<Temporal.Instant>(r[column as 'at'])[name as 'year']()),
    ),
  'parts of dates': fc.constantFrom('year', 'month', 'day').map(
    (name): Make =>
      r =>
        loose(c<Temporal.PlainDate>(r.day)[name as 'year']()),
  ),
  moments: fc.tuple(fc.constantFrom('plus', 'minus'), lengths).map(
    ([name, length]): Make =>
      r =>
        loose(c<Temporal.Instant>(r.at)[name as 'plus'](length)),
  ),
  'between moments': instants.map(
    (moment): Make =>
      r =>
        loose(c<Temporal.Instant>(r.at).minus(moment)),
  ),
  lengths: fc.tuple(fc.constantFrom('plus', 'minus'), lengths).map(
    ([name, length]): Make =>
      r =>
        loose(c<Temporal.Duration>(r.len)[name as 'plus'](length)),
  ),
  'nullIf and coalesce': fc.oneof(
    ints.map(
      (n): Make =>
        r =>
          loose(c<number>(r.i).nullIf(n)),
    ),
    decimals.map(
      (n): Make =>
        r =>
          loose(c<Decimal>(r.d).nullIf(n)),
    ),
    words.map(
      (word): Make =>
        r =>
          loose(coalesce(c<string | null>(r.t), word)),
    ),
    decimals.map(
      (n): Make =>
        r =>
          loose(coalesce(c<Decimal | null>(r.d), n)),
    ),
  ),
})
