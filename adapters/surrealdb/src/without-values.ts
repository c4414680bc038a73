/**
 * The text of the engine without the values in it: it quotes cells, ids and rows.
 *
 * Shape: `…` stands for what is in quotes or brackets, for ids of records, numbers and truth values; in backticks a plain name
 * stays. What opens and is not closed goes with all that follows, and so does what is longer than any sentence of the engine. Of
 * a parse error the first line stays, without the statement.
 */
export function withoutValues(said: string): string {
  if (said.startsWith('Parse error')) return said.split('\n', 1)[0] ?? said
  const message = said.slice(0, mostCharacters)
  let clean = ''
  for (let at = 0; at < message.length; ) {
    const rest = message.slice(at)
    const [whole, kept] = wordIn(rest) ?? partIn(message, at)
    clean += kept
    at += whole
  }
  return clean
}

const mostCharacters = 2000

/** How many characters are read, and what stays of them. */
type Read = readonly [length: number, kept: string]

const shown = '…'

/** Words stay, short forms such as `couldn't` included, but for those that are values: `p:1`, `u'…'` and `true`, `1.5`, `2024-01-01`. */
function wordIn(rest: string): Read | undefined {
  const number = /^[-+]?\d[\w.:+-]*/.exec(rest)
  if (number !== null) return [number[0].length, shown]
  const word = /^(?:[A-Za-z]{2,}'(?:s|t|re|ve|ll)\b|[A-Za-z_]\w*)/.exec(rest)?.[0]
  if (word === undefined) return undefined
  const next = rest.slice(word.length)
  // A table and a key; two colons stand in the names of functions, and a blank after the words of a sentence.
  if (/^:[^:\s]/.test(next)) return [word.length + 1 + keyLength(next.slice(1)), shown]
  if (word.length === 1 && /^['"]/.test(next)) return [word.length + closed(next, 0), shown]
  if (word === 'true' || word === 'false' || word === 'NaN') return [word.length, shown]
  const path = /^(?:::\w+)+/.exec(next)?.[0] ?? ''
  return [word.length + path.length, word + path]
}

const keyLength = (key: string): number => {
  if (opens(key[0] ?? '')) return closed(key, 0)
  return /^[^\s,;`'"()[\]{}]*/.exec(key)?.[0].length ?? 0
}

const pairs: { readonly [open in string]?: string } = {
  "'": "'",
  '"': '"',
  '`': '`',
  '{': '}',
  '[': ']',
  '(': ')',
  '⟨': '⟩',
}
const opens = (sign: string): boolean => pairs[sign] !== undefined

/** What is in quotes or brackets goes, or a sign that means nothing stays. */
function partIn(message: string, at: number): Read {
  const sign = message[at] ?? ''
  if (sign === '/' && /\s$/.test(message.slice(0, at))) return [message.length - at, shown]
  if (!opens(sign)) return [1, sign]
  const length = closed(message, at)
  const part = message.slice(at, at + length)
  if (part === '()' || (sign === '`' && isName(part) && !isFound(message.slice(0, at)))) return [length, part]
  return [length, sign === '`' ? `\`${shown}\`` : shown]
}

/** Names of fields, tables, indexes and kinds. */
const isName = (part: string): boolean => /^`[A-Za-z_][\w.<>| ]*`$/.test(part)
/** Whether a value follows; NONE and NULL, which say what is missing, are told by the error table. */
const isFound = (before: string): boolean => /(?:found|input) $/.test(before)

/** Characters to the end of what opens here, inner quotes and brackets included; all that is left where nothing closes it. */
function closed(message: string, start: number): number {
  const close = pairs[message[start] ?? '']
  const isText = close === "'" || close === '"' || close === '⟩'
  for (let at = start + 1; at < message.length; ) {
    const sign = message[at] ?? ''
    if (sign === '\\') at += 2
    // Inside the backticks around an id another pair may stand around its key or its table.
    else if (sign === close && !(close === '`' && isInnerKey(message, start, at))) return at + 1 - start
    else at += !isText && opens(sign) ? closed(message, at) : 1
  }
  return message.length - start
}

const isInnerKey = (message: string, start: number, at: number): boolean =>
  message[at - 1] === ':' || (at === start + 1 && message[at + 1] !== undefined)
