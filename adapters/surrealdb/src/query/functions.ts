import type { QlExpression } from './expression.ts'
import { call } from './call.ts'
import type { Input, Lambda } from './input.ts'

type Given = Input | Lambda
/** A function of the database. */
export type DatabaseFunction = (...args: readonly Given[]) => QlExpression

/** Functions of a namespace by their names, in camel case: `string::is_email` is `string.isEmail`. */
type Namespace<Names extends string> = { readonly [Name in Names]: DatabaseFunction }

/**
 * The functions of one namespace, by the name each has here.
 *
 * Shape: `similarityJaro` is `similarity::jaro` where `parts` has `similarity`; `paths` tells those that are named otherwise.
 */
export function namespace<const Names extends string>(
  name: string,
  names: readonly Names[],
  parts: readonly string[] = [],
  paths: { readonly [Name in Names]?: string } = {},
  /** What is made of an argument that is a value. */
  argument: (given: Given) => Given = given => given,
): Namespace<Names> {
  const made: Partial<Record<Names, DatabaseFunction>> = {}
  for (const one of names) {
    const path = `${name}::${paths[one] ?? pathOf(one, parts)}`
    made[one] = (...args) => call(path, args.map(argument), `${name}.${one}`)
  }
  return made as Namespace<Names>
}

function pathOf(name: string, parts: readonly string[]): string {
  const part = parts.find(one => name.startsWith(one) && /^[A-Z]/.test(name.slice(one.length)))
  if (part === undefined) return snakeCase(name)
  const rest = name.slice(part.length)
  return `${snakeCase(part)}::${snakeCase(rest[0]?.toLowerCase() + rest.slice(1))}`
}

const snakeCase = (name: string): string => name.replace(/(?<=[a-z])[A-Z]/g, letter => `_${letter.toLowerCase()}`)
