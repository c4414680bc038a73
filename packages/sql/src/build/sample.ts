import { objectOf, VantageError } from '@vantage-ts/core/adapter'

const methods: ReadonlySet<unknown> = new Set(['bernoulli', 'reservoir', 'system'])

/** A part of the rows: so many, or so many of a hundred. They are text: no place for a bound value. */
export function sampleText(size: unknown, place: string): string {
  const { rows, percent, method, seed } = objectOf(size) ?? {}
  const isCount = Number.isSafeInteger(rows) && Number(rows) >= 0 && percent === undefined
  const isPart = typeof percent === 'number' && percent >= 0 && percent <= 100 && rows === undefined
  const isSeed = seed === undefined || (Number.isSafeInteger(seed) && Number(seed) >= 0)
  if ((!isCount && !isPart) || !isSeed || (method !== undefined && !methods.has(method)))
    throw new VantageError(
      `${place}() takes { rows: 100 } or { percent: 10 }; beside it method is bernoulli, system or reservoir, and seed a whole number`,
      { kind: 'invalid' },
    )
  if (isCount && method !== undefined && method !== 'reservoir')
    throw new VantageError(`${place}(): a number of rows is drawn by the method reservoir alone`, { kind: 'invalid' })
  const text = isCount ? `${rows} ROWS` : `${percent} PERCENT`
  if (method === undefined && seed === undefined) return text
  const repeatable = seed === undefined ? '' : ` REPEATABLE (${seed})`
  return `${method ?? (isCount ? 'reservoir' : 'system')}(${text})${repeatable}`
}
