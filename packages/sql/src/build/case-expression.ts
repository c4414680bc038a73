import { VantageError } from '@vantage-ts/core/adapter'
import { type Input, operandOf, SqlExpression } from './expression.ts'
import type { Writer } from './writer.ts'

interface Branch {
  readonly when: SqlExpression
  readonly then: SqlExpression
}

/** `CASE WHEN … THEN … ELSE … END`: `when(c.level.gt(3), 'gold').when(…).otherwise('plain')`; without an end it is null. */
export class CaseExpression<out Tag extends string = string> extends SqlExpression<Tag> {
  readonly #of: SqlExpression | undefined
  readonly #branches: readonly Branch[]
  readonly #otherwise: SqlExpression | undefined
  constructor(of: SqlExpression | undefined, branches: readonly Branch[] = [], otherwise?: SqlExpression) {
    super()
    this.#of = of
    this.#branches = branches
    this.#otherwise = otherwise
  }

  when(condition: Input<Tag>, then: Input<Tag>): CaseExpression<Tag> {
    const branch = { when: operandOf(condition, 'when'), then: operandOf(then, 'when') }
    return new CaseExpression<Tag>(this.#of, [...this.#branches, branch], this.#otherwise)
  }
  otherwise(value: Input<Tag>): CaseExpression<Tag> {
    return new CaseExpression<Tag>(this.#of, this.#branches, operandOf(value, 'otherwise'))
  }

  override write(out: Writer): void {
    if (this.#branches.length === 0)
      throw new VantageError('CASE without a branch is no SQL; give it when(condition, value)', { kind: 'invalid' })
    out.enter()
    out.text('CASE')
    if (this.#of !== undefined) {
      out.text(' ')
      this.#of.write(out)
    }
    for (const { when, then } of this.#branches) {
      out.text(' WHEN ')
      when.write(out)
      out.text(' THEN ')
      then.write(out)
    }
    if (this.#otherwise !== undefined) {
      out.text(' ELSE ')
      this.#otherwise.write(out)
    }
    out.text(' END')
    out.leave()
  }
}
