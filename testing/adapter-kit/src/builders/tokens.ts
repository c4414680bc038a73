/** A word of a statement, as the scanner of a database would cut it. */
export interface Token {
  readonly kind: 'name' | 'string' | 'parameter' | 'word' | 'number' | 'sign' | 'comment'
  readonly text: string
}

export type Scanner = readonly (readonly [kind: Token['kind'] | 'space', pattern: RegExp])[]

const common: Scanner = [
  ['space', /[ \t\n\r\f\v]+/y],
  ['comment', /--[^\n]*/y],
  ['comment', /\/\*(?:[^*]|\*(?!\/))*(?:\*\/)?/y],
  ['name', /"(?:[^"]|"")*"/y],
  ['number', /\d+(?:\.\d+)?/y],
]
const last: Scanner = [
  ['word', /[A-Za-z_\u0080-\u{10ffff}][\w\u0080-\u{10ffff}]*/uy],
  ['sign', /[^\p{L}]/uy],
]

/** What the scanner of SQLite takes for one token. Source: https://sqlite.org/src/file/src/tokenize.c */
export const sqliteScanner: Scanner = [
  ...common,
  ['string', /'(?:[^']|'')*'/y],
  ['name', /`(?:[^`]|``)*`/y],
  ['name', /\[[^\]]*\]/y],
  ['parameter', /\?\d*|[:@#$][\w\u0080-\u{10ffff}]+/uy],
  ...last,
]

/** The same of PostgreSQL. Source: https://www.postgresql.org/docs/current/sql-syntax-lexical.html */
export const postgresScanner: Scanner = [
  ...common,
  ['string', /[eE]'(?:[^'\\]|''|\\.)*'/sy],
  ['string', /(?:[bBxXnN]|[uU]&)?'(?:[^']|'')*'/y],
  ['name', /[uU]&"(?:[^"]|"")*"/y],
  ['parameter', /\$\d+/y],
  ['string', /\$([A-Za-z_]\w*)?\$.*?\$\1\$/sy],
  ...last,
]

/** The same of MySQL and MariaDB under their default modes. Source: https://dev.mysql.com/doc/refman/8.4/en/lexical-structure.html */
export const mysqlScanner: Scanner = [
  ['space', /[ \t\n\r\f\v]+/y],
  ['comment', /--(?=[\s\p{Cc}]|$)[^\n]*/uy],
  ['comment', /#[^\n]*/y],
  ['comment', /\/\*(?:[^*]|\*(?!\/))*(?:\*\/)?/y],
  ['name', /`(?:[^`]|``)*`/y],
  ['string', /(?:[bBxXnN])?'(?:[^'\\]|''|\\.)*'/sy],
  ['string', /"(?:[^"\\]|""|\\.)*"/sy],
  ['number', /\d+(?:\.\d+)?/y],
  ['parameter', /\?/y],
  ...last,
]

/** The tokens of a statement, without what stands for nothing. Errors: for text that no token begins with. */
export function tokensOf(text: string, scanner: Scanner): readonly Token[] {
  const tokens: Token[] = []
  for (let at = 0; at < text.length; ) {
    const start = at
    for (const [kind, pattern] of scanner) {
      pattern.lastIndex = at
      const [found] = pattern.exec(text) ?? []
      if (found === undefined || found === '') continue
      if (kind !== 'space') tokens.push({ kind, text: found })
      at += found.length
      break
    }
    if (at === start) throw new Error(`no token begins at ${at} of ${JSON.stringify(text)}`)
  }
  return tokens
}

/** A name as a database quotes it. */
export type Quote = (name: string) => string

/** As most do. */
export const quotedAs: Quote = name => `"${name.replaceAll('"', '""')}"`

/** A statement of tame names and values with others in their places, as tokens. */
export const withNames = (
  tokens: readonly Token[],
  names: ReadonlyMap<string, string>,
  quote: Quote,
): readonly Token[] =>
  tokens.map(token => {
    const name = token.kind === 'name' ? names.get(token.text) : undefined
    return name === undefined ? token : { kind: 'name', text: quote(name) }
  })
