import { type Benchmark, counted, type Result } from './benchmark.ts'
import { rounded } from './comparison.ts'
import { costInTypeScript6, costInTypeScript7, type TypeCost } from './type-cost.ts'
import { drizzleProject, kyselyProject, linkedProject, type TypeProject, vantageProject } from './type-model.ts'

/** The budget: instantiations per table with its uses, and bytes of declarations per table. */
export const typeBudget = { instantiations: 1000, declarationBytes: 2048 } as const

/** Instantiations of the builders of statements, in all: where nobody uses them, and for a typical statement. */
export const builderBudget = { unused: 20, statement: 1500 } as const

type Measure = (project: TypeProject) => TypeCost | Promise<TypeCost>
type ProjectOf = (tables: number) => TypeProject

/** The cost of each table: a project of so many tables less the same project without any. */
export async function costPerTable(projectOf: ProjectOf, tables: number, measure: Measure): Promise<TypeCost> {
  const empty = await measure(projectOf(0))
  const full = await measure(projectOf(tables))
  return {
    instantiations: rounded((full.instantiations - empty.instantiations) / tables),
    declarationBytes: rounded((full.declarationBytes - empty.declarationBytes) / tables),
  }
}

const growthAllowed = 1.1

function typesOf(tables: number): Benchmark {
  const name = `types-${tables}`
  return {
    name,
    about: `${tables} generated tables of 12 columns with their uses, checked by TypeScript 6 and 7`,
    async run() {
      const results = [
        ...(await costResults(name, tables, costInTypeScript6)),
        ...(await costResults(`${name}-typescript7`, tables, costInTypeScript7)),
        await linkedCost(name, tables),
      ]
      return tables > 50 ? [...results, await growth(name, tables)] : results
    },
  }
}

async function costResults(name: string, tables: number, measure: Measure): Promise<readonly Result[]> {
  const ours = await costPerTable(vantageProject, tables, measure)
  const others = {
    kysely: await costPerTable(kyselyProject, tables, measure),
    drizzle: await costPerTable(drizzleProject, tables, measure),
  }
  const result = (part: keyof TypeCost, suffix: string, unit: string): Result => {
    return counted({
      name: `${name}${suffix}`,
      unit,
      ours: ours[part],
      target: typeBudget[part],
      bound: 'at most',
      peers: Object.fromEntries(
        Object.entries(others).map(([peer, cost]) => [
          peer,
          { value: cost[part], ratio: rounded(cost[part] / ours[part]), interval: null },
        ]),
      ),
    })
  }
  return [
    result('instantiations', '', 'instantiations/table'),
    result('declarationBytes', '-declarations', 'bytes of .d.ts/table'),
  ]
}

/** What references, a calculated column over them and an imported one come to besides. */
async function linkedCost(name: string, tables: number): Promise<Result> {
  const { instantiations } = await costPerTable(linkedProject, tables, costInTypeScript6)
  return counted({
    name: `${name}-references`,
    unit: 'instantiations/table',
    ours: instantiations,
    target: typeBudget.instantiations,
    bound: 'at most',
  })
}

/** Twice the tables should cost twice, not four times. */
async function growth(name: string, tables: number): Promise<Result> {
  const few = await costPerTable(vantageProject, 50, costInTypeScript6)
  const many = await costPerTable(vantageProject, tables, costInTypeScript6)
  return counted({
    name: `${name}-growth`,
    unit: 'instantiations/table',
    ours: many.instantiations,
    baseline: few.instantiations,
    ratio: rounded(many.instantiations / few.instantiations),
    target: growthAllowed,
    bound: 'at most',
  })
}

export const types50 = typesOf(50)
export const types200 = typesOf(200)
