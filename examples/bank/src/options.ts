import { knownName, readArguments, UsageError } from '@vantage-ts/example-asking'
import { type EngineName, engineNames } from './engines.ts'

/** What the command line asks for. */
export interface Options {
  readonly engines: readonly EngineName[]
  readonly isJson: boolean
  readonly isHelp: boolean
}

const known = {
  engine: { type: 'string', example: 'sqlite' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

/** Reads the arguments after the program's name. Errors: `UsageError` for what is unknown, naming the nearest. */
export function readOptions(args: readonly string[]): Options {
  const { values, others } = readArguments(args, known)
  const [other] = others
  if (other !== undefined) throw new UsageError(`"${other}" is no option; an engine is named with --engine`)
  const engine = knownName('engine', values.get('engine') ?? 'memory', [...engineNames, 'all'])
  return {
    engines: engine === 'all' ? engineNames : [engine],
    isJson: values.has('json'),
    isHelp: values.has('help'),
  }
}
