import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { suggest } from '@vantage-ts/core/adapter'

/** What the command line asks for. */
export interface Options {
  /** Names of questions, in the order given; all of them when none was named. */
  readonly questions: readonly string[]
  /** Rows shown per answer. */
  readonly limit: number | undefined
  readonly isJson: boolean
  readonly dataFolder: string
  readonly isHelp: boolean
}

/** A command line that cannot be followed; the message says what to write instead. */
export class UsageError extends Error {}

const known = {
  limit: { type: 'string' },
  json: { type: 'boolean' },
  data: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

const defaultFolder = join(import.meta.dirname, '../../../.cache/atlas')

/**
 * Reads the arguments after the program's name.
 *
 * Errors: `UsageError` for an unknown option or question (naming the nearest), a missing or wrong value.
 */
export function readOptions(args: readonly string[], questions: readonly string[]): Options {
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
    checkOption(token, args[token.index] ?? token.rawName)
    values.set(token.name, token.value)
  }
  return {
    questions:
      positionals.length === 0 ? questions : [...new Set(positionals.map(name => knownQuestion(name, questions)))],
    limit: limitOf(values.get('limit')),
    isJson: values.has('json'),
    dataFolder: folderOf(values.get('data') ?? defaultFolder),
    isHelp: values.has('help'),
  }
}

interface OptionToken {
  readonly name: string
  readonly rawName: string
  readonly value?: string | undefined
  readonly inlineValue?: boolean | undefined
}

function checkOption({ name, rawName, value, inlineValue }: OptionToken, written: string): void {
  const definition = rawName === '-h' || rawName.startsWith('--') ? new Map(Object.entries(known)).get(name) : undefined
  if (definition === undefined) {
    const option = written.replace(/=.*/s, '')
    const names = Object.keys(known).map(each => `--${each}`)
    throw new UsageError(`there is no option ${option}.${suggest(option, names)}`)
  }
  const isMissing = value === undefined || value === '' || (inlineValue === false && value.startsWith('-'))
  if (definition.type === 'string' && isMissing) throw new UsageError(`--${name} needs a value: ${examples[name]}`)
  if (definition.type === 'boolean' && value !== undefined) throw new UsageError(`--${name} takes no value`)
}

const examples: Readonly<Record<string, string>> = { limit: '--limit 5', data: '--data FOLDER' }

function limitOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const limit = Number(text)
  if (/^\d{1,9}$/.test(text) && limit > 0) return limit
  throw new UsageError(`--limit takes a whole number from 1 to 999999999, not "${text}"`)
}

/** The path as SurrealDB's engine can take it: it reads what follows a question mark as options. */
function folderOf(given: string): string {
  const folder = resolve(given)
  if (folder.includes('?')) throw new UsageError(`--data takes a folder without ? in its path, not "${folder}"`)
  return folder
}

function knownQuestion(name: string, questions: readonly string[]): string {
  if (questions.includes(name)) return name
  throw new UsageError(`there is no question "${name}".${suggest(name, questions)}`)
}
