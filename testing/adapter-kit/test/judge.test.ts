import { type AbilityName, decimal, VantageError } from '@vantage-ts/core'
import { describe, expect, test } from 'vitest'
import type { Gap } from '../src/adapter.ts'
import { judge } from '../src/judge.ts'
import { type CaseParts, type KitCase, topic } from '../src/kit-case.ts'
import { resultsOf } from '../src/results.ts'
import { faulty } from './faulty.ts'

function caseOf(parts: Partial<CaseParts>): KitCase {
  const [made] = topic('test', [], [{ what: 'case', title: 'a case', run: async () => undefined, ...parts }])
  if (made === undefined) throw new Error('a topic has its cases')
  return made
}
const failing = (thrown: unknown) => caseOf({ run: async () => Promise.reject(thrown) })
const gap = (fails: Gap['fails']): { readonly [id: string]: Gap } => ({
  'test/case': { verdict: 'not-yet', fails, why: 'a test' },
})
const memory = faulty('memory', {})
const withGap = (fails: Gap['fails']) => ({ ...memory, gaps: gap(fails) })
const conflict = new VantageError('taken', { kind: 'conflict' })

describe('a case', () => {
  test('passes or fails by itself', async () => {
    expect(await judge(caseOf({}), memory)).toBe('passed')
    await expect(judge(failing(conflict), memory)).rejects.toBe(conflict)
  })
  test('ends as its gap says', async () => {
    expect(await judge(failing(conflict), withGap('conflict'))).toBe('gap')
    expect(await judge(failing(new Error('expected 1, got 2')), withGap('wrong-answer'))).toBe('gap')
    expect(await judge(failing(new Error('expected invalid', { cause: conflict })), withGap('conflict'))).toBe('gap')
  })
  test('fails where its gap is closed, says another kind, or is needless', async () => {
    await expect(judge(caseOf({}), withGap('conflict'))).rejects.toThrow('closed')
    await expect(judge(failing(conflict), withGap('invalid'))).rejects.toThrow('fails with conflict')
    const refusing = { ...faulty('memory', { can: { search: false } }), gaps: gap('unsupported') }
    await expect(judge(caseOf({ needs: ['search'] }), refusing)).rejects.toThrow('needless')
  })
  test('closes what it opened, also when it fails', async () => {
    let open = 0
    const counting = {
      ...memory,
      open: async (tables: Parameters<typeof memory.open>[0]) => {
        open++
        const opened = await memory.open(tables)
        return { ...opened, close: async () => void open-- }
      },
    }
    const opening = caseOf({
      run: async context => {
        await Promise.all([context.open(), context.open()])
        throw conflict
      },
    })
    await expect(judge(opening, counting)).rejects.toBe(conflict)
    expect(open).toBe(0)
  })
})

const refusable: readonly AbilityName[] = [
  'read',
  'insert',
  'replace',
  'patch',
  'delete',
  'where',
  'order',
  'window',
  'aggregate',
  'select',
  'template',
  'search',
  'transaction',
  'savepoint',
  'append',
]

describe('what a source lacks', () => {
  const needing = (parts: Partial<CaseParts>) => caseOf({ ...parts, run: () => Promise.reject(new Error('was run')) })
  test.each(refusable)('is refused before anything is sent: %s', async ability => {
    const adapter = faulty('memory', { can: { [ability]: false, ...(ability === 'append' ? { insert: false } : {}) } })
    expect(await judge(needing({ needs: [ability] }), adapter)).toBe('refused')
  })
  test('is refused for types and operators too', async () => {
    const adapter = faulty('memory', { lacks: { types: ['decimal'], operators: ['like'] } })
    expect(await judge(needing({ types: [decimal] }), adapter)).toBe('refused')
    expect(await judge(needing({ operators: ['like'] }), adapter)).toBe('refused')
    expect(await judge(caseOf({ operators: ['contains'] }), adapter)).toBe('passed')
  })
})

test('results are the same for every run', async () => {
  const outcomes = new Map([
    ['a', 'passed'],
    ['b', 'refused'],
    ['c', 'passed'],
  ] as const)
  const first = await resultsOf(withGap('conflict'), outcomes)
  expect(first).toEqual(await resultsOf(withGap('conflict'), outcomes))
  expect(first).toMatchObject({
    source: 'memory',
    counts: { passed: 2, refused: 1, gap: 0, failed: 0 },
    gaps: [{ id: 'test/case', verdict: 'not-yet', fails: 'conflict', why: 'a test' }],
  })
  expect(first.types).toContain('decimal')
})
