import { type ErrorDetails, VantageError } from '@vantage-ts/core/adapter'
import { type ErrorRule, errorRules, fallbackRule } from './error-rules.ts'
import { raisedIn } from './refused-unless.ts'

/** What was going on when the driver failed. */
export interface Attempt {
  /** The file of the database. */
  readonly place: string
  /** `opening`: nothing was sent. */
  readonly phase: 'opening' | 'running'
}

/**
 * Turns what the driver throws into ours: kind, retry advice and the next step from a table by its message.
 *
 * Shape: the driver's error stays as the cause, without what may hold row values.
 * Errors: a Vantage error passes unchanged; what no rule knows is `internal`.
 */
export function duckdbError(thrown: unknown, { place, phase }: Attempt): VantageError {
  if (VantageError.is(thrown)) return thrown
  if (!(thrown instanceof Error)) return VantageError.from(thrown)
  const { message } = thrown
  const raised = raisedIn(message)
  if (raised !== undefined) {
    const { kind, says } = raised
    return new VantageError(says, { kind, cause: withoutValues(thrown) })
  }
  const { kind, retry, reason, problem, next, namesPlace } = ruleOf(message)
  const file = fileIn(message)
  const line = lineIn(message)
  const columns = columnsIn(message)
  const details: ErrorDetails = {
    ...(reason === undefined ? {} : { reason }),
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { line }),
    ...(columns === undefined ? {} : { columns }),
    ...(phase === 'opening' && kind === 'connection' ? { outcome: 'not sent' } : {}),
  }
  const where =
    namesPlace === true
      ? `${place}: `
      : file === undefined
        ? ''
        : `${file}${line === undefined ? '' : `, line ${line}`}: `
  return new VantageError(`${where}${problem ?? firstLine(message)}; ${next}`, {
    kind,
    retry,
    details,
    cause: withoutValues(thrown),
  })
}

export const ruleOf = (message: string): ErrorRule => errorRules.find(({ says }) => says.test(message)) ?? fallbackRule

/** After these the instance answers nothing any more. */
export const endsInstance = (thrown: unknown): boolean =>
  thrown instanceof Error && /^(?:FATAL|INTERNAL) Error|has been invalidated/.test(thrown.message)

/** Whether an autocommitted statement lost against another, after which it has done nothing and may run again at once. */
export const hasLostRace = (thrown: unknown): boolean =>
  thrown instanceof Error &&
  /^TransactionContext Error: (?:Failed to commit: .*duplicate key|.*conflict)/is.test(thrown.message)

/** Whether a key is there already: in a row that this statement sees, or in one that was committed meanwhile. */
export const hasMetKey = (thrown: unknown): boolean =>
  thrown instanceof Error && /duplicate key|violates (?:primary key|unique) constraint/i.test(thrown.message)

const firstLine = (message: string): string => message.split('\n', 1)[0] ?? ''

/** The file that a message names: one that is a table. */
function fileIn(message: string): string | undefined {
  const { twice, once } = namedFile.exec(message)?.groups ?? {}
  return (twice ?? once ?? /^ {2}file ?= ?(.+)$/m.exec(message)?.[1])?.replaceAll(/\[([*?[])\]/g, '$1')
}
/** A path between single quotes may hold one, which a letter follows: `it's`. */
const namedFile =
  /(?:No files found that match the pattern|(?:in|of|read|reading) file(?:\(s\))?|Footer length error in file) (?:"(?<twice>[^"\n]+)"|'(?<once>[^\n]+?)'(?!\w))/

function lineIn(message: string): number | undefined {
  const line = (/CSV Error on Line: (\d+)/.exec(message) ?? /JSON .* in line (\d+)/.exec(message))?.[1]
  return line === undefined ? undefined : Number(line)
}

/** `Duplicate key "id: 1" violates …`, `NOT NULL constraint failed: people.name`, `Error when converting column "age"`,
 * `failed to cast column "age"`. */
function columnsIn(message: string): readonly string[] | undefined {
  const key = /(?:Duplicate key|because key) "([^":,]+): [^",]*"/.exec(message)?.[1]
  const required = /NOT NULL constraint failed: (?:[^.\n]*\.)?([^.\n]+)$/.exec(message)?.[1]
  const converted = /(?:converting|failed to cast) column "([^"\n]+)"/.exec(message)?.[1]
  const found = key ?? required ?? converted
  return found === undefined ? undefined : [found]
}

/** Classes of errors whose messages hold names and statement text, but no values of rows or parameters. */
const nameOnly = /^(?:Binder|Catalog|Parser|TransactionContext|INTERRUPT|Missing Extension|Not implemented) Error/

/** The same error, so that `instanceof` and the place stay, with a message that holds no value, whoever looks at it. */
function withoutValues(error: Error): Error {
  const { message, stack } = error
  const clean =
    nameOnly.test(message) && !/duplicate key/i.test(message)
      ? firstLine(message)
      : (/^[A-Za-z ]+ Error/.exec(message)?.[0] ?? 'error of the driver')
  if (clean === message) return error
  Reflect.defineProperty(error, 'message', { value: clean, enumerable: false, configurable: true, writable: true })
  if (stack?.includes(message) === true) error.stack = stack.replace(message, () => clean)
  return error
}
