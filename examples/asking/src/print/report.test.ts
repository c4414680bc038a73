import { Decimal, type PlanStep } from '@vantage-ts/core'
import { expect, test } from 'vitest'
import type { Asked } from '../ask.ts'
import { jsonLine, plainStyle, reportLines } from './report.ts'
import { textWidth } from './text-width.ts'

const step = (source: string, text: string, gives: PlanStep['gives']): PlanStep => ({
  source,
  text,
  parameterTypes: [],
  gives,
})
const asked: Asked = {
  name: 'northern',
  title: 'Cities of the north',
  summary: { cities: 8215 },
  rows: [{ name: 'Mehamn', latitude: Decimal.from('71.04137') }],
  plan: {
    steps: [step('surrealdb', 'SELECT code', 'a list'), step('postgres', `SELECT ${'name, '.repeat(30)}`, 'rows')],
  },
  statements: { surrealdb: 1, postgres: 2 },
  durationMs: 12.4,
}

test('a question for people: summary, table, plan, statements and time', () => {
  const lines = reportLines(asked, plainStyle, 60)
  expect(lines.slice(0, 10)).toEqual([
    'northern  Cities of the north',
    '',
    '  cities: 8,215',
    '',
    '  name    latitude',
    '  ──────  ────────',
    '  Mehamn  71.04137',
    '',
    '  plan:',
    '  1. surrealdb → a list: SELECT code',
  ])
  expect(lines.slice(-2)).toEqual(['  statements: surrealdb 1, postgres 2; 12 ms', ''])
  expect(lines.filter(line => textWidth(line) > 60)).toEqual([])
})

test('a style sets off name and plan, and nothing of the answer', () => {
  const lines = reportLines(asked, { strong: text => `*${text}*`, faint: text => `_${text}_` })
  expect(lines[0]).toBe('*northern*  Cities of the north')
  expect(lines.filter(line => line.startsWith('_'))).toHaveLength(lines.length - 9)
})

test('an answer without statements and rows says so', () => {
  const { summary: _, ...bare } = asked
  const lines = reportLines({ ...bare, rows: [], statements: {} }, plainStyle)
  expect(lines).toContain('  (no rows)')
  expect(lines).toContain('  statements: none; 12 ms')
})

test('a question for programs: one line, decimals exact', () => {
  expect(jsonLine(asked)).toBe(
    '{"question":"northern","summary":{"cities":8215},"rows":[{"name":"Mehamn","latitude":"71.04137"}],' +
      '"statements":{"surrealdb":1,"postgres":2}}',
  )
})
