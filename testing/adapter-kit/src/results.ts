import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { abilityNames } from '@vantage-ts/core'
import type { AdapterUnderTest, Gap, Lack } from './adapter.ts'
import { factsOf } from './facts.ts'
import type { Outcome } from './judge.ts'

/** What the kit found of one source; the same for every run, so that it can be committed and compared. */
export interface KitResults {
  readonly source: string
  readonly counts: { readonly [Name in Outcome | 'failed']: number }
  readonly abilities: readonly string[]
  readonly types: readonly string[]
  readonly operators: readonly string[]
  /** Values of a type it holds that the engine lacks, by name of the type. */
  readonly refuses: { readonly [typeName: string]: string }
  /** Names of tables and columns that the engine cannot keep, shapes of sets that it has no form for, transactions that both lose. */
  readonly cannot: readonly string[]
  readonly lacks: { readonly [name: string]: Lack }
  readonly gaps: readonly (Gap & { readonly id: string })[]
}

export async function resultsOf(
  adapter: AdapterUnderTest,
  outcomes: ReadonlyMap<string, Outcome | 'failed'>,
): Promise<KitResults> {
  const { can, types, operators } = await factsOf(adapter)
  const all = [...outcomes.values()]
  const count = (wanted: Outcome | 'failed'): number => all.filter(outcome => outcome === wanted).length
  return {
    source: adapter.name,
    counts: { passed: count('passed'), refused: count('refused'), gap: count('gap'), failed: count('failed') },
    abilities: abilityNames.filter(name => can[name] === true),
    types,
    operators: [...operators],
    refuses: Object.fromEntries(Object.entries(adapter.refuses ?? {}).map(([name, { why }]) => [name, why])),
    cannot: [adapter.refusesNames?.why, adapter.refusesSets?.why, adapter.losesBoth].filter(why => why !== undefined),
    lacks: adapter.lacks ?? {},
    gaps: Object.entries(adapter.gaps ?? {})
      .map(([id, gap]) => ({ id, ...gap }))
      .sort((a, b) => (a.id < b.id ? -1 : 1)),
  }
}

/** The results as they are written to a file. */
export const jsonOf = (results: KitResults): string => `${JSON.stringify(results, null, 2)}\n`

/** Writes the results into the folder that `VANTAGE_KIT_RESULTS` names, one file per source; does nothing without it. */
export function writeResults(results: KitResults): void {
  const folder = process.env.VANTAGE_KIT_RESULTS
  if (folder === undefined || folder === '') return
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `${results.source.replaceAll(/[^\w.-]+/g, '-')}.json`), jsonOf(results))
}
