import type { Plan } from '@vantage-ts/core'
import type { Asked } from '../ask.ts'
import { shown, tableLines } from './table.ts'
import { wrap } from './wrap.ts'

/** How parts of a report are set off; on anything but a colour terminal, not at all. */
export interface Style {
  strong(text: string): string
  faint(text: string): string
}

export const plainStyle: Style = { strong: text => text, faint: text => text }

/** One answered question for people: the answer as a table, the plan, statements and time. */
export function reportLines(asked: Asked, style: Style, width = 100): string[] {
  const { name, title, summary, rows, plan, statements, durationMs } = asked
  const inner = width - 2
  const facts = Object.entries(summary ?? {}).map(([what, value]) => `${what}: ${shown(value)}`)
  const counts = Object.entries(statements).map(([source, count]) => `${source} ${count}`)
  return [
    `${style.strong(name)}  ${title}`,
    '',
    ...(facts.length > 0 ? [...facts.map(indented), ''] : []),
    ...tableLines(rows, inner).map(indented),
    '',
    style.faint(indented('plan:')),
    ...planLines(plan, inner).map(line => style.faint(indented(line))),
    style.faint(indented(`statements: ${counts.join(', ') || 'none'}; ${Math.round(durationMs)} ms`)),
    '',
  ]
}

const indented = (line: string): string => (line === '' ? '' : `  ${line}`)

/** The steps of a plan, numbered, each wrapped below its number. */
export function planLines({ steps }: Plan, width: number): string[] {
  return steps.flatMap(({ source, text, gives }, index) => {
    const number = `${index + 1}. `
    const given = gives === 'rows' ? '' : ` → ${gives}`
    const [first = '', ...rest] = wrap(`${source}${given}: ${text}`, width - number.length)
    return [`${number}${first}`, ...rest.map(line => ' '.repeat(number.length) + line)]
  })
}

/** One answered question for programs: one line of JSON; decimals and dates are text. */
export function jsonLine({ name, summary, rows, statements }: Asked): string {
  return JSON.stringify({ question: name, ...(summary === undefined ? {} : { summary }), rows, statements })
}
