import {
  DECIMAL,
  DOUBLE,
  type DuckDBConnection,
  type DuckDBDecimalValue,
  DuckDBScalarFunction,
  type DuckDBType,
  type DuckDBValue,
  VARCHAR,
} from '@duckdb/node-api'
import { Decimal, json } from '@vantage-ts/core'
import { TypeProblem, unchecked } from '@vantage-ts/core/adapter'
import { decimalStorage, ordinaryDigits } from './decimal-storage.ts'
import { raisedText } from './refused-unless.ts'
import { decimal } from '@vantage-ts/core'

// DuckDB calculates with DECIMALs of 38 digits, divides them as doubles, and multiplies them into more digits than there are. What
// it cannot do exactly by itself is done here, a chunk of rows at a time.

/** A function that SQL text may call; it is called with no null. */
interface OwnFunction {
  readonly name: string
  readonly takes: readonly DuckDBType[]
  readonly gives: DuckDBType
  call(...args: readonly never[]): DuckDBValue
}

const ordinary = DECIMAL(ordinaryDigits.whole + ordinaryDigits.scale, ordinaryDigits.scale)
const storage = decimalStorage(decimal)

const whole = { scale: 0, rounding: 'down' } as const

function held(value: Decimal): DuckDBValue {
  try {
    return unchecked<DuckDBDecimalValue>(storage.encode?.(value), 'decimals are encoded as such')
  } catch (thrown) {
    if (!(thrown instanceof TypeProblem)) throw thrown
    throw new RangeError(
      raisedText({
        kind: 'too-large',
        says: `a calculated decimal ${thrown.message}; DuckDB calculates with ${ordinary.toString()}`,
      }),
    )
  }
}

const binary = (name: string, apply: (a: Decimal, b: Decimal) => Decimal | null): OwnFunction => ({
  name: `vantage_decimal_${name}`,
  takes: [VARCHAR, VARCHAR],
  gives: ordinary,
  call: (a: string, b: string) => {
    const made = apply(Decimal.from(a), Decimal.from(b))
    return made === null ? null : held(made)
  },
})

const functions: readonly OwnFunction[] = [
  binary('times', (a, b) => a.times(b)),
  binary('divided', (a, b) => (b.isZero ? null : a.dividedBy(b))),
  binary('int_divided', (a, b) => (b.isZero ? null : a.dividedBy(b, whole))),
  binary('remainder', (a, b) => (b.isZero ? null : a.minus(b.times(a.dividedBy(b, whole))))),
  {
    name: 'vantage_decimal_of_float',
    takes: [DOUBLE],
    gives: ordinary,
    call: (value: number) => held(Decimal.from(String(value))),
  },
  {
    name: 'vantage_json_key',
    takes: [VARCHAR],
    gives: VARCHAR,
    call: (text: string) => json.toText(json.fromText(text)),
  },
]

/** Makes our functions known to an instance: every connection of it sees them. */
export function registerFunctions(connection: DuckDBConnection): void {
  for (const { name, takes, gives, call } of functions) {
    const apply = unchecked<(...args: readonly DuckDBValue[]) => DuckDBValue>(call, 'text calls it with what it takes')
    connection.registerScalarFunction(
      DuckDBScalarFunction.create({
        name,
        parameterTypes: takes,
        returnType: gives,
        mainFunction: (info, input, output) => {
          try {
            const vectors = takes.map((_, index) => input.getColumnVector(index))
            const { rowCount } = input
            for (let row = 0; row < rowCount; row++) {
              const args = vectors.map(vector => vector.getItem(row))
              output.setItem(row, args.includes(null) ? null : apply(...args))
            }
            output.flush()
          } catch (thrown) {
            info.setError(thrown instanceof Error ? thrown.message : String(thrown))
          }
        },
      }),
    )
  }
}
