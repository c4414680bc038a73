import { Decimal, not, type Temporal } from '@vantage-ts/core'
import { unchecked } from '@vantage-ts/core/adapter'
import fc from 'fast-check'
import { c, loose, type Make, some } from './make.ts'
import type { RandomValues } from './rows.ts'

const comparison = fc.constantFrom('eq', 'ne', 'lt', 'lte', 'gt', 'gte', 'isDistinctFrom', 'isNotDistinctFrom')
const compared = <T>(column: string, operands: fc.Arbitrary<T>): fc.Arbitrary<Make> =>
  fc.oneof(
    fc.tuple(comparison, operands).map(
      ([name, n]): Make =>
        r =>
          loose(c<number>(r[column as 'i'])[name as 'eq'](unchecked(n, 'of its type'))),
    ),
    fc.tuple(fc.constantFrom('in', 'notIn'), fc.array(operands, { maxLength: 4 })).map(
      ([name, list]): Make =>
        r =>
          loose(c<number>(r[column as 'i'])[name as 'in'](unchecked(list, 'of its type'))),
    ),
  )
const comparisons = ({
  ints,
  bigints,
  floats,
  decimals,
  words,
  patterns,
  instants,
  days,
  lengths,
}: RandomValues): fc.Arbitrary<Make> =>
  fc.oneof(
    compared('i', ints),
    compared('b', bigints),
    compared('f', floats),
    compared('d', decimals),
    compared('t', words),
    compared('at', instants),
    compared('day', days),
    compared('len', lengths),
    fc.tuple(comparison, fc.constantFrom('i', 'f', 'd', 't')).map(
      ([name, column]): Make =>
        r =>
          loose(
            c<number>(r[column as 'i'])[name as 'eq'](
              some(
                c<number>(column === 'i' ? r.j : r[column as 'i']),
                unchecked(column === 't' ? '' : column === 'd' ? Decimal.from(0) : 0, 'of its type'),
              ),
            ),
          ),
    ),
    fc.tuple(fc.constantFrom('contains', 'startsWith', 'endsWith'), words).map(
      ([name, word]): Make =>
        r =>
          loose(c<string>(r.t)[name as 'contains'](word)),
    ),
    fc.constantFrom('contains', 'startsWith', 'endsWith').map(
      (name): Make =>
        r =>
          loose(c<string>(r.t)[name as 'contains'](some(c<string>(r.u), ''))),
    ),
    fc.tuple(fc.constantFrom('contains', 'startsWith', 'endsWith'), words).map(
      ([name, word]): Make =>
        r =>
          loose(c<string>(unchecked(c<string>(r.t).lower(), 'text'))[name as 'contains'](word)),
    ),
    patterns.map(
      (pattern): Make =>
        r =>
          loose(c<string>(r.t).like(pattern)),
    ),
    fc.constantFrom('i', 't', 'd', 'v').map(
      (column): Make =>
        r =>
          loose(c<number>(r[column as 'i']).isNull()),
    ),
    fc.tuple(comparison, ints, ints).map(
      ([name, n, m]): Make =>
        r =>
          loose(c<number>(c<number>(r.f).div(n))[name as 'eq'](m)),
    ),
    fc.tuple(comparison, ints).map(
      ([name, n]): Make =>
        r =>
          loose(c<number>(c<string>(r.t).length())[name as 'eq'](n)),
    ),
    fc.tuple(comparison, lengths, instants).map(
      ([name, length, moment]): Make =>
        r =>
          loose(c<Temporal.Duration>(c<Temporal.Instant>(r.at).minus(moment))[name as 'eq'](length)),
    ),
    fc.tuple(comparison, lengths).map(
      ([name, length]): Make =>
        r =>
          loose(c<Temporal.Duration>(c<Temporal.Duration>(r.len).plus(length))[name as 'eq'](some(c(r.len), length))),
    ),
    fc.tuple(fc.constantFrom('isNull', 'isNotNull'), words).map(
      ([name, word]): Make =>
        r =>
          loose(c<string>(c<string>(r.t).nullIf(word))[name as 'isNull']()),
    ),
    fc.constant((r => loose(r.v)) satisfies Make),
  )
/** Conditions of conditions. */
export const conditions = (values: RandomValues): fc.Arbitrary<Make> =>
  fc.letrec<{ tree: Make }>(tie => ({
    tree: fc.oneof(
      { depthSize: 'small' },
      comparisons(values),
      fc.tuple(fc.constantFrom('and', 'or'), tie('tree'), tie('tree')).map(
        ([name, left, right]): Make =>
          r =>
            loose(c<boolean>(left(r))[name as 'and'](unchecked(right(r), 'a condition'))),
      ),
      tie('tree').map(
        (inner): Make =>
          r =>
            loose(not(unchecked(inner(r), 'a condition'))),
      ),
    ),
  })).tree
