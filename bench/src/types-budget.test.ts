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
  'builders of %s cost a project that never uses them one member of its source',
  { timeout: 120_000 },
  async adapter => {
    const costs = async (uses: number): Promise<number> => {
      const [present, absent] = [unusedBuilder(adapter, 'with', uses), unusedBuilder(adapter, 'without', uses)]
      return (await costInTypeScript7(present)).instantiations - (await costInTypeScript7(absent)).instantiations
    }
    const one = await costs(1)
    expect(one).toBeLessThanOrEqual(builderBudget.unused)
    expect(await costs(11)).toBe(one)
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
