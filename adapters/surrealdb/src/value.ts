/**
 * A rendered expression in two parts: text that is right once its guards hold, and the guards, one of which fails exactly
 * when the value is null. SurrealDB raises an error where SQL gives null, and compares null as the smallest value.
 */
export interface Value {
  /** Stands beside any operator without brackets. */
  readonly text: string
  readonly guards: readonly string[]
  /** Definitions that text and guards refer to, in order. */
  readonly lets: readonly string[]
  /** Durations that were calculated are whole microseconds, which can be negative. */
  readonly isMicros?: boolean
  /** What the last select gives instead of `text`, for a result that the engine itself would round. */
  readonly exact?: string
}

/** Whether the only thing that can make the value null is itself. */
export const isPlain = ({ text, guards, lets }: Value): boolean =>
  lets.length === 0 && guards.length === 1 && guards[0] === known(text)

/** A value that is never null. */
export const sure = (text: string): Value => ({ text, guards: [], lets: [] })

/** A value that may be null, cheap enough to be named twice. */
export const nullable = (text: string): Value => ({ text, guards: [known(text)], lets: [] })

/** Whether something is neither NULL nor NONE; an index on it can be used. */
export const known = (text: string): string => `${text} > NULL`

/** What operands need, for a text made of them. */
export const strict = (operands: readonly Value[], text: string, extra: readonly string[] = []): Value => ({
  text,
  guards: [...operands.flatMap(operand => operand.guards), ...extra],
  lets: operands.flatMap(operand => operand.lets),
})

/** The value as one text: NULL, or something else, where a guard fails. */
export function textOf(value: Value, text = value.text, otherwise = 'NULL'): string {
  const { guards, lets } = value
  const guarded = guards.length === 0 ? text : `IF ${asTest(all(guards))} { ${text} } ELSE { ${otherwise} }`
  if (lets.length > 0) return block(lets, guarded)
  return guards.length === 0 ? text : `(${guarded})`
}

/** A condition on values: false where a guard fails. */
export function conditionOf(value: Value, condition: string, guards = value.guards): string {
  const test = all([...guards, condition])
  return value.lets.length === 0 ? test : block(value.lets, test)
}

/** Definitions and what they are for. A block that ends with nothing but a block gives NONE in this engine. */
const block = (lets: readonly string[], result: string): string => `{ ${lets.join('; ')}; ${bracketed(result)} }`

/** A condition where `IF` looks for one: a block would be taken for what follows. */
export const asTest = (condition: string): string => (condition.startsWith('{') ? `(${condition})` : condition)

/** Whether the value is there. */
export const isKnown = (value: Value): string => conditionOf(value, 'true')

/** Longer chains overflow the engine's stack, deeper brackets its parser: so trees are bushy. */
const fanOut = 24

/** All of these; bracketed. */
export const all = (conditions: readonly string[]): string =>
  joined(simplified(conditions, 'true', 'false'), 'AND', 'true')

/** One of these; bracketed. */
export const some = (conditions: readonly string[]): string =>
  joined(simplified(conditions, 'false', 'true'), 'OR', 'false')

export const negated = (condition: string): string =>
  condition === 'true' ? 'false' : condition === 'false' ? 'true' : `!(${condition})`

function simplified(conditions: readonly string[], neutral: string, decisive: string): readonly string[] {
  if (conditions.includes(decisive)) return [decisive]
  return [...new Set(conditions)].filter(condition => condition !== neutral)
}

function joined(conditions: readonly string[], word: string, neutral: string): string {
  const [only, second] = conditions
  if (only === undefined) return neutral
  if (second === undefined) return only
  if (conditions.length <= fanOut) return `(${conditions.join(` ${word} `)})`
  const size = Math.max(fanOut, Math.ceil(conditions.length / fanOut))
  const groups: string[] = []
  for (let start = 0; start < conditions.length; start += size)
    groups.push(joined(conditions.slice(start, start + size), word, neutral))
  return joined(groups, word, neutral)
}

/** What begins with a brace would be read as an object, what begins with a parameter as a declaration of it. */
const bracketed = (result: string): string =>
  result.startsWith('{') ? `IF true { ${result} }` : result.startsWith('$') ? `(${result})` : result
