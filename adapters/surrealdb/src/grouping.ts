import type { Aggregate, ColumnNode, Node } from '@vantage-ts/core/adapter'
import { aggregateRule } from './aggregates.ts'
import { nullText } from './comparisons.ts'
import { anyNode, type Inside } from './inside.ts'
import { linkIn } from './record-link.ts'
import { storedCell } from './records.ts'
import { type Frame, type Place, placeOf, type Scope } from './scope.ts'
import { textOf, type Value } from './value.ts'

/** Something that is computed per group: its name, the operand in a row, and what becomes of all of them. */
interface Gathering {
  readonly name: string
  readonly operand: Operand | undefined
  readonly make: (operand: string) => string
}
interface Operand {
  readonly node: Node
  readonly isMicros: boolean
  /** A column as it is stored: a link, not the id that it holds. */
  readonly isStored?: boolean
}

/**
 * The groups of a select as rows: their keys, the results of aggregates, and the first value of any other column.
 *
 * Shape: expressions are rendered first and say what they need; `text()` then makes the select that gives it.
 */
export class GroupScope implements Scope {
  readonly frame: Frame
  readonly #rows: Inside
  readonly #groupBy: readonly Node[]
  readonly #gatherings: Gathering[] = []
  readonly #aggregates = new Map<string, Value>()
  readonly #columns = new Map<string, Place>()

  constructor(rows: Inside, groupBy: readonly Node[]) {
    this.frame = rows.scope.frame
    this.#rows = rows
    this.#groupBy = groupBy
  }

  own(node: ColumnNode): Place | undefined {
    const key = this.#groupBy.findIndex(group => group.key === node.key)
    if (key >= 0) return placeOf(keyName(key), node.column)
    if (this.#rows.scope.own(node) === undefined) return undefined
    const known = this.#columns.get(node.key)
    if (known !== undefined) return known
    // A column that is neither a key nor in an aggregate is gathered as a list, of which the first answers.
    const name = this.#gather({ node, isMicros: false, isStored: true }, operand => operand)
    const place = placeOf(`${name}[0]`, node.column)
    this.#columns.set(node.key, place)
    return place
  }

  aggregate(node: Aggregate): Value {
    const done = this.#aggregates.get(node.key)
    if (done !== undefined) return done
    const {
      gather,
      result,
      isMicros = false,
    } = aggregateRule(node, node.option === undefined ? '' : this.#rows.text(node.option))
    const operand = node.arg === undefined ? undefined : { node: node.arg, isMicros }
    const value = result(gather.map(make => this.#gather(operand, make)))
    this.#aggregates.set(node.key, value)
    return value
  }

  /** The select of the groups; `source` is its `FROM …` with conditions. */
  text(source: string): string {
    const isComputed = this.#gatherings.some(
      ({ operand }) => operand !== undefined && !isPlainColumn(operand, this.#rows),
    )
    return isComputed || this.#groupBy.some(node => anyNode(node).kind !== 'column')
      ? this.#overRows(source)
      : this.#direct(source)
  }

  /** Plain columns can be grouped as they stand. */
  #direct(source: string): string {
    const keys = this.#keys()
    const results = this.#gatherings.map(({ name, operand, make }) => {
      const text = operand === undefined ? '' : (this.#stored(operand) ?? this.#rows.value(operand.node).text)
      return `${make(text)} AS ${name}`
    })
    return `SELECT ${listed(keys, results)} ${source} ${this.#grouping()}`
  }

  /** Inside an aggregate the engine swallows errors of a calculation; so calculations come first. */
  #overRows(source: string): string {
    const operands = new Map<string, string>()
    const inRow = (operand: Operand): string => {
      const text = this.#operandText(operand)
      const name = operands.get(text) ?? `\`~o${operands.size}\``
      operands.set(text, name)
      return name
    }
    const results = this.#gatherings.map(
      ({ name, operand, make }) => `${make(operand === undefined ? '' : inRow(operand))} AS ${name}`,
    )
    const keys = this.#keys()
    const inner = [...keys, ...[...operands].map(([text, name]) => `${text} AS ${name}`)]
    const names = this.#groupBy.map((_, index) => keyName(index))
    return `SELECT ${listed(names, results)} FROM (SELECT ${listed(inner, [])} ${source}) ${this.#grouping()}`
  }

  /** Links are grouped as such, so that the groups have them. */
  #keys(): string[] {
    return this.#groupBy.map((node, index) => {
      const link = linkIn(node.storage) === undefined ? undefined : storedCell(node, this.#rows)
      return `${link === undefined ? nullText(this.#rows.value(node)) : `(${link} ?? NULL)`} AS ${keyName(index)}`
    })
  }

  #stored({ node, isStored }: Operand): string | undefined {
    return isStored === true ? storedCell(node, this.#rows) : undefined
  }

  #operandText(operand: Operand): string {
    const { node, isMicros } = operand
    const stored = this.#stored(operand)
    if (stored !== undefined) return stored
    return textOf(isMicros ? this.#rows.micros(node) : this.#rows.value(node))
  }

  #grouping(): string {
    return this.#groupBy.length === 0
      ? 'GROUP ALL'
      : `GROUP BY ${this.#groupBy.map((_, index) => keyName(index)).join(', ')}`
  }

  #gather(operand: Operand | undefined, make: (operand: string) => string): string {
    const name = `\`~a${this.#gatherings.length}\``
    this.#gatherings.push({ name, operand, make })
    return name
  }
}

const keyName = (index: number): string => `\`~g${index}\``

/** A select has at least one column. */
const listed = (first: readonly string[], second: readonly string[]): string =>
  first.length + second.length === 0 ? 'count() AS `~n`' : [...first, ...second].join(', ')

function isPlainColumn({ node, isMicros, isStored }: Operand, rows: Inside): boolean {
  const any = anyNode(node)
  if (linkIn(node.storage) !== undefined && isStored !== true) return false
  return !isMicros && any.kind === 'column' && rows.scope.own(any) !== undefined
}
