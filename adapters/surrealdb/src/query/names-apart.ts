import { VantageError } from '@vantage-ts/core/adapter'

/** Errors: `invalid` for two things of one name, of which a result by name would hold one. Names are as they are written. */
export function needApart(names: readonly (string | undefined)[], what: string): void {
  const seen = new Set<string>()
  for (const name of names) {
    if (name === undefined) continue
    if (seen.has(name))
      throw new VantageError(`two ${what} are called ${name}; give one another name: { other: … }`, {
        kind: 'invalid',
        details: { field: name },
      })
    seen.add(name)
  }
}
