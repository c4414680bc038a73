import { VantageError } from '@vantage-ts/core'
import { type Style, tableLines } from '@vantage-ts/example-asking'
import type { Done } from './day.ts'
import type { EngineName } from './engines.ts'

/** The day of one engine. */
export interface Day {
  readonly engine: EngineName
  readonly done: readonly Done[]
}

/** Errors: `internal` where a step came out differently on two engines; decimals count as what they say. */
export function needSame([first, ...others]: readonly Day[]): void {
  for (const { engine, done } of others)
    for (const [index, { name, rows }] of done.entries()) {
      const [found, wanted] = [rows, first?.done[index]?.rows].map(each => JSON.stringify(each))
      if (found !== wanted)
        throw new VantageError(`${name} comes to ${found} on ${engine}, and to ${wanted} on ${first?.engine}`, {
          kind: 'internal',
          details: { step: name },
        })
    }
}

/** The day for people: each step once, then where it was the same. */
export function reportLines(days: readonly Day[], style: Style, width = 100): string[] {
  const steps = (days[0]?.done ?? []).flatMap(({ name, title, rows }) => [
    `${style.strong(name)}  ${title}`,
    '',
    ...tableLines(rows, width - 2).map(line => `  ${line}`),
    '',
  ])
  const engines = days.map(({ engine }) => engine).join(', ')
  const place = days.length > 1 ? `the same on ${engines}` : `on ${engines}`
  return [...steps, style.faint(`${place}; after each step all entries came to zero`)]
}
