import { expect, test } from 'vitest'
import { costInTypeScript7 } from './type-cost.ts'
import { linkedProject, vantageProject } from './type-model.ts'
import { costPerTable, typeBudget } from './types.ts'

test('a table with its uses keeps to its budget of type instantiations and declarations', {
  timeout: 60_000,
}, async () => {
  const cost = await costPerTable(vantageProject, 50, costInTypeScript7)
  expect(cost.instantiations).toBeLessThanOrEqual(typeBudget.instantiations)
  expect(cost.declarationBytes).toBeLessThanOrEqual(typeBudget.declarationBytes)
})

test('references, calculated and imported columns cost no more than they did', { timeout: 60_000 }, async () => {
  const cost = await costPerTable(linkedProject, 50, costInTypeScript7)
  // Above the budget by its references, two sets with other columns and the check of a path; it was 1,552 when references came.
  expect(cost.instantiations).toBeLessThanOrEqual(1200)
  expect(cost.declarationBytes).toBeLessThanOrEqual(typeBudget.declarationBytes)
})
