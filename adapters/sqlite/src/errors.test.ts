import { VantageError } from '@vantage-ts/core'
import { describe, expect, it } from 'vitest'
import { codeOf, errorOf, isBusy, meanings, messageMeanings } from './errors.ts'

/** What better-sqlite3 throws. */
const named = (code: string, message = 'what SQLite says') => Object.assign(new Error(message), { code })
/** What node:sqlite throws. */
const numbered = (errcode: number, message = 'what SQLite says') =>
  Object.assign(new Error(message), { code: 'ERR_SQLITE_ERROR', errcode })

const expected: { readonly [code in keyof typeof meanings]: readonly [kind: string, retry: string, number?: number] } =
  {
    SQLITE_CONSTRAINT_PRIMARYKEY: ['conflict', 'never', 1555],
    SQLITE_CONSTRAINT_UNIQUE: ['conflict', 'never', 2067],
    SQLITE_CONSTRAINT_ROWID: ['conflict', 'never', 2579],
    SQLITE_CONSTRAINT_NOTNULL: ['constraint', 'never', 1299],
    SQLITE_CONSTRAINT_CHECK: ['constraint', 'never', 275],
    SQLITE_CONSTRAINT_FOREIGNKEY: ['constraint', 'never', 787],
    SQLITE_CONSTRAINT_TRIGGER: ['constraint', 'never', 1811],
    SQLITE_CONSTRAINT_DATATYPE: ['type-mismatch', 'never', 3091],
    SQLITE_CONSTRAINT: ['constraint', 'never', 19],
    SQLITE_MISMATCH: ['type-mismatch', 'never', 20],
    SQLITE_BUSY: ['conflict', 'safe', 5],
    SQLITE_LOCKED: ['conflict', 'safe', 6],
    SQLITE_READONLY: ['permission', 'never', 8],
    SQLITE_READONLY_DBMOVED: ['connection', 'never', 1032],
    SQLITE_PERM: ['permission', 'never', 3],
    SQLITE_AUTH: ['permission', 'never', 23],
    SQLITE_CANTOPEN: ['connection', 'never', 14],
    SQLITE_NOTADB: ['connection', 'never', 26],
    SQLITE_CORRUPT: ['connection', 'never', 11],
    SQLITE_FULL: ['connection', 'safe', 13],
    SQLITE_IOERR: ['connection', 'after-reread', 10],
    SQLITE_PROTOCOL: ['conflict', 'safe', 15],
    SQLITE_TOOBIG: ['too-large', 'never', 18],
    SQLITE_NOMEM: ['too-large', 'never', 7],
    SQLITE_INTERRUPT: ['cancelled', 'safe', 9],
    SQLITE_RANGE: ['invalid', 'never', 25],
    SQLITE_MISUSE: ['internal', 'never', 21],
    ERR_OUT_OF_RANGE: ['too-large', 'never'],
  }

describe('result codes', () => {
  it('are all tested', () => {
    expect(Object.keys(expected)).toEqual(Object.keys(meanings))
  })

  it.each(Object.entries(expected))('%s', (code, [kind, retry, number]) => {
    const cause = named(code)
    const error = errorOf(cause, { file: 'a.db' })
    expect(error).toMatchObject({ kind, retry, cause, details: { file: 'a.db', code } })
    expect(error.message).toContain('(what SQLite says)')
    if (number !== undefined) expect(errorOf(numbered(number))).toMatchObject({ kind, retry, details: { code } })
  })

  it('fall back from an extended code to its primary one', () => {
    expect(errorOf(named('SQLITE_BUSY_SNAPSHOT'))).toMatchObject({ kind: 'conflict', retry: 'safe' })
    expect(errorOf(named('SQLITE_IOERR_WRITE'))).toMatchObject({ kind: 'connection' })
    expect(errorOf(numbered(778))).toMatchObject({ kind: 'connection', details: { code: 'SQLITE_IOERR' } })
  })

  it('tell when waiting helps', () => {
    expect([named('SQLITE_BUSY_RECOVERY'), numbered(5), numbered(261)].map(isBusy)).toEqual([true, true, true])
    expect([named('SQLITE_FULL'), new Error('x'), undefined].map(isBusy)).toEqual([false, false, false])
  })
})

describe('messages', () => {
  it.each([
    ['integer overflow', 'too-large'],
    ['too many SQL variables', 'too-large'],
    ['Expression tree is too large (maximum depth 1000)', 'too-large'],
    ['ON CONFLICT clause does not match any PRIMARY KEY or UNIQUE constraint', 'invalid'],
    ['no such table: nope', 'invalid'],
    ['no such column: nope', 'invalid'],
    ['table x has no column named y', 'invalid'],
    ['Cannot open database because the directory does not exist', 'connection'],
    ['near "selekt": syntax error', 'invalid'],
  ])('%s', (message, kind) => {
    expect(errorOf(named('SQLITE_ERROR', message))).toMatchObject({ kind, message: expect.stringContaining(message) })
  })

  it('have a test each', () => {
    expect(messageMeanings).toHaveLength(6)
  })

  it('name the columns of a constraint', () => {
    const unique = errorOf(named('SQLITE_CONSTRAINT_UNIQUE', 'UNIQUE constraint failed: users.email, users.city'))
    expect(unique.details).toMatchObject({ reason: 'unique', table: 'users', columns: ['email', 'city'] })
    expect(unique.message).toBe('users: another row already has this value; change that one, or give another value (UNIQUE constraint failed: users.email, users.city)') // biome-ignore format: one line
    const id = errorOf(named('SQLITE_CONSTRAINT_PRIMARYKEY', 'UNIQUE constraint failed: users.id'))
    expect(id.message).toMatch(/^users: a row with this id is already there; change that one, or give another id/)
    const missing = errorOf(numbered(1299, 'NOT NULL constraint failed: users.email'))
    expect(missing.details).toMatchObject({ reason: 'not-null', table: 'users', columns: ['email'] })
    const check = errorOf(named('SQLITE_CONSTRAINT_CHECK', 'CHECK constraint failed: adult'))
    expect(check.details).toMatchObject({ reason: 'check', constraint: 'adult' })
  })
})

describe('what is no error of SQLite', () => {
  it('comes through when it is ours already', () => {
    const ours = new VantageError('x', { kind: 'cardinality' })
    expect(errorOf(ours)).toBe(ours)
  })

  it('is internal otherwise', () => {
    expect(errorOf(new TypeError('driver bug'))).toMatchObject({ kind: 'internal' })
    expect(errorOf('text')).toMatchObject({ kind: 'internal', message: expect.stringContaining('text') })
    expect(codeOf(null)).toBeUndefined()
  })
})
