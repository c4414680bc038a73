import { type ErrorDetails, type ErrorKind, objectOf, type Retry, VantageError } from '@vantage-ts/core/adapter'

/** What an error of SQLite means. */
interface Meaning {
  readonly kind: ErrorKind
  readonly retry?: Retry
  readonly reason?: string
  /** What happened and what to do next. */
  readonly says: string
}

/** Result codes of SQLite, extended ones first asked. Source: https://www.sqlite.org/rescode.html */
export const meanings: { readonly [code: string]: Meaning } = {
  SQLITE_CONSTRAINT_PRIMARYKEY: {
    kind: 'conflict',
    reason: 'unique',
    says: 'a row with this id is already there; change that one, or give another id',
  },
  SQLITE_CONSTRAINT_UNIQUE: {
    kind: 'conflict',
    reason: 'unique',
    says: 'another row already has this value; change that one, or give another value',
  },
  SQLITE_CONSTRAINT_ROWID: {
    kind: 'conflict',
    reason: 'unique',
    says: 'a row with this rowid is already there; change that one, or give another',
  },
  SQLITE_CONSTRAINT_NOTNULL: { kind: 'constraint', reason: 'not-null', says: 'a column that needs a value got none' },
  SQLITE_CONSTRAINT_CHECK: { kind: 'constraint', reason: 'check', says: 'a value does not meet a check of the table' },
  SQLITE_CONSTRAINT_FOREIGNKEY: {
    kind: 'constraint',
    reason: 'foreign-key',
    says: 'a row refers to one that is not there, or is still referred to',
  },
  SQLITE_CONSTRAINT_TRIGGER: { kind: 'constraint', reason: 'trigger', says: 'a trigger of the table refused' },
  SQLITE_CONSTRAINT_DATATYPE: { kind: 'type-mismatch', says: 'a strict table does not hold this type in this column' },
  SQLITE_CONSTRAINT: { kind: 'constraint', reason: 'other', says: 'a constraint of the table refused' },
  SQLITE_MISMATCH: { kind: 'type-mismatch', says: 'an INTEGER PRIMARY KEY takes only whole numbers' },
  SQLITE_BUSY: {
    kind: 'conflict',
    retry: 'safe',
    reason: 'locked',
    says: 'another connection holds the lock of the file; repeat the call',
  },
  SQLITE_LOCKED: {
    kind: 'conflict',
    retry: 'safe',
    reason: 'locked',
    says: 'another statement of this connection holds the table; repeat the call',
  },
  SQLITE_READONLY: {
    kind: 'permission',
    reason: 'read-only',
    says: 'the database was opened to read, or its file may not be written',
  },
  SQLITE_READONLY_DBMOVED: {
    kind: 'connection',
    reason: 'moved',
    says: 'the file was moved or removed while it was open; close the source and open it again',
  },
  SQLITE_PERM: { kind: 'permission', says: 'the file may not be opened like this' },
  SQLITE_AUTH: { kind: 'permission', says: 'the connection does not allow this statement' },
  SQLITE_CANTOPEN: {
    kind: 'connection',
    reason: 'cannot-open',
    says: 'the file cannot be opened; check that it and its folder exist',
  },
  SQLITE_NOTADB: {
    kind: 'connection',
    reason: 'not-a-database',
    says: 'the file is not an SQLite database, or is encrypted',
  },
  SQLITE_CORRUPT: { kind: 'connection', reason: 'corrupt', says: 'the file is damaged; restore it from a backup' },
  SQLITE_FULL: {
    kind: 'connection',
    retry: 'safe',
    reason: 'full',
    says: 'the disk is full, nothing was written; make room and repeat',
  },
  SQLITE_IOERR: {
    kind: 'connection',
    retry: 'after-reread',
    reason: 'io',
    says: 'the disk failed to read or write the file',
  },
  SQLITE_PROTOCOL: {
    kind: 'conflict',
    retry: 'safe',
    reason: 'locked',
    says: 'the lock of the file kept changing; repeat the call',
  },
  SQLITE_TOOBIG: { kind: 'too-large', says: 'a text, a blob or the statement is larger than SQLite takes' },
  SQLITE_NOMEM: { kind: 'too-large', says: 'there is not enough memory for the statement' },
  SQLITE_INTERRUPT: { kind: 'cancelled', retry: 'safe', says: 'the statement was interrupted' },
  SQLITE_RANGE: { kind: 'invalid', says: 'the statement does not take so many values' },
  SQLITE_MISUSE: { kind: 'internal', says: 'the driver was misused' },
  ERR_OUT_OF_RANGE: { kind: 'too-large', says: 'a whole number is beyond ±(2^53 − 1); use bigint' },
}

/** Errors that SQLite only tells apart by their text, which is fixed in its source. */
export const messageMeanings: readonly { readonly pattern: RegExp; readonly meaning: Meaning }[] = [
  {
    pattern: /^integer overflow$/,
    meaning: { kind: 'too-large', says: 'a sum or a number left 64 bits; calculate with toDecimal()' },
  },
  {
    pattern: /^too many SQL variables/,
    meaning: { kind: 'too-large', says: 'the statement binds too many values; pass them as a list' },
  },
  {
    pattern:
      /^(Expression tree is too large|parser stack overflow|Recursion limit|too many (?:terms|columns|FROM clause terms|references)|at most \d+ tables in a join|LIKE or GLOB pattern too complex)/,
    meaning: { kind: 'too-large', says: 'the statement is too deep or too long for SQLite; narrow it' },
  },
  {
    pattern: /^ON CONFLICT clause does not match/,
    meaning: {
      kind: 'invalid',
      says: 'the id columns of the entity, or those of onConflict(…), have no PRIMARY KEY or UNIQUE index in the table; add one',
    },
  },
  {
    pattern: /^no such (table|column|function|module)|has no column named/,
    meaning: {
      kind: 'invalid',
      says: 'the database has no such table or column; check the names in the entity, or in the statement',
    },
  },
  {
    pattern: /directory does not exist/,
    meaning: { kind: 'connection', reason: 'cannot-open', says: 'the folder of the file does not exist' },
  },
]

const otherwise: Meaning = { kind: 'invalid', says: 'SQLite refused the statement' }

/** Primary result codes, by their numbers: node:sqlite tells numbers, better-sqlite3 names. */
const primaryCodes: readonly string[] = [
  'OK ERROR INTERNAL PERM ABORT BUSY LOCKED NOMEM READONLY INTERRUPT IOERR CORRUPT NOTFOUND FULL CANTOPEN PROTOCOL EMPTY',
  'SCHEMA TOOBIG CONSTRAINT MISMATCH MISUSE NOLFS AUTH FORMAT RANGE NOTADB',
].flatMap(line => line.split(' ').map(name => `SQLITE_${name}`))

const extendedCodes: { readonly [code: number]: string } = {
  275: 'SQLITE_CONSTRAINT_CHECK',
  787: 'SQLITE_CONSTRAINT_FOREIGNKEY',
  1032: 'SQLITE_READONLY_DBMOVED',
  1299: 'SQLITE_CONSTRAINT_NOTNULL',
  1555: 'SQLITE_CONSTRAINT_PRIMARYKEY',
  1811: 'SQLITE_CONSTRAINT_TRIGGER',
  2067: 'SQLITE_CONSTRAINT_UNIQUE',
  2579: 'SQLITE_CONSTRAINT_ROWID',
  3091: 'SQLITE_CONSTRAINT_DATATYPE',
}

/** The name of what went wrong, whichever driver told it. */
export function codeOf(thrown: unknown): string | undefined {
  const error = objectOf(thrown)
  const { errcode, code } = error ?? {}
  if (typeof errcode === 'number') return extendedCodes[errcode] ?? primaryCodes[errcode & 0xff]
  return typeof code === 'string' ? code : undefined
}

/** Whether waiting may help. */
export function isBusy(thrown: unknown): boolean {
  const code = codeOf(thrown)
  return code !== undefined && (code.startsWith('SQLITE_BUSY') || code === 'SQLITE_PROTOCOL')
}

/** Reasons for which SQLite has left the file as it was. */
const beforeWriting: ReadonlySet<string> = new Set(['full', 'cannot-open', 'not-a-database'])

/** Turns what a driver threw into a Vantage error; errors of our own functions come through as they are. */
export function errorOf(thrown: unknown, place: ErrorDetails = {}): VantageError {
  if (VantageError.is(thrown)) return thrown
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  const code = codeOf(thrown)
  const { kind, retry, reason, says } = meaningOf(code, message)
  const columns = columnsIn(message)
  const details: ErrorDetails = {
    ...place,
    ...(code === undefined ? {} : { code }),
    ...(reason === undefined ? {} : { reason }),
    ...(columns === undefined ? {} : columns),
    ...(reason !== undefined && beforeWriting.has(reason) ? { outcome: 'nothing written' } : {}),
  }
  const where = columns?.table === undefined ? '' : `${columns.table}: `
  return new VantageError(`${where}${says} (${message})`, { kind, retry: retry ?? 'never', details, cause: thrown })
}

function meaningOf(code: string | undefined, message: string): Meaning {
  const byMessage = messageMeanings.find(({ pattern }) => pattern.test(message))?.meaning
  if (byMessage !== undefined) return byMessage
  for (let name = code ?? ''; name !== ''; name = name.slice(0, Math.max(0, name.lastIndexOf('_')))) {
    const meaning = meanings[name]
    if (meaning !== undefined) return meaning
  }
  return code === undefined ? { kind: 'internal', says: 'the driver failed' } : otherwise
}

/** `UNIQUE constraint failed: users.email, users.city` names its columns; a check names itself. */
function columnsIn(message: string): (ErrorDetails & { readonly table?: string }) | undefined {
  const [, which, what] = /^(UNIQUE|NOT NULL|CHECK) constraint failed: (.+)$/.exec(message) ?? []
  if (what === undefined) return undefined
  if (which === 'CHECK') return { constraint: what }
  const names = what.split(', ').map(name => name.slice(name.indexOf('.') + 1))
  return { table: what.slice(0, what.indexOf('.')), columns: names }
}
