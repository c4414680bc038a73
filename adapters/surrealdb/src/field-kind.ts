import type { TypeDefinition } from '@vantage-ts/core/dynamic'

/** What a field holds: a type of Vantage, if there is one for it, and whether it may be missing. */
export interface FieldKind {
  readonly type: TypeDefinition | undefined
  readonly isOptional: boolean
  /** The one table that it links to; the type is then that of the table's ids. */
  readonly link?: string
}

/** One alternative of a kind: `array<int, 3>` is a word with two arguments, `'new'` a text. */
type Alternative =
  | { readonly form: 'word'; readonly word: string; readonly args: readonly (readonly Alternative[])[] }
  /** A name in quotes. */
  | { readonly form: 'name'; readonly name: string }
  | { readonly form: 'text'; readonly text: string }
  | { readonly form: 'other' }

/**
 * Moments are kept to the nanosecond, so `instantNs` is the only type that reads them all. A number may be of any of the
 * engine's kinds; decimals among them are refused when they are read.
 */
const words: { readonly [word: string]: TypeDefinition } = {
  string: { type: 'text' },
  int: { type: 'int' },
  float: { type: 'float' },
  number: { type: 'float' },
  decimal: { type: 'decimal' },
  bool: { type: 'bool' },
  uuid: { type: 'uuid' },
  datetime: { type: 'instantNs' },
  duration: { type: 'duration' },
  bytes: { type: 'bytes' },
  object: { type: 'json' },
  geometry: { type: 'geometry' },
  point: { type: 'geometry' },
}
const anything: FieldKind = { type: { type: 'json' }, isOptional: true }

/** Reads the kind of a field as the engine writes it: `none | array<string>`. Absent, the field holds anything. */
export function fieldKind(text: string | undefined): FieldKind {
  if (text === undefined) return anything
  const reader = new Reader(text)
  const alternatives = reader.alternatives()
  return reader.isAtEnd ? kindOf(alternatives) : { type: undefined, isOptional: true }
}

function kindOf(alternatives: readonly Alternative[]): FieldKind {
  const isNothing = (one: Alternative): boolean => one.form === 'word' && (one.word === 'none' || one.word === 'null')
  const rest = alternatives.filter(one => !isNothing(one))
  const isOptional = rest.length < alternatives.length
  const [only, second] = rest
  if (only?.form === 'word' && second === undefined) {
    if (only.word === 'any') return anything
    const [first] = only.args
    const link = only.word.toLowerCase() === 'record' ? linkOf(only.args) : undefined
    if (link !== undefined) return { type: undefined, isOptional, link }
    if (only.word === 'option' && first !== undefined) return { ...kindOf(first), isOptional: true }
    return { type: typeOfWord(only), isOptional }
  }
  return { type: typeOfUnion(rest), isOptional }
}

/** The table of `record<person>`; undefined for links to any of several. */
function linkOf([tables = []]: readonly (readonly Alternative[])[]): string | undefined {
  const [only, second] = tables
  if (second !== undefined || only === undefined) return undefined
  return only.form === 'word' ? only.word : only.form === 'name' ? only.name : undefined
}

function typeOfWord({ word, args }: Alternative & { readonly form: 'word' }): TypeDefinition | undefined {
  if (word !== 'array' && word !== 'set') return Object.hasOwn(words, word) ? words[word] : undefined
  const [item] = args
  if (item === undefined) return { type: 'json' }
  const { type } = kindOf(item)
  return type === undefined ? undefined : { type: 'array', item: type }
}

function typeOfUnion(rest: readonly Alternative[]): TypeDefinition | undefined {
  const members = rest.flatMap(one => (one.form === 'text' ? [one.text] : []))
  if (members.length > 0 && members.length === rest.length) return { type: 'enum', members: [...new Set(members)] }
  const isNumber = rest.every(one => one.form === 'word' && (one.word === 'int' || one.word === 'float'))
  return isNumber && rest.length > 0 ? { type: 'float' } : undefined
}

const escapes: { readonly [sign: string]: string } = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', '0': '\0' }

/** Reads a kind from left to right; what it does not know stops it. */
class Reader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  get isAtEnd(): boolean {
    this.#take(/\s*/y)
    return this.#at === this.#text.length
  }

  alternatives(): readonly Alternative[] {
    const found = [this.#alternative()]
    while (this.#take(/\s*\|\s*/y) !== undefined) found.push(this.#alternative())
    return found
  }

  #alternative(): Alternative {
    const quoted = this.#take(/\s*(?:'(?:[^'\\]|\\[\s\S])*'|"(?:[^"\\]|\\[\s\S])*")/y)
    if (quoted !== undefined) return { form: 'text', text: unescaped(quoted.trim().slice(1, -1)) }
    const name = this.#take(/\s*(?:`(?:[^`\\]|\\[\s\S])*`|⟨(?:[^⟩\\]|\\[\s\S])*⟩)/y)
    if (name !== undefined)
      return {
        form: 'name',
        name: name
          .trim()
          .slice(1, -1)
          .replace(/\\([\s\S])/g, '$1'),
      }
    const word = this.#take(/\s*[a-z_][a-z0-9_]*/iy)?.trim()
    if (word === undefined) {
      this.#take(/\s*[-\d.]\w*/y)
      return { form: 'other' }
    }
    const args: (readonly Alternative[])[] = []
    if (this.#take(/\s*</y) !== undefined) {
      do args.push(this.alternatives())
      while (this.#take(/\s*,/y) !== undefined)
      if (this.#take(/\s*>/y) === undefined) this.#at = -1
    }
    return { form: 'word', word, args }
  }

  #take(pattern: RegExp): string | undefined {
    if (this.#at < 0) return undefined
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)?.[0]
    if (found !== undefined) this.#at += found.length
    return found
  }
}

const unescaped = (text: string): string =>
  text.replace(/\\(?:u\{([0-9a-f]{1,6})\}|([\s\S]))/gi, (_, code: string | undefined, sign: string) =>
    code === undefined ? (escapes[sign] ?? sign) : String.fromCodePoint(Number.parseInt(code, 16)),
  )
