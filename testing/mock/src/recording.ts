import { type ErrorKind, objectOf, type Retry, VantageError } from '@vantage-ts/core/adapter'
import { errorKinds } from './fault.ts'
import type { JsonValue } from './raw-json.ts'

/** The version of the form of recordings that this package writes and reads. */
export const recordingVersion = 1

const retries: readonly string[] = Object.keys({
  never: true,
  safe: true,
  'after-reread': true,
} satisfies { readonly [Advice in Retry]: true })

/** Where a row has its cells that were no values of their columns. */
export const badCells = '$bad'

export interface RecordedError {
  readonly kind: ErrorKind
  readonly message: string
  readonly retry: Retry
  readonly details: { readonly [name: string]: JsonValue }
}

/** What one statement, or one step of a transaction, was answered. */
export interface RecordedStatement {
  /** Its neutral text with its values; `?` for those that are others each time. */
  readonly statement: string
  /** By column; of vendor text as the driver gave them. */
  readonly rows?: readonly JsonValue[]
  /** How many rows a write wrote. */
  readonly count?: number
  readonly error?: RecordedError
}

/** What a source answered, with what it can do. */
export interface Recording {
  readonly source: string
  readonly can: readonly string[]
  readonly limits: { readonly [name: string]: JsonValue }
  readonly statements: readonly RecordedStatement[]
}

/** A recording as a file: JSON, each row and each statement on a line of its own. */
export function recordingText({ source, can, limits, statements }: Recording): string {
  const head = [
    `  "vantageRecording": ${recordingVersion},`,
    `  "source": ${JSON.stringify(source)},`,
    `  "can": ${JSON.stringify(can)},`,
    `  "limits": ${JSON.stringify(limits)},`,
  ]
  const list = statements.map(statementText)
  const body = list.length === 0 ? '  "statements": []' : `  "statements": [\n${list.join(',\n')}\n  ]`
  return `{\n${head.join('\n')}\n${body}\n}\n`
}

function statementText({ statement, rows, count, error }: RecordedStatement): string {
  const fields = [`      "statement": ${JSON.stringify(statement)}`]
  if (count !== undefined) fields.push(`      "count": ${count}`)
  if (rows !== undefined)
    fields.push(
      rows.length === 0
        ? '      "rows": []'
        : `      "rows": [\n${rows.map(row => `        ${JSON.stringify(row)}`).join(',\n')}\n      ]`,
    )
  if (error !== undefined) fields.push(`      "error": ${JSON.stringify(error)}`)
  return `    {\n${fields.join(',\n')}\n    }`
}

/** `place` names it in errors. Errors: `invalid` for what is no recording, is damaged or of another version, saying where. */
export function parseRecording(text: string, place: string): Recording {
  const fail = (reason: string, cause?: unknown): never => {
    throw new VantageError(`${place} ${reason}; record it again`, { kind: 'invalid', details: { file: place }, cause })
  }
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    fail(`is damaged: ${cause instanceof Error ? cause.message : 'no JSON'}`, cause)
  }
  const fields = objectOf(json)
  const version = fields?.vantageRecording
  if (fields === undefined || version === undefined) return fail('is no recording of a source')
  if (version !== recordingVersion)
    return fail(`is a recording of version ${String(version)}, and this package reads version ${recordingVersion}`)
  const { source, can, limits, statements } = fields
  if (typeof source !== 'string') return fail('is damaged: it does not name its source')
  if (!Array.isArray(can) || !can.every(name => typeof name === 'string'))
    return fail('is damaged: "can" is no list of abilities')
  if (objectOf(limits) === undefined) return fail('is damaged: "limits" is no object')
  for (const [name, limit] of Object.entries(Object(limits)))
    if (name.startsWith('max') && !(typeof limit === 'number' && limit >= 1))
      return fail(`is damaged: the limit "${name}" is no number from 1 up`)
  if (!Array.isArray(statements)) return fail('is damaged: it has no list of statements')
  statements.forEach((each, index) => {
    const problem = problemOf(objectOf(each))
    if (problem !== undefined) fail(`is damaged: statement ${index + 1} ${problem}`)
  })
  return Object(fields)
}

function problemOf(fields: { readonly [name: PropertyKey]: unknown } | undefined): string | undefined {
  if (fields === undefined || typeof fields.statement !== 'string') return 'has no text'
  const { rows, count, error } = fields
  if (rows !== undefined && !Array.isArray(rows)) return 'has rows that are no list'
  if (count !== undefined && !(Number.isSafeInteger(count) && Number(count) >= 0)) return 'has a count that is none'
  if (error === undefined) return undefined
  const told = objectOf(error)
  const isTold = typeof told?.kind === 'string' && typeof told.message === 'string' && typeof told.retry === 'string'
  if (!isTold) return 'has an error without kind, message and retry'
  if (!errorKinds.includes(String(told.kind))) return `has an error of a kind that there is not, "${told.kind}"`
  return retries.includes(String(told.retry)) ? undefined : `has an error with an unknown retry, "${told.retry}"`
}
