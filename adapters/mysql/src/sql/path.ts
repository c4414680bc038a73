import { VantageError } from '@vantage-ts/core/adapter'
import type { Given } from './speech.ts'

/** A path, bound. Errors: `invalid` for text that is none, which the database refuses only when it runs. */
export function pathOf(path: Given, place: string): Given {
  if (typeof path !== 'string' || path.startsWith('$')) return path
  throw new VantageError(`${place}(): "${path}" is no path of JSON; one begins with $, as in $.lines[0].price`, {
    kind: 'invalid',
    details: { field: path },
  })
}

export function pathsOf(paths: readonly Given[], place: string): readonly Given[] {
  if (paths.length > 0) return paths.map(path => pathOf(path, place))
  throw new VantageError(`${place}() takes at least one path, such as $.lines[0].price`, { kind: 'invalid' })
}
