import { VantageError } from '@vantage-ts/core/adapter'
import type { Writer } from './writer.ts'

/** The operators of a language that stand between two operands. */
export interface OperatorNames {
  readonly words: readonly string[]
  /** Absent where databases may have more than the language, as PostgreSQL has by its extensions. */
  readonly signs?: readonly string[]
}

/** Those of all languages: other words could begin a clause, as in `UNION SELECT`. */
const wordOperators = [
  'LIKE',
  'ILIKE',
  'GLOB',
  'MATCH',
  'REGEXP',
  'SIMILAR TO',
  'IS',
  'IS NOT',
  'OVERLAPS',
  'AT TIME ZONE',
  'RLIKE',
  'SOUNDS LIKE',
  'DIV',
  'MOD',
  'XOR',
  'AND',
  'OR',
]
const turnable: ReadonlySet<string> = new Set(['LIKE', 'ILIKE', 'GLOB', 'MATCH', 'REGEXP', 'RLIKE', 'SIMILAR TO'])

const isSigns = (operator: string): boolean => /^[-+*/<>=~!@#%^&|?]+$/.test(operator) && !/--|\/\*/.test(operator)
/** `NOT LIKE` -> `LIKE`. */
const plain = (words: string): string =>
  words.startsWith('NOT ') && turnable.has(words.slice(4)) ? words.slice(4) : words

/** Errors: `invalid` for what is no operator of any language. */
export function checkedOperator(given: unknown): string {
  if (typeof given === 'string' && (isSigns(given) || wordOperators.includes(plain(given.toUpperCase())))) return given
  throw new VantageError(
    `operator(): ${JSON.stringify(String(given).slice(0, 40))} is no operator; it is made of signs such as @>, or it is one of ${wordOperators.join(', ')}`,
    { kind: 'invalid' },
  )
}

/** Errors: `unsupported` for an operator that the language of the statement lacks. */
export function needOperator(out: Writer, operator: string): void {
  const { operators } = out.language
  if (operators === undefined) return
  const { words, signs } = operators
  const known = isSigns(operator) ? signs : words
  if (known === undefined || known.includes(plain(operator.toUpperCase()))) return
  out.need(false, `operator ${operator}`, `it has ${known.join(', ')}`)
}
