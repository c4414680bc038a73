import { type Aggregate, type Node, VantageError } from '@vantage-ts/core/adapter'
import { known, type Value } from './value.ts'

/** What an aggregate asks of the grouped select, and what it makes of the answers. */
export interface AggregateRule {
  /** Results per group, from the text of the operand in one row. */
  readonly gather: readonly ((operand: string) => string)[]
  /** The value, from the names of those results. */
  readonly result: (names: readonly string[]) => Value
  /** Operands are durations as microseconds. */
  readonly isMicros?: boolean
}

const count = (operand: string): string => `count(${known(operand)})`
/** Integers of the engine wrap around: they are added as decimals, which hold 28 digits. */
const wholeSum = (operand: string): string => `math::sum(<option<decimal>>(${operand} ?? NONE))`
const gathered = (operand: string): string => operand
const there = (name: string): string => `${name} > 0`
const plain = (text: string): Value => ({ text, guards: [], lets: [] })

/**
 * Adds decimals one by one. The engine's own sum rounds past 28 digits without a word, and ends the process when it overflows.
 */
const decimalSum = (values: string): string =>
  `${values}.filter(|$_x| $_x > NULL).fold(0dec, |$_s, $_x| { LET $_n = $_s + $_x; ` +
  'IF $_n - $_x = $_s AND $_n - $_s = $_x { $_n } ELSE { THROW "vantage:too-large" } })'

const counted: AggregateRule = { gather: [count], result: ([name = '']) => plain(name) }

type NumberKind = NonNullable<Node['type']['arithmetic']>

const sums: { readonly [Kind in NumberKind]: AggregateRule } = {
  int: { gather: [wholeSum], result: ([sum = '']) => ({ ...plain(`<int>${sum}`), exact: sum }) },
  bigint: { gather: [wholeSum], result: ([sum = '']) => ({ ...plain(`<int>${sum}`), exact: sum }) },
  float: { gather: [operand => `math::sum(${operand})`], result: ([sum = '']) => plain(`<float>${sum}`) },
  decimal: { gather: [gathered], result: ([values = '']) => plain(decimalSum(values)) },
  duration: {
    isMicros: true,
    gather: [wholeSum],
    result: ([sum = '']) => ({ ...plain(`<int>${sum}`), isMicros: true }),
  },
}

/** A cast of a decimal itself may miss the nearest double; its text does not. */
const wholeAverage: AggregateRule['result'] = ([sum = '', number = '']) => ({
  text: `(<float><string>${sum} / <float>${number})`,
  guards: [there(number)],
  lets: [],
})

const floatAverage: AggregateRule['result'] = ([sum = '', number = '']) => ({
  text: `(<float>${sum} / <float>${number})`,
  guards: [there(number)],
  lets: [],
})

const averages: { readonly [Kind in NumberKind]: AggregateRule } = {
  int: { gather: [wholeSum, count], result: wholeAverage },
  bigint: { gather: [wholeSum, count], result: wholeAverage },
  float: { gather: [operand => `math::sum(${operand})`, count], result: floatAverage },
  decimal: {
    gather: [gathered, count],
    result: ([values = '', number = '']) => ({
      text: `math::fixed(${decimalSum(values)} / <decimal>${number}, 16)`,
      guards: [there(number)],
      lets: [],
      exact: `["div", ${decimalSum(values)}, ${number}]`,
    }),
  },
  duration: {
    isMicros: true,
    gather: [wholeSum, count],
    result: ([sum = '', number = '']) => ({
      text: `<int>math::round(${sum} / <decimal>${number})`,
      guards: [there(number)],
      lets: [],
      isMicros: true,
    }),
  },
}

/** The least or greatest value; the engine has an aggregate for numbers and one for moments, and none for the rest. */
function extreme(name: 'min' | 'max', { type }: Node): AggregateRule {
  const own = type.arithmetic !== undefined ? `math::${name}` : type.units !== undefined ? `time::${name}` : undefined
  const isMicros = type.arithmetic === 'duration'
  return {
    isMicros,
    gather: [operand => (own === undefined ? operand : `${own}(${operand})`), count],
    result: ([found = '', number = '']) => ({
      text: own === undefined ? `array::${name}(${found}.filter(|$_x| $_x > NULL))` : found,
      guards: [there(number)],
      lets: [],
      isMicros,
    }),
  }
}

const present = (values: string): string => `array::sort(${values}.filter(|$_x| $_x > NULL))`

/** The engine's own percentile takes hundredths, which a fraction need not be. */
const percentile = (fraction: string): AggregateRule => ({
  gather: [gathered, count],
  result: ([values = '', number = '']) => ({
    text:
      `(|$_l, $_p| { LET $_i = <float>$_p * (array::len($_l) - 1); LET $_f = math::floor($_i); ` +
      'LET $_a = <float>$_l[<int>$_f]; LET $_b = <float>$_l[<int>math::ceil($_i)]; ' +
      `(IF $_a = $_b { $_a } ELSE { $_a + ($_i - $_f) * ($_b - $_a) }) })(${present(values)}, ${fraction})`,
    guards: [there(number)],
    lets: [],
  }),
})

const concat = (separator: string): AggregateRule => ({
  gather: [gathered, count],
  result: ([values = '', number = '']) => ({
    text: `array::join(${present(values)}, ${separator})`,
    guards: [there(number)],
    lets: [],
  }),
})

/** How an aggregate is computed; `option` is the text of what it is told. Errors: `invalid` for a type that does not add up. */
export function aggregateRule({ name, arg }: Aggregate, option: string): AggregateRule {
  if (arg === undefined) return { gather: [() => 'count()'], result: ([number = '']) => plain(number) }
  if (name === 'count') return counted
  if (name === 'min' || name === 'max') return extreme(name, arg)
  if (name === 'percentile') return percentile(option)
  if (name === 'concat') return concat(option)
  const { arithmetic } = arg.type
  if (arithmetic === undefined)
    throw new VantageError(`${name}() has no meaning for ${arg.type.name}`, { kind: 'invalid' })
  return name === 'sum' ? sums[arithmetic] : averages[arithmetic]
}
