import type { Source, StatementEvent } from '@vantage-ts/core'
import { unchecked } from '@vantage-ts/core/adapter'
import type { AdapterUnderTest, OpenedTables } from './adapter.ts'
import type { KitSource, Opened } from './kit-source.ts'
import type { KitTable } from './kit-table.ts'

/** Gathers what a source sends. */
export function watched(tables: OpenedTables, reopen?: () => Promise<Opened>): Opened {
  const sent: StatementEvent[] = []
  const unwatch = tables.source.on('statement', event => sent.push(event), { values: true })
  return { source: asKitSource(tables.source), sent, unwatch, reopen }
}

const asKitSource = (source: Source): KitSource => unchecked<KitSource>(source, 'refused abilities are what cases test')

/** Everything a case opens; closed in the order from the newest to the oldest. */
export class OpenList {
  readonly #open: OpenedTables[] = []

  async open(adapter: Pick<AdapterUnderTest, 'open' | 'reopen'>, tables: readonly KitTable[]): Promise<Opened> {
    const opened = await adapter.open(tables)
    this.#open.push(opened)
    return this.#watch(adapter, opened)
  }

  #watch(adapter: Pick<AdapterUnderTest, 'reopen'>, opened: OpenedTables): Opened {
    if (adapter.reopen === undefined) return watched(opened)
    const reopen = async (): Promise<Opened> => {
      const second = await adapter.reopen?.(opened)
      if (second === undefined) throw new Error('reopen() gave nothing')
      this.#open.push(second)
      return watched(second)
    }
    return watched(opened, reopen)
  }

  /** Closes everything; the first failure counts, after all were tried. */
  async close(): Promise<void> {
    const failures: unknown[] = []
    for (const opened of this.#open.reverse()) await opened.close().catch(error => failures.push(error))
    if (failures.length > 0) throw new AggregateError(failures, 'closing what the case opened failed')
  }
}
