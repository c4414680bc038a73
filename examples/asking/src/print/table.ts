import { Decimal } from '@vantage-ts/core'
import type { AnswerRow } from '../question.ts'
import { cutText, padEnd, padStart, textWidth } from './text-width.ts'

interface PrintedColumn {
  readonly name: string
  readonly cells: readonly string[]
  readonly isNumeric: boolean
  readonly width: number
}

const gap = 2
const narrowest = 8

/** Rows as aligned lines: a header, a rule, one line per row; numbers to the right, at most `width` cells wide. */
export function tableLines(rows: readonly AnswerRow[], width: number): string[] {
  const [first] = rows
  if (first === undefined) return ['(no rows)']
  const columns = fitted(
    Object.keys(first).map(name => column(name, rows)),
    width,
  )
  const line = (cellOf: (column: PrintedColumn) => string) =>
    columns
      .map(each =>
        each.isNumeric
          ? padStart(cutText(cellOf(each), each.width), each.width)
          : padEnd(cutText(cellOf(each), each.width), each.width),
      )
      .join(' '.repeat(gap))
      .trimEnd()
  return [
    line(({ name }) => name),
    columns.map(each => '─'.repeat(each.width)).join(' '.repeat(gap)),
    ...rows.map((_, index) => line(({ cells }) => cells[index] ?? '')),
  ]
}

function column(name: string, rows: readonly AnswerRow[]): PrintedColumn {
  const values = rows.map(row => row[name])
  const known = values.filter(value => value !== null && value !== undefined)
  const isNumeric = known.length > 0 && known.every(value => typeof value === 'number' || value instanceof Decimal)
  const cells = isNumeric ? pointAligned(values.map(shown)) : values.map(shown)
  return {
    name,
    cells,
    isNumeric,
    width: [name, ...cells].reduce((widest, cell) => Math.max(widest, textWidth(cell)), 0),
  }
}

/** A value for people: whole numbers grouped, other numbers to two digits, decimals exactly. */
export function shown(value: unknown): string {
  if (value === null || value === undefined) return '–'
  if (typeof value !== 'number') return String(value)
  return value.toLocaleString('en', { maximumFractionDigits: 2 })
}

/** `['7.35', '12', '–']` -> `['7.35', '12   ', '–   ']`: the points stand below each other. */
function pointAligned(numbers: readonly string[]): string[] {
  const tail = (number: string) => (number.includes('.') ? number.length - number.indexOf('.') : 0)
  const longest = numbers.reduce((most, number) => Math.max(most, tail(number)), 0)
  return numbers.map(number => number + ' '.repeat(longest - tail(number)))
}

/** Takes cells from the widest text columns until the line fits. */
function fitted(columns: readonly PrintedColumn[], width: number): readonly PrintedColumn[] {
  const widths = columns.map(each => each.width)
  const total = () => widths.reduce((sum, each) => sum + each, 0) + gap * (columns.length - 1)
  while (total() > width) {
    const widest = columns.reduce(
      (found, each, index) => (!each.isNumeric && (widths[index] ?? 0) > (widths[found] ?? 0) ? index : found),
      columns.findIndex(each => !each.isNumeric),
    )
    const cells = widths[widest]
    if (cells === undefined || cells <= narrowest) break
    widths[widest] = cells - 1
  }
  return columns.map((each, index) => ({ ...each, width: widths[index] ?? each.width }))
}
