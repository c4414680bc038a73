import { readFile } from 'node:fs/promises'
import { VantageError } from '@vantage-ts/core/adapter'
import { describe, expect, it } from 'vitest'
import { codeOf, fileError, fileErrorRules } from './errors.ts'

const expected: Readonly<Record<string, readonly [kind: string, retry: string, words: string]>> = {
  ENOENT: ['not-found', 'never', 'no such file'],
  ENOTDIR: ['invalid', 'never', 'not a folder'],
  EISDIR: ['invalid', 'never', 'name a file'],
  ELOOP: ['invalid', 'never', 'symbolic links'],
  ENAMETOOLONG: ['invalid', 'never', 'shorter'],
  ERR_INVALID_ARG_VALUE: ['invalid', 'never', 'NUL'],
  EEXIST: ['conflict', 'after-reread', 'exists already'],
  EACCES: ['permission', 'never', 'grant'],
  EPERM: ['permission', 'never', 'rights'],
  EROFS: ['permission', 'never', 'read-only'],
  ENOSPC: ['too-large', 'safe', 'disk is full'],
  EDQUOT: ['too-large', 'safe', 'quota'],
  EFBIG: ['too-large', 'never', 'ulimit -f'],
  EBUSY: ['conflict', 'safe', 'another process'],
  ETXTBSY: ['conflict', 'safe', 'program'],
  EMFILE: ['connection', 'safe', 'ulimit -n'],
  ENFILE: ['connection', 'safe', 'system'],
  EAGAIN: ['connection', 'safe', 'not ready'],
  EIO: ['connection', 'safe', 'device'],
  ESTALE: ['connection', 'safe', 'network share'],
  ENODEV: ['connection', 'safe', 'gone'],
  ENXIO: ['connection', 'safe', 'not there'],
  ETIMEDOUT: ['timeout', 'safe', 'in time'],
  ENOTSUP: ['unsupported', 'never', 'cannot do this'],
}

describe('fileError', () => {
  it('has a case here for every rule', () => {
    expect(Object.keys(fileErrorRules).sort()).toEqual(Object.keys(expected).sort())
  })

  it.each(Object.entries(expected))('%s', (code, [kind, retry, words]) => {
    const cause = Object.assign(new Error(`${code}: the system's text`), { code })
    const error = fileError(cause, 'people.csv', 'reading')
    expect(error).toMatchObject({ kind, retry, cause, details: { file: 'people.csv', code } })
    expect(error.message).toMatch(/^reading people\.csv: /)
    expect(error.message).toContain(words)
  })

  it('names a code without a rule', () => {
    const error = fileError(Object.assign(new Error('odd'), { code: 'EODD' }), 'people.csv', 'reading')
    expect(error).toMatchObject({ kind: 'internal', details: { file: 'people.csv', code: 'EODD' } })
    expect(error.message).toContain('EODD')
  })

  it.each([[new TypeError('oops')], ['text'], [null], [{ code: 7 }]])('takes anything: %j', thrown => {
    expect(fileError(thrown, 'people.csv', 'reading')).toMatchObject({ kind: 'internal', cause: thrown })
  })

  it('leaves our own errors alone', () => {
    const own = new VantageError('already told', { kind: 'cancelled' })
    expect(fileError(own, 'people.csv', 'reading')).toBe(own)
  })

  it('knows what the system really says', async () => {
    const missing = await readFile(`${import.meta.filename}.gone`).catch(fault => fault)
    expect(codeOf(missing)).toBe('ENOENT')
    const nul = await readFile('a\0b').catch(fault => fault)
    expect(fileError(nul, 'a?b', 'reading').kind).toBe('invalid')
  })
})
