import type { QlExpression } from './expression.ts'
import type { Input } from './input.ts'
import { Phrase } from './phrase.ts'

/**
 * What an expression and a value give together.
 *
 * Shape: over an empty list all hold what is asked of all or none of its items, and nothing what is asked of any: `containsAll([])` is
 * true and `containsAny([])` false, as in SurrealDB.
 */
export abstract class Operators extends Phrase {
  protected abstract infix(sign: string, value: unknown, place: string): QlExpression

  eq(value: Input): QlExpression {
    return this.infix('=', value, 'eq')
  }
  ne(value: Input): QlExpression {
    return this.infix('!=', value, 'ne')
  }
  /** The same value of the same type. */
  exactly(value: Input): QlExpression {
    return this.infix('==', value, 'exactly')
  }
  lt(value: Input): QlExpression {
    return this.infix('<', value, 'lt')
  }
  lte(value: Input): QlExpression {
    return this.infix('<=', value, 'lte')
  }
  gt(value: Input): QlExpression {
    return this.infix('>', value, 'gt')
  }
  gte(value: Input): QlExpression {
    return this.infix('>=', value, 'gte')
  }
  /** Whether an item of this array equals a value. */
  anyEqual(value: Input): QlExpression {
    return this.infix('?=', value, 'anyEqual')
  }
  /** Whether all items of this array equal a value. */
  allEqual(value: Input): QlExpression {
    return this.infix('*=', value, 'allEqual')
  }
  contains(value: Input): QlExpression {
    return this.infix('CONTAINS', value, 'contains')
  }
  containsNot(value: Input): QlExpression {
    return this.infix('CONTAINSNOT', value, 'containsNot')
  }
  containsAll(values: Input): QlExpression {
    return this.infix('CONTAINSALL', values, 'containsAll')
  }
  containsAny(values: Input): QlExpression {
    return this.infix('CONTAINSANY', values, 'containsAny')
  }
  containsNone(values: Input): QlExpression {
    return this.infix('CONTAINSNONE', values, 'containsNone')
  }
  allInside(values: Input): QlExpression {
    return this.infix('ALLINSIDE', values, 'allInside')
  }
  anyInside(values: Input): QlExpression {
    return this.infix('ANYINSIDE', values, 'anyInside')
  }
  noneInside(values: Input): QlExpression {
    return this.infix('NONEINSIDE', values, 'noneInside')
  }
  /** Whether a place is outside an area. */
  outside(area: Input): QlExpression {
    return this.infix('OUTSIDE', area, 'outside')
  }
  intersects(area: Input): QlExpression {
    return this.infix('INTERSECTS', area, 'intersects')
  }
  /** Another value where this one is missing: `??`. */
  coalesce(value: Input): QlExpression {
    return this.infix('??', value, 'coalesce')
  }
  /** Another value where this one is missing, false, zero or empty: `?:`. */
  otherwise(value: Input): QlExpression {
    return this.infix('?:', value, 'otherwise')
  }
  plus(value: Input): QlExpression {
    return this.infix('+', value, 'plus')
  }
  minus(value: Input): QlExpression {
    return this.infix('-', value, 'minus')
  }
  mul(value: Input): QlExpression {
    return this.infix('*', value, 'mul')
  }
  /** As the database divides: whole numbers give a whole number. */
  div(value: Input): QlExpression {
    return this.infix('/', value, 'div')
  }
  mod(value: Input): QlExpression {
    return this.infix('%', value, 'mod')
  }
  power(value: Input): QlExpression {
    return this.infix('**', value, 'power')
  }
}
