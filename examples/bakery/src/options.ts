import { knownName, readArguments } from '@vantage-ts/example-asking'
import { type EngineName, engineNames } from './engines.ts'

/** What the command line asks for. */
export interface Options {
  readonly engines: readonly EngineName[]
  /** Names of questions; all of them when none was named. */
  readonly questions: readonly string[]
  readonly isJson: boolean
  readonly isHelp: boolean
}

const known = {
  engine: { type: 'string', example: 'sqlite' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

/** Reads the arguments after the program's name. Errors: `UsageError` for what is unknown, naming the nearest. */
export function readOptions(args: readonly string[], questions: readonly string[]): Options {
  const { values, others } = readArguments(args, known)
  const engine = knownName('engine', values.get('engine') ?? 'memory', [...engineNames, 'all'])
  return {
    engines: engine === 'all' ? engineNames : [engine],
    questions:
      others.length === 0 ? questions : [...new Set(others.map(name => knownName('question', name, questions)))],
    isJson: values.has('json'),
    isHelp: values.has('help'),
  }
}
