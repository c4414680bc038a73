import { VantageError } from '@vantage-ts/core/adapter'
import { quoted } from '../identifier.ts'
import { reservedWords } from './reserved-words.ts'

const plain = /^[A-Za-z_][A-Za-z0-9_]*$/
const known = new Map<string, string>()
const maxKnown = 5000

/** A name of a table or field as text, quoted where it must be. Errors: `invalid` for no text, an empty one and NUL. */
export function nameText(name: unknown, place = 'a statement'): string {
  if (typeof name !== 'string') throw noName(place, 'is a text')
  let text = known.get(name)
  if (text === undefined) {
    text = textOf(name, place)
    // Names are few and come again and again.
    if (known.size >= maxKnown) known.clear()
    known.set(name, text)
  }
  return text
}

function textOf(name: string, place: string): string {
  if (name === '') throw noName(place, 'is not empty')
  if (name.includes('\0')) throw noName(place, 'has no character NUL')
  if (!name.isWellFormed()) throw noName(place, 'is well-formed Unicode, without half of a surrogate pair')
  return plain.test(name) && !reservedWords.has(name.toLowerCase()) ? name : quoted(name)
}

const noName = (place: string, what: string): VantageError =>
  new VantageError(`a name in ${place} ${what}`, { kind: 'invalid' })

/** The name of a parameter, without `$`. Errors: `invalid` for one that the engine or the builders use, and for strange signs. */
export function parameterName(name: unknown, place: string): string {
  if (typeof name !== 'string' || !/^[A-Za-z][A-Za-z0-9_]*$/.test(name))
    throw new VantageError(`${place}(): a variable is called by letters, digits and _, such as total`, {
      kind: 'invalid',
    })
  if (/^x\d+$/.test(name) || ownNames.has(name))
    throw new VantageError(
      `${place}(): $${name} has a meaning already, to the database or to closures; take another name`,
      {
        kind: 'invalid',
        details: { field: name },
      },
    )
  return name
}

/** The name of a parameter that the database or the session has. Errors: `invalid` for what rows, events and closures use. */
export function databaseParameter(name: unknown): string {
  return typeof name === 'string' && sessionNames.has(name) ? name : parameterName(name, 'param')
}

const sessionNames: ReadonlySet<string> = new Set(['auth', 'token', 'session', 'access'])

const ownNames: ReadonlySet<string> = new Set(
  'this parent before after value input event auth token session access request reference'.split(' '),
)
