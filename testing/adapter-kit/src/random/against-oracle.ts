import { isDeepStrictEqual } from 'node:util'
import * as fc from 'fast-check'
import { show } from '../show.ts'
import type { KitContext } from '../kit-case.ts'
import { isAble, type KitSource, type Opened } from '../kit-source.ts'
import { tableOf } from '../kit-table.ts'
import { checkRandomly } from './check-randomly.ts'
import type { Means } from './condition.ts'
import { RandomTable } from './random-table.ts'
import { type Draws, draws, recordOf, type RandomSchema, schemas } from './schema.ts'
import { perform, type Step } from './step.ts'

interface Program {
  readonly schema: RandomSchema
  readonly rows: readonly Draws[]
  readonly steps: readonly Step[]
}

export interface RandomOptions {
  /** How often a table is made. */
  readonly runs: number
  readonly steps: fc.Arbitrary<Step>
  readonly maxSteps: number
  /** Steps run inside a transaction that is committed or rolled back at the end. */
  readonly inTransaction?: boolean
}

/**
 * Makes random tables and calls them at random, and compares each answer and the rows at the end with those of memory.
 */
export async function againstOracle(context: KitContext, options: RandomOptions): Promise<void> {
  const programs = fc.record({
    schema: schemas(context.facts.types, context.lacks),
    rows: fc.array(draws, { maxLength: 12, size: 'max' }),
    steps: fc.array(options.steps, { minLength: 1, maxLength: options.maxSteps, size: 'max' }),
    isCommitted: fc.boolean(),
  })
  await checkRandomly(programs, options.runs, program =>
    runBoth(context, program, options.inTransaction === true ? program.isCommitted : undefined),
  )
}

async function runBoth(context: KitContext, program: Program, isCommitted: boolean | undefined): Promise<void> {
  const { schema, rows, steps } = program
  const records = rows.map((drawn, id) => ({ id, ...recordOf(schema, drawn) }))
  const table = tableOf(schema.entity, records)
  await context.during(async ({ open, openMemory }) => {
    const opened = await open(table)
    const oracle = await openMemory(table)
    const means: Means = { operators: context.facts.operators, canNest: isAble(opened, 'select') }
    const trace: string[] = [`rows ${JSON.stringify(show(records))}`]
    if (isCommitted === undefined) await compareSteps(steps, schema, opened, opened.source, oracle.source, means, trace)
    else {
      const [inside, beside] = await Promise.all([opened.source.begin(), oracle.source.begin()])
      await compareSteps(steps, schema, opened, inside.source, beside.source, means, trace)
      for (const transaction of [inside, beside]) await (isCommitted ? transaction.commit() : transaction.rollback())
    }
    const contents = async (source: KitSource) => {
      const found = await RandomTable.of(schema, source).list()
      return found.map(show).sort((a, b) => Number(Reflect.get(Object(a), 'id')) - Number(Reflect.get(Object(b), 'id')))
    }
    agree(await contents(opened.source), await contents(oracle.source), () => `at the end\n${trace.join('\n')}`)
  })
}

async function compareSteps(
  steps: readonly Step[],
  schema: RandomSchema,
  opened: Opened,
  source: KitSource,
  oracle: KitSource,
  means: Means,
  trace: string[],
): Promise<void> {
  const table = RandomTable.of(schema, source)
  const beside = RandomTable.of(schema, oracle)
  for (const step of steps) {
    const sentBefore = opened.sent.length
    const found = await perform(step, schema, table, means)
    const last = opened.sent.at(-1)
    trace.push(
      `${JSON.stringify(step)}\n  ${opened.sent.length > sentBefore ? `${last?.text} ${JSON.stringify(show(last?.values))}` : '(nothing sent)'}`,
    )
    // An operator that is lowered for some types only is refused for the others, before anything is sent.
    if ('fails' in found && found.fails === 'unsupported' && opened.sent.length === sentBefore) continue
    const expected = await perform(step, schema, beside, means)
    const told = 'fails' in found ? `\n${found.message}` : ''
    agree(kindOf(found), kindOf(expected), () => `${tail(schema, trace)}${told}`)
  }
}

/** Fails with both results in full where they differ. */
function agree(found: unknown, expected: unknown, story: () => string): void {
  if (isDeepStrictEqual(found, expected)) return
  throw new Error(`${story()}\nthe source: ${JSON.stringify(found)}\nmemory:     ${JSON.stringify(expected)}`)
}

/** Messages differ from source to source; kinds do not. */
const kindOf = (result: Awaited<ReturnType<typeof perform>>): unknown =>
  'fails' in result ? { fails: result.fails } : result
const tail = (schema: RandomSchema, trace: readonly string[]): string =>
  `${String(Reflect.get(schema, fc.toStringMethod)?.call(schema))}\n${[trace[0], ...trace.slice(1).slice(-3)].join('\n')}`
