import { expect, test } from 'vitest'
import { unusedBuilder, usedBuilder, usedGraphBuilder } from './type-builder.ts'
import { costInTypeScript7 } from './type-cost.ts'
import { linkedProject, vantageProject } from './type-model.ts'
import { builderBudget, costPerTable, typeBudget } from './types.ts'

test('a table with its uses keeps to its budget of type instantiations and declarations', {
  timeout: 120_000,
}, async () => {
  const cost = await costPerTable(vantageProject, 50, costInTypeScript7)
  expect(cost.instantiations).toBeLessThanOrEqual(typeBudget.instantiations)
  expect(cost.declarationBytes).toBeLessThanOrEqual(typeBudget.declarationBytes)
})

test('references, calculated and imported columns keep to it as well', { timeout: 120_000 }, async () => {
  const cost = await costPerTable(linkedProject, 50, costInTypeScript7)
  expect(cost.instantiations).toBeLessThanOrEqual(typeBudget.instantiations)
  expect(cost.declarationBytes).toBeLessThanOrEqual(typeBudget.declarationBytes)
})

test.each(['postgres', 'sqlite', 'surrealdb'] as const)(
  'builders of %s cost a project that never uses them one member of its source, however often it uses that',
  { timeout: 120_000 },
  async adapter => {
    // More uses than the budget has instantiations: one for each of them would not fit.
    const uses = builderBudget.unused + 1
    const [present, absent] = [unusedBuilder(adapter, 'with', uses), unusedBuilder(adapter, 'without', uses)]
    const cost = (await costInTypeScript7(present)).instantiations - (await costInTypeScript7(absent)).instantiations
    expect(cost).toBeLessThanOrEqual(builderBudget.unused)
  },
)

test.each([
  ['PostgreSQL', (used: number) => usedBuilder('postgres', used)],
  ['SQLite', (used: number) => usedBuilder('sqlite', used)],
  ['SurrealQL', usedGraphBuilder],
])(
  'a typical statement of %s keeps to its budget, the first of a project too',
  { timeout: 120_000 },
  async (_, used) => {
    const [none, one] = [await costInTypeScript7(used(0)), await costInTypeScript7(used(1))]
    expect(one.instantiations - none.instantiations).toBeLessThanOrEqual(builderBudget.statement)
  },
)
