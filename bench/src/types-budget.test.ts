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

test('references, calculated and imported columns keep to it as well', { timeout: 60_000 }, async () => {
  const cost = await costPerTable(linkedProject, 50, costInTypeScript7)
  expect(cost.instantiations).toBeLessThanOrEqual(typeBudget.instantiations)
  expect(cost.declarationBytes).toBeLessThanOrEqual(typeBudget.declarationBytes)
})
