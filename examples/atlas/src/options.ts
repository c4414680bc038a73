import { join, resolve } from 'node:path'
import { knownName, readArguments, UsageError } from '@vantage-ts/example-asking'

/** What the command line asks for. */
export interface Options {
  /** Names of questions, in the order given; all of them when none was named. */
  readonly questions: readonly string[]
  /** Rows shown per answer. */
  readonly limit: number | undefined
  readonly isJson: boolean
  /** How many flights: 20,000 of them, loaded into SQLite, or 3,000,000 in a Parquet file, through DuckDB. */
  readonly flights: FlightCount
  readonly dataFolder: string
  readonly isHelp: boolean
}

export const flightCounts = ['20k', '3m'] as const
export type FlightCount = (typeof flightCounts)[number]

const known = {
  limit: { type: 'string', example: '5' },
  json: { type: 'boolean' },
  flights: { type: 'string', example: '3m' },
  data: { type: 'string', example: 'FOLDER' },
  help: { type: 'boolean', short: 'h' },
} as const

const defaultFolder = join(import.meta.dirname, '../../../.cache/atlas')

/**
 * Reads the arguments after the program's name.
 *
 * Errors: `UsageError` for an unknown option or question (naming the nearest), a missing or wrong value.
 */
export function readOptions(args: readonly string[], questions: readonly string[]): Options {
  const { values, others } = readArguments(args, known)
  return {
    questions:
      others.length === 0 ? questions : [...new Set(others.map(name => knownName('question', name, questions)))],
    limit: limitOf(values.get('limit')),
    isJson: values.has('json'),
    flights: flightsOf(values.get('flights') ?? '20k'),
    dataFolder: folderOf(values.get('data') ?? defaultFolder),
    isHelp: values.has('help'),
  }
}

function limitOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const limit = Number(text)
  if (/^\d{1,9}$/.test(text) && limit > 0) return limit
  throw new UsageError(`--limit takes a whole number from 1 to 999999999, not "${text}"`)
}

function flightsOf(text: string): FlightCount {
  const found = flightCounts.find(count => count === text)
  if (found !== undefined) return found
  throw new UsageError(`--flights takes ${flightCounts.join(' or ')}, not "${text}"`)
}

/** The path as SurrealDB's engine can take it: it reads what follows a question mark as options. */
function folderOf(given: string): string {
  const folder = resolve(given)
  if (folder.includes('?')) throw new UsageError(`--data takes a folder without ? in its path, not "${folder}"`)
  return folder
}
