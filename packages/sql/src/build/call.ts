import { VantageError } from '@vantage-ts/core/adapter'
import {
  Infix,
  type Input,
  operandOf,
  type OrderInput,
  type OrderItem,
  Prefixed,
  SqlExpression,
  Suffix,
} from './expression.ts'
import { type Language, needFeature } from './language.ts'
import { checkedName } from './names.ts'
import { orderKeyOf, Window } from './window.ts'
import type { Writer } from './writer.ts'

/** Functions that every language knows as aggregates; of extremes SQLite has others with several arguments. */
const aggregates: ReadonlySet<string> = new Set(['count', 'sum', 'avg', 'total', 'group_concat', 'string_agg'])
const extremes: ReadonlySet<string> = new Set(['min', 'max'])

interface Options {
  readonly isDistinct?: boolean
  readonly order?: readonly (OrderItem | SqlExpression)[]
  readonly within?: readonly (OrderItem | SqlExpression)[]
  readonly filter?: SqlExpression
  readonly ignoresNulls?: boolean
  readonly window?: Window | string
}

/** A call of a function by its name in the language; what it gives over rows is said by `filter`, `over` and the like. */
export class Call<out Tag extends string = string> extends SqlExpression<Tag> {
  readonly #name: string
  readonly #args: readonly SqlExpression[]
  readonly #is: Options
  readonly #language: Language | undefined
  /** `name`: words of the language, never anything that was given. */
  constructor(name: string, args: readonly SqlExpression[], language?: Language, is: Options = {}) {
    super()
    this.#name = name
    this.#args = args
    this.#is = is
    this.#language = language
  }

  /** Errors: `unsupported` for what its language lacks. */
  #with(more: Options): Call<Tag> {
    const is = { ...this.#is, ...more }
    if (this.#language !== undefined) needWhole(this.#language, is)
    return new Call<Tag>(this.#name, this.#args, this.#language, is)
  }

  /** Whether it makes one value of all rows. */
  get isAggregate(): boolean {
    return (
      this.#is.window === undefined &&
      (aggregates.has(this.#name) || (extremes.has(this.#name) && this.#args.length === 1))
    )
  }

  /** A call that passes over nulls, for languages whose window functions do. */
  static ignoringNulls<Tag extends string>(of: Call<Tag>): Call<Tag> {
    return of.#with({ ignoresNulls: true })
  }

  /** Each value once. */
  distinct(): Call<Tag> {
    return this.#with({ isDistinct: true })
  }
  /** The order in which an aggregate takes its rows. */
  orderBy(...keys: readonly OrderInput<Tag>[]): Call<Tag> {
    return this.#with({ order: keys.map(key => orderKeyOf(key, `${this.#name}().orderBy`)) })
  }
  /** The order of an ordered-set aggregate: `percentileCont(0.5).withinGroup(o.total.asc())`. */
  withinGroup(...keys: readonly OrderInput<Tag>[]): Call<Tag> {
    return this.#with({ within: keys.map(key => orderKeyOf(key, `${this.#name}().withinGroup`)) })
  }
  /** Only rows that meet a condition are taken. */
  filter(condition: Input<Tag>): Call<Tag> {
    return this.#with({ filter: operandOf(condition, `${this.#name}().filter`) })
  }
  /** Over the rows of a window, or of one that the select names; without one, over all rows. */
  over(window: Window<Tag> | string = new Window<Tag>()): Call<Tag> {
    if (!(window instanceof Window) && typeof window !== 'string')
      throw new VantageError(
        `${this.#name}().over() takes a window, such as window().orderBy(o.id), or the name of one`,
        {
          kind: 'invalid',
        },
      )
    return this.#with({ window: typeof window === 'string' ? checkedName(window, 'a window', 'over') : window })
  }

  override write(out: Writer): void {
    const { isDistinct, order, within, filter, ignoresNulls, window } = this.#is
    if (this.#language === undefined) needWhole(out.language, this.#is)
    else out.needLanguage(this.#language, `${this.#name}()`)
    out.enter()
    out.text(isDistinct === true ? `${this.#name}(DISTINCT ` : `${this.#name}(`)
    out.each(this.#args, arg => arg.write(out))
    if (order !== undefined && order.length > 0) {
      out.text(' ORDER BY ')
      out.each(order, key => key.write(out))
    }
    out.text(ignoresNulls === true ? ' IGNORE NULLS)' : ')')
    if (within !== undefined) {
      out.need(out.language.has.withinGroup, 'WITHIN GROUP', 'compute it from ordered rows')
      out.text(' WITHIN GROUP (ORDER BY ')
      out.each(within, key => key.write(out))
      out.text(')')
    }
    if (filter !== undefined) {
      out.need(
        out.language.has.filter !== false,
        'FILTER',
        'take the value in a branch: sum(when(condition, value).otherwise(null))',
      )
      out.text(' FILTER (WHERE ')
      filter.write(out)
      out.text(')')
    }
    out.leave()
    if (window === undefined) return
    if (typeof window === 'string') {
      out.needWindow(window)
      out.text(' OVER ')
      out.name(window)
      return
    }
    out.enter()
    out.text(' OVER (')
    window.write(out)
    out.text(')')
    out.leave()
  }
}

function needWhole(language: Language, { isDistinct, order, window }: Options): void {
  if (window === undefined) return
  const { distinctInWindow, orderInWindow } = language.has
  needFeature(
    language,
    isDistinct !== true || distinctInWindow,
    'DISTINCT over a window',
    'aggregate the distinct values of each group in a statement of its own, and join that',
  )
  needFeature(
    language,
    order === undefined || orderInWindow,
    'ORDER BY inside a function over a window',
    'give the window an order and a frame',
  )
}

/** A function of the language with any arguments. */
export const call = <Tag extends string>(name: string, ...args: readonly unknown[]): Call<Tag> =>
  new Call<Tag>(
    name,
    args.map(arg => operandOf(arg, name)),
  )

/** Words of the language between expressions, such as `EXTRACT(year FROM x)`. Closed: it holds together by itself. */
export class Words<out Tag extends string = string> extends SqlExpression<Tag> {
  readonly #words: readonly string[]
  readonly #between: readonly SqlExpression[]
  readonly #language: Language | undefined
  constructor(words: readonly string[], between: readonly SqlExpression[], language?: Language) {
    super()
    this.#words = words
    this.#between = between
    this.#language = language
  }
  override write(out: Writer): void {
    if (this.#language !== undefined) out.needLanguage(this.#language, this.#words.join('…').trim())
    out.enter()
    this.#words.forEach((words, index) => {
      out.text(words)
      this.#between[index]?.write(out)
    })
    out.leave()
  }
}

/** Template of words: expressions stand between its parts, as they are. The words are the adapter's own, never given. */
export const words = <Tag extends string>(
  parts: TemplateStringsArray,
  ...between: readonly SqlExpression[]
): Words<Tag> => new Words<Tag>([...parts], between)

/** What makes the calls and the words of one language: statements of another refuse them. */
export interface Speech<Tag extends string> {
  call(name: string, ...args: readonly unknown[]): Call<Tag>
  words(parts: TemplateStringsArray, ...between: readonly SqlExpression[]): Words<Tag>
  /** Two operands with a sign between them. */
  infix(left: SqlExpression, sign: string, right: SqlExpression): Infix
  /** Words before what holds together by itself. */
  prefixed(words: string, of: SqlExpression): Prefixed
  /** Words after an operand. */
  suffix(of: SqlExpression, words: string): Suffix
}

export const speechOf = <Tag extends string>(language: Language & { readonly tag: Tag }): Speech<Tag> => ({
  call: (name, ...args) =>
    new Call<Tag>(
      name,
      args.map(arg => operandOf(arg, name)),
      language,
    ),
  words: (parts, ...between) => new Words<Tag>([...parts], between, language),
  infix: (left, sign, right) => new Infix(left, sign, right, language),
  prefixed: (words, of) => new Prefixed(words, of, language),
  suffix: (of, words) => new Suffix(of, words, language),
})
