import fc from 'fast-check'

/** Pieces that mean something to some language, and letters that look like others or like nothing. */
const pieces = [
  '"',
  '""',
  "'",
  "''",
  '`',
  '[',
  ']',
  '\\',
  "\\'",
  '\\"',
  '--',
  '-- ',
  '/*',
  '*/',
  ';',
  '; DROP TABLE t',
  ') OR (1=1',
  '$1',
  '$2',
  '$$',
  '$a$',
  '?',
  '?1',
  ':name',
  '@x',
  '{}',
  '{',
  '}',
  '$x{',
  '⟨',
  '⟩',
  '%',
  '_',
  '%s',
  '\n',
  '\r',
  '\r\n',
  '\t',
  ' ',
  '\u00a0',
  '\u200b',
  '\u202e',
  '\ufeff',
  '\u2028',
  '\u0001',
  '\u007f',
  'e\u0301',
  '\u0301',
  'é',
  'ı',
  'İ',
  'ß',
  '＂',
  'ʼ',
  '’',
  '😀',
  '👩‍👩‍👧',
  '𝔘',
  'U&"\\0041"',
  'a',
  'B',
  '1',
  '.',
  '*',
  ',',
  '=',
  'NULL',
  'select',
  'select from',
  '__proto__',
  'constructor',
  'toString',
  'then',
  'length',
  'name',
  '~names',
]

/** A text that would break out of a statement if it could: well-formed, without NUL. */
export const hostileText = (maxPieces = 8): fc.Arbitrary<string> =>
  fc.oneof(
    fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: maxPieces }).map(some => some.join('')),
    fc.string({ unit: 'binary', minLength: 1, maxLength: maxPieces }).map(withoutNul),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: maxPieces }).map(withoutNul),
    fc.constantFrom(...pieces).map(piece => piece.repeat(40)),
  )
const withoutNul = (text: string): string => text.replaceAll('\0', '0') || '0'

/** Texts that no name may be: empty, with NUL, with half a surrogate pair. */
export const refusedText: fc.Arbitrary<string> = fc.oneof(
  fc.constant(''),
  fc
    .tuple(hostileText(3), fc.constantFrom('\0', '\ud800', '\udc00', '\udbff x'), hostileText(3))
    .map(some => some.join('')),
)

export interface NameRules {
  /** The longest name. */
  readonly maxBytes: number
  /** What two names may not share. */
  readonly sameAs: (name: string) => string
  /** What of a text can be a name. Default: all of it. */
  readonly kept?: (text: string) => string
}

/** So many names that a database tells apart. */
export const hostileNames = (
  count: number,
  { maxBytes, sameAs, kept = text => text }: NameRules,
): fc.Arbitrary<string[]> =>
  fc.uniqueArray(
    // JavaScript moves members that are numbers to the front of an object.
    hostileText().map(text => kept(cut(/^\d+$/.test(text) ? `${text}.` : text, maxBytes))),
    { minLength: count, maxLength: count, selector: sameAs, size: 'max' },
  )

/** As many of its characters as fit. */
function cut(text: string, maxBytes: number): string {
  let bytes = 0
  let kept = ''
  for (const character of text) {
    bytes += Buffer.byteLength(character)
    if (bytes > maxBytes) break
    kept += character
  }
  return kept
}
