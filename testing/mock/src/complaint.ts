import { VantageError } from '@vantage-ts/core/adapter'
import type { Expectation, Refusal } from './expectation.ts'
import { objectLiteral, quoted, sampleLiteral, valueLiteral } from './literal.ts'
import type { MockStatement } from './mock-statement.ts'
import type { Sent } from './sent-statement.ts'
import { difference, similarity } from './similarity.ts'
import { openText, type Words } from './words.ts'

/** Something that a mock could have answered. */
export interface Candidate {
  readonly text: string
  /** Where it is from: the line of a test, the place in a recording. */
  readonly from: string | undefined
  /** Why it does not answer, where it is about the very statement. */
  readonly refusal: string | undefined
}

const refusals: { readonly [Reason in Refusal]: (expectation: Expectation) => string } = {
  'used up': ({ calls }) => `it was answered ${calls === 1 ? 'once' : `${calls} times`}, as often as it is expected`,
  'outside of a transaction': () => 'it is expected inside a transaction, and this one is outside',
}

export function candidateOf(expectation: Expectation, sent: Sent): Candidate {
  const { text, at } = expectation
  const refusal = expectation.fits(sent) ? expectation.refusal(sent) : undefined
  return { text, from: at, refusal: refusal === undefined ? undefined : refusals[refusal](expectation) }
}

/** What a mock says to a statement that it does not expect: the statement, the nearest it expects, and the line that would allow it. */
export function complaint(
  name: string,
  sent: Sent,
  compiled: MockStatement,
  candidates: readonly Candidate[],
): VantageError {
  const { text, shape, transaction } = sent
  const where = transaction === undefined ? '' : ` (in transaction ${transaction})`
  const line = allowingLine(name, sent.words, compiled)
  const nearest = nearestTo(text, candidates)
  const told = [
    `${name} does not expect this statement${where}:`,
    text,
    ...(nearest === undefined
      ? [candidates.length === 0 ? 'It expects nothing.' : 'It expects nothing like it.']
      : nearestLines(nearest, text)),
    'This line allows it:',
    line,
  ]
  return new VantageError(told.map((part, index) => (isCode(told, index) ? indented(part) : part)).join('\n\n'), {
    kind: 'unexpected-query',
    details: { source: name, statement: shape, line, ...(nearest === undefined ? {} : { nearest: nearest.text }) },
  })
}

const isCode = (parts: readonly string[], index: number): boolean => parts[index - 1]?.endsWith(':') === true
const indented = (text: string): string =>
  text
    .split('\n')
    .map(line => `  ${line}`)
    .join('\n')

function nearestLines({ text, from, refusal }: Candidate, wanted: string): readonly string[] {
  const place = from === undefined ? '' : ` (${from})`
  if (refusal !== undefined) return [`What it expects of the kind${place} has no answer to it: ${refusal}.`]
  return [`The nearest that it expects${place} differs here:`, `${text}\n${difference(text, wanted)}`]
}

function nearestTo(text: string, candidates: readonly Candidate[]): Candidate | undefined {
  const refusing = candidates.find(({ refusal }) => refusal !== undefined)
  if (refusing !== undefined) return refusing
  let best: Candidate | undefined
  let most = 0.5
  for (const candidate of candidates) {
    const alike = similarity(text, candidate.text)
    if (alike > most) [best, most] = [candidate, alike]
  }
  return best
}

const isName = (name: string): boolean => /^[A-Za-z_$][\w$]*$/.test(name)

/** The line of a test that allows a statement, with an answer of the right columns. */
export function allowingLine(name: string, words: Words, compiled: MockStatement): string {
  const mock = isName(name) ? name : 'mock'
  const text = words.pieces.reduce((all, piece, index) => all + (words.texts[index - 1] ?? openText) + piece)
  return `${mock}.expect(${quoted(text)})${answerLine(words, compiled)}`
}

function answerLine(words: Words, { statement, columns }: MockStatement): string {
  if (columns === undefined) return '.rows([])'
  if (statement.kind === 'select') {
    const [only, second] = columns
    if (only !== undefined && second === undefined && only.name === 'value')
      return `.value(${sampleLiteral(only.type, 'text')})`
    return `.rows([${rowLiteral(words, columns)}])`
  }
  if (columns.length === 0) return statement.kind === 'insert' ? '' : '.count(1)'
  if (statement.kind === 'insert') {
    const isComplete = columns.every(
      ({ name, isNullable }) => isNullable || statement.columns.some(({ property }) => property === name),
    )
    if (isComplete) return ''
  }
  return `.rows([${rowLiteral(words, columns)}])`
}

/** A row of an answer, with the values that the statement knows of it. */
function rowLiteral(words: Words, columns: NonNullable<MockStatement['columns']>): string {
  return objectLiteral(
    columns.map(({ name, type }) => {
      const index = words.places.findIndex(
        place => place.column === name && place.isValueOfRow && place.type.name === type.name,
      )
      const isKnown = index >= 0 && words.texts[index] !== openText
      return [name, isKnown ? valueLiteral(type, words.values[index]) : sampleLiteral(type, name)]
    }),
  )
}
