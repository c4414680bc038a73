import { unchecked, VantageError } from '@vantage-ts/core/adapter'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  hostileCounts,
  type HostileForms,
  type HostileStatement,
  hostileStatements,
  type Returning,
  template,
} from './hostile-statements.ts'
import { hostileNames, hostileText, type NameRules, refusedText } from './hostile.ts'
import type { Loose, LooseBuilt } from './loose.ts'
import { type Quote, quotedAs, type Scanner, tokensOf, withNames } from './tokens.ts'

export interface HostileTests extends Returning {
  readonly query: Loose
  readonly words: Loose
  readonly scanner: Scanner
  readonly rules: NameRules
  /** How it writes what others write otherwise. */
  readonly forms?: Partial<HostileForms>
  /** Statements that it has no words for. */
  readonly without?: readonly string[]
  readonly quote?: Quote
  /** Statements with what only this dialect has. */
  readonly own?: { readonly [about: string]: HostileStatement }
}

const built = (statement: unknown): LooseBuilt => unchecked(statement, 'statements can be rendered')
const texts = fc.array(hostileText(), { minLength: hostileCounts.values, maxLength: hostileCounts.values })
const numRuns = 100

/** 10,000 names and as many values: each name is one token, no value is in the text, and nothing around them changes. */
export function testHostileText(tests: HostileTests): void {
  const { query, words, scanner, rules, forms, own = {}, without = [], quote = quotedAs, returnsValues = true } = tests
  const shared = hostileStatements(query, words, { ...forms, returnsValues })
  const common = Object.entries(shared).filter(([about]) => !without.includes(about))
  const statements: { readonly [about: string]: HostileStatement } = { ...Object.fromEntries(common), ...own }

  describe('hostile names and values leave the statement around them as it is', () => {
    test.each(Object.entries(statements))('%s', (_about, make) => {
      const tame = built(
        make(
          index => `n${index}`,
          index => `v${index}`,
        ),
      ).render()
      const tokens = tokensOf(tame.text, scanner)
      expect(tokens.filter(({ kind }) => kind === 'string' || kind === 'comment')).toEqual([])
      const property = fc.property(hostileNames(hostileCounts.names, rules), texts, (names, values) => {
        const { text, values: bound } = built(
          make(
            index => names[index] ?? '',
            index => values[index] ?? '',
          ),
        ).render()
        const places = new Map(names.map((name, index) => [quote(`n${index}`), name]))
        expect(tokensOf(text, scanner)).toEqual(withNames(tokens, places, quote))
        const numbered = (shown: unknown): unknown => {
          const [, index] = /^v(\d+)$/.exec(String(shown)) ?? []
          return index === undefined ? shown : values[Number(index)]
        }
        expect(bound).toEqual(tame.values.map(numbered))
      })
      fc.assert(property, { numRuns })
    })
  })

  describe('a text that no name can be is refused in the place of every name', () => {
    test.each(Object.entries(statements))('%s', (_about, make) => {
      const value = (index: number): string => `v${index}`
      const { text } = built(make(index => `n${index}`, value)).render()
      const used = Array.from({ length: hostileCounts.names }, (_, index) => index).filter(index =>
        text.includes(quote(`n${index}`)),
      )
      const property = fc.property(fc.constantFrom(...used), refusedText, (place, name) => {
        const attempt = (): unknown => built(make(index => (index === place ? name : `n${index}`), value)).render()
        expect(attempt).toThrow(expect.objectContaining({ kind: 'invalid', constructor: VantageError }))
      })
      fc.assert(property, { numRuns })
    })
  })

  test('a value with half a surrogate pair is refused, in the place of every value', () => {
    for (const make of Object.values(statements)) {
      const name = (index: number): string => `n${index}`
      const used = new Set<number>()
      make(name, index => {
        used.add(index)
        return `v${index}`
      })
      for (const place of used)
        expect(() => make(name, index => (index === place ? 'a\ud800' : `v${index}`))).toThrow(
          expect.objectContaining({ kind: 'type-mismatch', constructor: VantageError }),
        )
    }
  })

  if (!returnsValues)
    test('a value in RETURNING is refused before anything is sent, however deep; null is none', () => {
      const t = words.table('t')
      const writes = [
        query.insertInto(t).values({ id: 1 }),
        query.update(t).set({ id: 1 }).everything(),
        query.deleteFrom(t).everything(),
      ]
      const refused = expect.objectContaining({ kind: 'unsupported', constructor: VantageError })
      const shown = (write: Loose, returned: unknown) => built(write.returning({ a: returned })).render().text
      for (const write of writes) {
        expect(() => shown(write, 'v')).toThrow(refused)
        expect(() => shown(write, words.coalesce(t('id'), words.cast(1, 'text')))).toThrow(refused)
        expect(() => shown(write, t('id').in([1, 2]))).toThrow(refused)
        expect(() => shown(write, words.sql(template('', ' + ', ''), t('id'), 1))).toThrow(refused)
        expect(shown(write, words.coalesce(t('id'), null))).toMatch(/RETURNING coalesce\("id", NULL\) AS "a"$/)
      }
    })

  test('so is a character that escapes', () => {
    expect(() => words.value('x').like('x', '\ud800')).toThrow(
      expect.objectContaining({ kind: 'type-mismatch', constructor: VantageError }),
    )
    expect(() => words.value('x').like('x', 'e\u0301')).toThrow(expect.objectContaining({ kind: 'invalid' }))
  })

  test('what is not a name of a type, an operator or a count is refused, whatever it is', () => {
    const { value, cast } = words
    const refused = expect.objectContaining({ kind: 'invalid', constructor: VantageError })
    const property = fc.property(hostileText(), text => {
      if (!/^[\w .]+$/.test(text)) expect(() => cast(1, `integer${text}`)).toThrow(refused)
      if (!/^[-+*/<>=~!@#%^&|?]+$/.test(text)) expect(() => value(1).operator(text, 1)).toThrow(refused)
      expect(() => value(1).operator(`${text} UNION SELECT`, 1)).toThrow(refused)
      expect(() => query.select({ a: value(1) }).limit(text)).toThrow(refused)
      expect(() => query.select({ a: value(1) }).offset(text)).toThrow(refused)
    })
    fc.assert(property, { numRuns: 500 })
    for (const given of [-1, 1.5, Number.NaN, 2 ** 60, -1n, true, null, undefined, [], {}, new Date()])
      expect(() => query.select({ a: value(1) }).limit(given)).toThrow(refused)
    expect(() => cast(1, `${'a '.repeat(50_000)}!`)).toThrow(refused)
    for (const sign of ['--', '/*', '*/ -- ', '`', '', 'UNION SELECT', 'OR 1 = 1', 'GROUP BY', 'FROM', 'constructor'])
      expect(() => value(1).operator(sign, 1)).toThrow(refused)
    const { rowNumber, window } = words
    for (const bound of ['constructor', 'toString', '__proto__', 'current row; drop table t'])
      expect(() => built(query.select({ a: rowNumber().over(window().rows(bound)) })).render()).toThrow(refused)
  })

  test('names of prototypes are names like others', () => {
    const names = [
      '__proto__',
      'constructor',
      'toString',
      'then',
      'length',
      'name',
      'prototype',
      'preview',
      'as',
      'run',
    ]
    for (const name of names) {
      const rows = words.table(name, { as: name, columns: [name] })
      const byProperty = Reflect.get(unchecked<object>(rows, 'columns are an object'), name)
      const statement = query.select({ [name]: byProperty, n: rows(name) }).from(rows)
      expect(built(statement).render().text).toBe(
        `SELECT ${[`${quote(name)}.${quote(name)}`, `${quote(name)}.${quote(name)} AS ${quote('n')}`].join(', ')} FROM ${quote(name)} AS ${quote(name)}`,
      )
    }
  })
}
