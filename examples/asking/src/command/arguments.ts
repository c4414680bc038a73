import { parseArgs } from 'node:util'
import { suggest } from '@vantage-ts/core/adapter'
import { UsageError } from './usage-error.ts'

/** An option of a program; one that takes a value has an example of it. */
export type KnownOption =
  | { readonly type: 'string'; readonly example: string }
  | { readonly type: 'boolean'; readonly short?: string }

export interface Arguments {
  /** The options given, with their values. */
  readonly values: ReadonlyMap<string, string | undefined>
  /** Everything else, in its order. */
  readonly others: readonly string[]
}

/**
 * Reads the arguments after the program's name.
 *
 * Errors: `UsageError` for an unknown option (naming the nearest), and for a missing or unwanted value.
 */
export function readArguments(args: readonly string[], known: Readonly<Record<string, KnownOption>>): Arguments {
  // Not strict: parseArgs' own messages name neither the nearest option nor the allowed values.
  const { tokens, positionals } = parseArgs({
    args: [...args],
    options: known,
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  const values = new Map<string, string | undefined>()
  for (const token of tokens) {
    if (token.kind !== 'option') continue
    checkOption(token, args[token.index] ?? token.rawName, known)
    values.set(token.name, token.value)
  }
  return { values, others: positionals }
}

interface OptionToken {
  readonly name: string
  readonly rawName: string
  readonly value?: string | undefined
  readonly inlineValue?: boolean | undefined
}

function checkOption(
  { name, rawName, value, inlineValue }: OptionToken,
  written: string,
  known: Readonly<Record<string, KnownOption>>,
): void {
  const found = new Map(Object.entries(known)).get(name)
  const isShort = found?.type === 'boolean' && rawName === `-${found.short}`
  const definition = isShort || rawName.startsWith('--') ? found : undefined
  if (definition === undefined) {
    const option = written.replace(/=.*/s, '')
    const names = Object.keys(known).map(each => `--${each}`)
    throw new UsageError(`there is no option ${option}.${suggest(option, names)}`)
  }
  const isMissing = value === undefined || value === '' || (inlineValue === false && value.startsWith('-'))
  if (definition.type === 'string' && isMissing)
    throw new UsageError(`--${name} needs a value: --${name} ${definition.example}`)
  if (definition.type === 'boolean' && value !== undefined) throw new UsageError(`--${name} takes no value`)
}

/** A name that was given, if it is one of those there are. Errors: `UsageError` naming the nearest. */
export function knownName<Name extends string>(what: string, given: string, names: readonly Name[]): Name {
  const found = names.find(name => name === given)
  if (found !== undefined) return found
  throw new UsageError(`there is no ${what} "${given}".${suggest(given, names)}`)
}
