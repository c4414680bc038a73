import { expect, test } from 'vitest'
import { costInTypeScript7 } from './type-cost.ts'
import { vantageProject } from './type-model.ts'
import { costPerTable, typeBudget } from './types.ts'

/** What the types cost now, which may not grow; the aim is `typeBudget`. */
const limit = { ...typeBudget, instantiations: 1600 }

test('a table with its uses keeps to its budget of type instantiations and declarations', {
  timeout: 60_000,
}, async () => {
  const cost = await costPerTable(vantageProject, 50, costInTypeScript7)
  expect(cost.instantiations).toBeLessThanOrEqual(limit.instantiations)
  expect(cost.declarationBytes).toBeLessThanOrEqual(limit.declarationBytes)
})
