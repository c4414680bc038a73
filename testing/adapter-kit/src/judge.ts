import { type ErrorKind, VantageError } from '@vantage-ts/core'
import type { AdapterUnderTest, Gap } from './adapter.ts'
import { factsOf, type SourceFacts } from './facts.ts'
import type { KitCase, KitContext } from './kit-case.ts'
import { openMemory } from './oracle.ts'
import { refusesAbility, refusesOperator, refusesType } from './refusal.ts'
import { OpenList } from './watched.ts'

/** How a case ended: it held; the source lacks what it needs and refused; or it failed as its gap says. */
export type Outcome = 'passed' | 'refused' | 'gap'

/**
 * Runs one case against an adapter.
 *
 * Errors: whatever the case fails with; for a gap, that it passes or fails in another way than the gap says.
 */
export async function judge(kitCase: KitCase, adapter: AdapterUnderTest): Promise<Outcome> {
  const facts = await factsOf(adapter)
  const lacks = lackOf(kitCase, facts)
  const gap = adapter.gaps?.[kitCase.id]
  if (lacks.length > 0) {
    if (gap !== undefined) throw new Error(`the gap ${kitCase.id} is needless: the source refuses what the case needs`)
    for (const refuse of lacks) await inContext(adapter, refuse)
    return 'refused'
  }
  if (gap === undefined) {
    await inContext(adapter, context => kitCase.run(context))
    return 'passed'
  }
  await failsAsSaid(kitCase, adapter, gap)
  return 'gap'
}

type Work = (context: KitContext) => Promise<void>

/** What of a case's needs a source lacks, as proofs that it refuses them. */
function lackOf(kitCase: KitCase, { can, types, operators }: SourceFacts): readonly Work[] {
  const abilities = kitCase.needs.filter(ability => can[ability] !== true)
  const missingTypes = kitCase.types.filter(type => !types.includes(type.name))
  const missingOperators = kitCase.operators.filter(operator => !operators.has(operator))
  return [
    ...abilities.map(
      (ability): Work =>
        context =>
          refusesAbility(context, ability),
    ),
    ...missingTypes.map(
      (type): Work =>
        context =>
          refusesType(context, type),
    ),
    ...missingOperators.map(
      (operator): Work =>
        context =>
          refusesOperator(context, operator),
    ),
  ]
}

/** Runs work with a context and closes everything it opened. */
async function inContext(adapter: AdapterUnderTest, work: Work): Promise<void> {
  const facts = await factsOf(adapter)
  const list = new OpenList()
  try {
    await work({
      adapter: adapter.name,
      facts,
      lacks: ({ name }, value) => adapter.refuses?.[name]?.lacks(value) === true,
      lacksName: name => adapter.refusesNames?.lacks(name) === true,
      isRefused: error => error.kind === 'too-large' || adapter.refusesSets?.isSuch(error) === true,
      losesBoth: adapter.losesBoth !== undefined,
      generates: adapter.generates ?? [],
      maxNesting: adapter.maxNesting,
      secrets: adapter.secrets ?? [],
      open: (...tables) => list.open(adapter, tables),
      during: inner => inContext(adapter, inner),
      openMemory: (...tables) => list.open({ open: openMemory }, tables),
    })
  } finally {
    await list.close()
  }
}

async function failsAsSaid(kitCase: KitCase, adapter: AdapterUnderTest, gap: Gap): Promise<void> {
  const thrown = await inContext(adapter, context => kitCase.run(context)).then(
    () => undefined,
    (error: unknown) => error ?? new Error('nothing was thrown'),
  )
  if (thrown === undefined) throw new Error(`the gap ${kitCase.id} is closed: it passes now; remove it`)
  const kind = kindOf(thrown)
  if (kind !== gap.fails)
    throw new Error(`the gap ${kitCase.id} says ${gap.fails} and the case fails with ${kind}`, { cause: thrown })
}

/** The kind of the error a case ends with; a check that found another answer hides the error below it, if there is one. */
function kindOf(thrown: unknown): ErrorKind | 'wrong-answer' {
  if (VantageError.is(thrown)) return thrown.kind
  return thrown instanceof Error && VantageError.is(thrown.cause) ? thrown.cause.kind : 'wrong-answer'
}
