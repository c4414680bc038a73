/** Words that cannot name a class, or would hide what the printed file needs. */
const taken: ReadonlySet<string> = new Set([
  ...'Array Object String Number Boolean Function Symbol Promise Map Set Date Error JSON Math Temporal Entity'.split(
    ' ',
  ),
  'undefined',
])

/**
 * Letters and digits that every compiler takes for such: compilers know the Unicode of their year, and this process may know a
 * later one; none takes a mark that encloses letters. Latin, Greek and Cyrillic; Hebrew, Arabic, Devanagari, Thai; kana, Han, Hangul.
 */
const wordSigns =
  /[[\p{L}\p{Mn}\p{Mc}\p{Nd}]&&[0-\u052F\u05D0-\u05EA\u0620-\u064A\u0904-\u0939\u093E-\u094D\u0E01-\u0E30\u3041-\u3096\u30A1-\u30FA\u4E00-\u9FA5\uAC00-\uD7A3]]+/gv

/** The words of a name: `last_operation` -> `['last', 'operation']`. */
const wordsOf = (name: string): readonly string[] => name.normalize('NFC').match(wordSigns) ?? []

/** A letter may be older than its capital: then it stays small, for compilers may not know the capital. */
function capital(word: string): string {
  const raised = word.charAt(0).toUpperCase()
  return (raised.match(wordSigns)?.[0] === raised ? raised : word.charAt(0)) + word.slice(1)
}

/** Words in capitals only, as some databases give all names, are read as lower case. */
const calmed = (words: readonly string[]): readonly string[] =>
  words.map(word => (/\p{Ll}/u.test(word) ? word : word.toLowerCase()))

/** What is valid in a program, or the fallback: a digit gets `_` in front. */
function valid(text: string, fallback: string): string {
  if (text === '') return fallback
  return /^[\p{ID_Start}_]/u.test(text) ? text : `_${text}`
}

/** A name as the property of a column: `LAST_OPERATION`, `last-operation` -> `lastOperation`. */
export function propertyName(name: string): string {
  const [first = '', ...rest] = calmed(wordsOf(name))
  return valid(first.charAt(0).toLowerCase() + first.slice(1) + rest.map(capital).join(''), 'column')
}

/** A name as that of a class: `user_accounts` -> `UserAccounts`. */
export function className(name: string): string {
  const text = valid(calmed(wordsOf(name)).map(capital).join(''), 'Table')
  return taken.has(text) ? `${text}Table` : text
}

/** The name, or with a number behind it the first that is not taken; takes it. */
export function fresh(name: string, used: Set<string>): string {
  let free = name
  for (let number = 2; used.has(free); number++) free = `${name}${number}`
  used.add(free)
  return free
}
