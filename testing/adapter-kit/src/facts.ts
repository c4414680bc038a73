import { type Abilities, col, Entity, int, type Type, VantageError } from '@vantage-ts/core'
import { type OperatorName, operatorNames } from '@vantage-ts/core/adapter'
import type { AdapterUnderTest } from './adapter.ts'
import type { KitSource } from './kit-source.ts'
import { glueTypes } from './glue-types.ts'
import { operatorProbe } from './operator-probe.ts'
import { watched } from './watched.ts'

/** What a source declares, asked without I/O. */
export interface SourceFacts {
  readonly can: Abilities
  /** Names of the glue types it holds. */
  readonly types: readonly string[]
  readonly operators: ReadonlySet<OperatorName>
}

const known = new WeakMap<AdapterUnderTest, Promise<SourceFacts>>()

/** Asks once per adapter. */
export function factsOf(adapter: AdapterUnderTest): Promise<SourceFacts> {
  let facts = known.get(adapter)
  if (facts === undefined) {
    facts = askFacts(adapter)
    known.set(adapter, facts)
  }
  return facts
}

async function askFacts(adapter: AdapterUnderTest): Promise<SourceFacts> {
  const opened = await adapter.open([])
  try {
    const { source } = watched(opened)
    return {
      can: opened.source.can,
      types: glueTypes.filter(type => holds(source, type)).map(({ name }) => name),
      operators: new Set(operatorNames.filter(name => lowers(source, name))),
    }
  } finally {
    await opened.close()
  }
}

/** Whether a table may have a column of the type. */
export function holds(source: KitSource, type: Type<unknown>): boolean {
  class Holder extends Entity('kit_holder', { id: col(int).id(), held: col(type) }) {}
  return isAccepted(['type-mismatch'], () => Holder.table(source))
}

/** Whether a condition with the operator compiles. Date parts need a type to take them from. */
export const lowers = (source: KitSource, operator: OperatorName): boolean =>
  isAccepted(['unsupported', 'type-mismatch'], () => operatorProbe(source, operator).explain())

function isAccepted(refusals: readonly string[], build: () => unknown): boolean {
  try {
    build()
    return true
  } catch (thrown) {
    if (VantageError.is(thrown) && refusals.includes(thrown.kind)) return false
    throw thrown
  }
}
