import { suggest } from '@vantage-ts/core/adapter'

/** A command line nobody can follow; its message is all the user sees. */
export class CommandProblem extends Error {}

export interface Command {
  /** Benchmarks to run; empty: all. */
  readonly names: readonly string[]
  readonly isJson: boolean
  readonly isList: boolean
  readonly isHelp: boolean
  readonly saves: boolean
  readonly pairs: number
}

const options = ['--json', '--list', '--save', '--pairs', '--help'] as const
const leastPairs = 15

export const usage = `npm run bench -- [options] [name ...]

Without names every benchmark runs; a name may be the start of several, such as "sqlite" or "types".

  --json     one JSON object per line instead of a table
  --list     the names, and what each compares
  --pairs N  interleaved pairs of each comparison, ${leastPairs} or more (31)
  --save     also write bench/results/latest.json and bench/RESULTS.md
  --help     this text`

/** Reads the arguments. Errors: `CommandProblem` for an option or a number it does not know. */
export function readCommand(args: readonly string[]): Command {
  const names: string[] = []
  const given = new Set<string>()
  let pairs = 31
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] ?? ''
    if (!arg.startsWith('-')) names.push(arg)
    else if (arg === '--pairs') pairs = pairCount(args[++index])
    else if (options.some(option => option === arg)) given.add(arg)
    else throw new CommandProblem(`there is no option ${arg}.${suggest(arg, options)}`)
  }
  return {
    names,
    isJson: given.has('--json'),
    isList: given.has('--list'),
    isHelp: given.has('--help'),
    saves: given.has('--save'),
    pairs,
  }
}

function pairCount(text: string | undefined): number {
  const pairs = Number(text)
  if (text !== undefined && Number.isSafeInteger(pairs) && pairs >= leastPairs) return pairs
  throw new CommandProblem(`--pairs takes a whole number from ${leastPairs} up`)
}

/**
 * The named ones, in their own order: `sqlite` stands for every name that starts with `sqlite-`.
 *
 * Errors: `CommandProblem` naming the nearest known name.
 */
export function chosen<Named extends { readonly name: string }>(
  all: readonly Named[],
  names: readonly string[],
): readonly Named[] {
  if (names.length === 0) return all
  const isMeant = (name: string, given: string): boolean => name === given || name.startsWith(`${given}-`)
  for (const given of names)
    if (!all.some(({ name }) => isMeant(name, given)))
      throw new CommandProblem(
        `there is no benchmark "${given}".${suggest(
          given,
          all.map(({ name }) => name),
        )}`,
      )
  return all.filter(({ name }) => names.some(given => isMeant(name, given)))
}
