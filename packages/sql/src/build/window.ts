import { VantageError } from '@vantage-ts/core/adapter'
import { Bound, type Input, keyOf, operandOf, type OrderInput, OrderItem, type SqlExpression } from './expression.ts'
import type { Language } from './language.ts'
import { checkedName } from './names.ts'
import { Part } from './part.ts'
import type { Writer } from './writer.ts'

/** Where a frame begins or ends: so many rows or values before or after the current one. */
export type FrameBound<Tag extends string = string> =
  | 'unbounded preceding'
  | 'current row'
  | 'unbounded following'
  | { readonly preceding: Input<Tag> }
  | { readonly following: Input<Tag> }

export type FrameUnit = 'ROWS' | 'RANGE' | 'GROUPS'
export type FrameExclusion = 'current row' | 'group' | 'ties' | 'no others'

interface Frame {
  readonly unit: FrameUnit
  readonly from: FrameBound
  readonly to: FrameBound | undefined
  readonly exclude: FrameExclusion | undefined
}

interface Specification {
  readonly language: Language | undefined
  readonly based: string | undefined
  readonly partition: readonly SqlExpression[]
  readonly order: readonly (OrderItem | SqlExpression)[]
  readonly frame: Frame | undefined
}

/** Which rows a window function sees: `window().partitionBy(o.clientId).orderBy(o.at.asc()).rows('unbounded preceding')`. */
export class Window<out Tag extends string = string> extends Part {
  declare readonly '~language': Tag
  readonly #is: Specification
  constructor(is: Specification = whole) {
    super()
    this.#is = is
  }
  /** Of a language, whose statements alone take it; `basedOn`: a window that the select names, which it begins with. */
  static of<Tag extends string>(language: Language | undefined, basedOn: string | undefined): Window<Tag> {
    const based = basedOn === undefined ? undefined : checkedName(basedOn, 'a window', 'window')
    return new Window<Tag>({ ...whole, language, based })
  }

  partitionBy(...keys: readonly Input<Tag>[]): Window<Tag> {
    return new Window({ ...this.#is, partition: keys.map(key => operandOf(key, 'partitionBy')) })
  }
  orderBy(...keys: readonly OrderInput<Tag>[]): Window<Tag> {
    return new Window({ ...this.#is, order: keys.map(key => orderKeyOf(key, 'orderBy')) })
  }
  /** A frame of rows; without `to` it ends at the current one. */
  rows(from: FrameBound<Tag>, to?: FrameBound<Tag>, exclude?: FrameExclusion): Window<Tag> {
    return this.#framed('ROWS', from, to, exclude)
  }
  /** A frame of values of the order's only key. */
  range(from: FrameBound<Tag>, to?: FrameBound<Tag>, exclude?: FrameExclusion): Window<Tag> {
    return this.#framed('RANGE', from, to, exclude)
  }
  /** A frame of groups of rows that are equal in the order. */
  groups(from: FrameBound<Tag>, to?: FrameBound<Tag>, exclude?: FrameExclusion): Window<Tag> {
    return this.#framed('GROUPS', from, to, exclude)
  }
  #framed(
    unit: FrameUnit,
    from: FrameBound,
    to: FrameBound | undefined,
    exclude: FrameExclusion | undefined,
  ): Window<Tag> {
    if (exclude !== undefined && !Object.hasOwn(exclusions, exclude))
      throw new VantageError(
        `"${exclude}" is nothing that a frame excludes; it is one of ${Object.keys(exclusions).join(', ')}`,
        {
          kind: 'invalid',
        },
      )
    return new Window({ ...this.#is, frame: { unit, from, to, exclude } })
  }

  override write(out: Writer): void {
    const { language, based, partition, order, frame } = this.#is
    out.needLanguage(language, 'window()')
    let isFirst = true
    const part = (words: string): void => {
      out.text(isFirst ? words : ` ${words}`)
      isFirst = false
    }
    if (based !== undefined) {
      out.needWindow(based)
      part('')
      out.name(based)
    }
    if (partition.length > 0) {
      part('PARTITION BY ')
      out.each(partition, key => key.write(out))
    }
    if (order.length > 0) {
      part('ORDER BY ')
      out.each(order, key => key.write(out))
    }
    if (frame === undefined) return
    if (frame.unit === 'GROUPS' || frame.exclude !== undefined)
      out.need(
        out.language.has.groupFrames !== false,
        frame.exclude === undefined ? 'GROUPS' : 'EXCLUDE',
        'use rows(…) or range(…)',
      )
    part(`${frame.unit} `)
    if (frame.to !== undefined) out.text('BETWEEN ')
    writeBound(out, frame.from)
    if (frame.to !== undefined) {
      out.text(' AND ')
      writeBound(out, frame.to)
    }
    if (frame.exclude !== undefined) out.text(` EXCLUDE ${exclusions[frame.exclude]}`)
  }
}

const whole: Specification = { language: undefined, based: undefined, partition: [], order: [], frame: undefined }
const exclusions: Readonly<Record<FrameExclusion, string>> = {
  'current row': 'CURRENT ROW',
  group: 'GROUP',
  ties: 'TIES',
  'no others': 'NO OTHERS',
}
const fixedBounds: Readonly<Record<string, string>> = {
  'unbounded preceding': 'UNBOUNDED PRECEDING',
  'current row': 'CURRENT ROW',
  'unbounded following': 'UNBOUNDED FOLLOWING',
}

function writeBound(out: Writer, bound: FrameBound): void {
  if (typeof bound === 'string') {
    const words = Object.hasOwn(fixedBounds, bound) ? fixedBounds[bound] : undefined
    if (words === undefined)
      throw new VantageError(
        `"${bound}" is no end of a frame; it is one of ${Object.keys(fixedBounds).join(', ')}, or { preceding: 1 }`,
        {
          kind: 'invalid',
        },
      )
    out.text(words)
    return
  }
  const isBefore = 'preceding' in bound
  operandOf(isBefore ? bound.preceding : bound.following, 'a frame').write(out)
  out.text(isBefore ? ' PRECEDING' : ' FOLLOWING')
}

/** A key of an order: an expression goes up; one of a set sorts nulls last, as sets do. Errors: as of `keyOf`. */
export function orderKeyOf(key: unknown, place: string): OrderItem | SqlExpression {
  if (key instanceof OrderItem) return key
  if (typeof key !== 'object' || key === null || !('node' in key && 'direction' in key)) return keyOf(key, place)
  const operand = operandOf(key.node, place)
  const item = key.direction === 'desc' ? operand.desc() : operand.asc()
  return operand instanceof Bound && operand.node.isNullable ? item.nullsLast() : item
}
