import { abilityNames } from '@vantage-ts/core'
import { operatorNames } from '@vantage-ts/core/adapter'
import type { SourceFacts } from './facts.ts'
import { glueTypes } from './glue-types.ts'

/**
 * Names of what a source is without, for which people want to know why.
 *
 * Shape: a source takes new rows by `insert` or by `append`, so that one of them is no lack; nothing is said of `watch`, for
 * which the kit has no case yet.
 */
export function lacksToTell({ can, types, operators }: SourceFacts): readonly string[] {
  const takes = can.insert === true ? 'append' : can.append === true ? 'insert' : undefined
  return [
    ...abilityNames.filter(name => can[name] !== true && name !== takes && name !== 'watch'),
    ...glueTypes.map(({ name }) => name).filter(name => !types.includes(name)),
    ...operatorNames.filter(name => !operators.has(name)),
  ]
}
