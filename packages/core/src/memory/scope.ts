import { VantageError } from '../errors/vantage-error.ts'
import type { Aggregate, ColumnNode } from '../expression/node.ts'
import type { Occurrence, Select, StoredColumn } from '../expression/statement.ts'
import type { Storage } from '../types/storage.ts'
import type { Type } from '../types/type.ts'
import type { RowPlace } from '../source/backend.ts'
import type { CellPlace, DecodeCell } from './cell.ts'
import type { Cells } from './frame.ts'
import type { SelectPlan } from './select-plan.ts'

/** What whoever feeds the rows says of them. */
export interface RowFacts {
  /** Where a column stands in the rows of a table; undefined: it is not there. Default: as in `table.columns`. */
  position?(occurrence: Occurrence, column: StoredColumn): number | undefined
  /** True: every cell of the column is null or a value of its type, so that nothing need be decoded or checked. */
  isTrusted?(occurrence: Occurrence, column: StoredColumn): boolean
  /** Where a row of a table lies, for errors about a cell of it. */
  placeOf?(occurrence: Occurrence, row: Cells): RowPlace | undefined
  /** How results of expressions are handed out. */
  storageOf(type: Type<unknown>): Storage
}

/** Settings of a whole statement while it is compiled, its sub-queries included. */
export class Compilation {
  readonly facts: RowFacts
  /** Compiles a select inside an expression; handed in, since selects are made of expressions. */
  readonly planInner: (select: Select, parent: Scope) => SelectPlan
  #results = 0
  constructor(facts: RowFacts, planInner: (select: Select, parent: Scope) => SelectPlan) {
    this.facts = facts
    this.planInner = planInner
  }
  /** A number under which a run keeps a result of its own. */
  nextResult(): number {
    return this.#results++
  }
}

/** Where the columns of one select's table are found. */
export interface Layout {
  readonly occurrence: Occurrence
  /** Whether its rows are the results of another select. */
  readonly isDerived: boolean
  positionOf(column: StoredColumn): number | undefined
  decodeOf(column: StoredColumn): DecodeCell | undefined
}

/** A cell of a row outside of a select: 0 is the row of the select right around it. */
export interface OutsideCell {
  readonly depth: number
  readonly index: number
}

/** The tables that an expression may name: that of its own select, and those of the selects around it. */
export class Scope {
  readonly compilation: Compilation
  readonly layouts: readonly Layout[]
  readonly parent: Scope | undefined
  /** Aggregates met in the select, in the order of their results. */
  readonly aggregates: Aggregate[] = []
  /** The cells of rows outside that something in the select looks at. */
  readonly outside: OutsideCell[] = []

  constructor(compilation: Compilation, layouts: readonly Layout[], parent: Scope | undefined) {
    this.compilation = compilation
    this.layouts = layouts
    this.parent = parent
  }

  /** Whether something in the select looks at a row outside. */
  get isCorrelated(): boolean {
    return this.outside.length > 0
  }

  looksAt({ depth, index }: OutsideCell): void {
    if (!this.outside.some(known => known.depth === depth && known.index === index)) this.outside.push({ depth, index })
  }

  /** The only table; that of a join is none. */
  get layout(): Layout | undefined {
    return this.layouts.length === 1 ? this.layouts[0] : undefined
  }

  /** Finds the table of a column, innermost first. Errors: `invalid` for one that the statement does not read. */
  placeOf({ occurrence, column }: ColumnNode): CellPlace {
    let depth = 0
    for (let scope: Scope | undefined = this; scope !== undefined; scope = scope.parent, depth++) {
      const layout = scope.layouts.find(({ occurrence: { key } }) => key === occurrence.key)
      if (layout === undefined) continue
      const index = layout.positionOf(column)
      if (index === undefined) break
      let above = depth
      for (let inner: Scope | undefined = this; inner !== scope && inner !== undefined; inner = inner.parent)
        inner.looksAt({ depth: --above, index })
      return { occurrence, column, index, depth, owner: scope, decode: layout.decodeOf(column) }
    }
    throw new VantageError(
      `${occurrence.table.entity}.${column.property} belongs to a table that this set does not read`,
      {
        kind: 'invalid',
        details: { field: column.property },
      },
    )
  }

  /** The place of an aggregate's result. */
  aggregateAt(aggregate: Aggregate): number {
    const known = this.aggregates.findIndex(other => other.key === aggregate.key)
    return known < 0 ? this.aggregates.push(aggregate) - 1 : known
  }
}
