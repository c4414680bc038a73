import type { Result } from './benchmark.ts'

const columns = ['benchmark', 'ours', 'baseline', 'ratio', '95 %', 'target', 'holds', 'peers (ratio)'] as const

/** What a person reads of a result, column by column. */
export function cellsOf(result: Result): readonly string[] {
  const { name, ours, baseline, ratio, interval, bound, target, holds, unit, peers } = result
  const withUnit = (value: number | null): string => (value === null ? '' : `${shown(value)} ${unit}`)
  return [
    name,
    withUnit(ours),
    withUnit(baseline),
    ratio === null ? '' : ratio.toFixed(2),
    interval === null ? '' : interval.map(value => value.toFixed(2)).join(' to '),
    `${bound === 'at most' ? '≤' : '≥'} ${shown(target)}`,
    holds,
    Object.entries(peers)
      .map(([peer, { ratio: peerRatio }]) => `${peer} ${shown(peerRatio)}`)
      .join(', '),
  ]
}

const shown = (value: number): string => value.toLocaleString('en-US', { maximumSignificantDigits: 4 })

/** Results as an aligned table, with the notes below. */
export function textTable(results: readonly Result[]): string {
  const lines = [columns, ...results.map(cellsOf)]
  const widths = columns.map((_, index) => Math.max(...lines.map(cells => cells[index]?.length ?? 0)))
  const rows = lines.map(cells =>
    cells
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  return [...rows, ...notesOf(results)].join('\n')
}

/** The same for Markdown. */
export function markdownTable(results: readonly Result[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(columns), line(columns.map(() => '---')), ...results.map(result => line(cellsOf(result)))].join('\n')
}

export const notesOf = (results: readonly Result[]): readonly string[] =>
  results.flatMap(({ name, note }) => (note === undefined ? [] : [`${name}: ${note}`]))
