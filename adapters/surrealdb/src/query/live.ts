import { type Source, Temporal, type UntypedRecord } from '@vantage-ts/core'
import type { LanguageSource } from '@vantage-ts/core/adapter'
import type { Input } from './input.ts'
import { invalid, wholeNumber } from './invalid.ts'
import { operandOf, QlExpression } from './expression.ts'
import { uuid } from './record.ts'
import { type RowSource, rowSourceOf } from './rows.ts'
import { writeConditions, writeList } from './select.ts'
import { type Output, outputsOf, QlStatement, type Selectable, writeOutputs } from './statement.ts'
import type { Writer } from './writer.ts'

function tableOf(given: unknown, place: string): RowSource {
  const rows = rowSourceOf(given)
  if (rows === undefined) throw invalid(`${place}() takes a table, such as table('person')`)
  return rows
}

interface Clauses {
  readonly table: RowSource
  readonly outputs: readonly Output[] | 'diff'
  readonly where: readonly QlExpression[]
  readonly fetched: readonly QlExpression[]
}

/** A LIVE SELECT: it gives the uuid that its notifications carry, and that `kill` takes. */
export class Live<DS extends Source = Source> extends QlStatement<DS, unknown> {
  readonly #is: Clauses
  constructor(source: LanguageSource, clauses: Clauses) {
    super(source)
    this.#is = clauses
  }
  static of<DS extends Source>(source: LanguageSource, table: unknown): Live<DS> {
    return new Live(source, { table: tableOf(table, 'live'), outputs: [], where: [], fetched: [] })
  }
  #with(more: Partial<Clauses>): Live<DS> {
    return new Live(this.home, { ...this.#is, ...more })
  }
  select(...columns: readonly Selectable[]): Live<DS> {
    const { outputs } = this.#is
    const known = outputs === 'diff' ? [] : outputs
    return this.#with({ outputs: [...known, ...columns.flatMap(one => outputsOf(one, 'select'))] })
  }
  /** Tells what changed in a record, instead of the record. */
  diff(): Live<DS> {
    return this.#with({ outputs: 'diff' })
  }
  where(...conditions: readonly Input[]): Live<DS> {
    return this.#with({ where: [...this.#is.where, ...conditions.map(one => operandOf(one, 'where'))] })
  }
  fetch(...paths: readonly QlExpression[]): Live<DS> {
    return this.#with({ fetched: [...this.#is.fetched, ...paths.map(one => operandOf(one, 'fetch'))] })
  }
  protected override get hasRows(): boolean {
    return false
  }
  override writeStatement(out: Writer): void {
    const { table, outputs, where, fetched } = this.#is
    out.text('LIVE SELECT ')
    out.within('rows', table, () => {
      if (outputs === 'diff') out.text('DIFF')
      else if (outputs.length === 0) out.text('*')
      else writeOutputs(out, outputs)
      out.text(' FROM ')
      table.write(out)
      writeConditions(out, where)
      writeList(out, ' FETCH ', fetched)
    })
  }
}

/** Ends a live query. */
export class Kill<DS extends Source = Source> extends QlStatement<DS, unknown> {
  readonly #id: QlExpression
  constructor(source: LanguageSource, id: unknown) {
    super(source)
    this.#id = id instanceof QlExpression ? id : uuid(String(id))
  }
  protected override get hasRows(): boolean {
    return false
  }
  override writeStatement(out: Writer): void {
    out.text('KILL ')
    this.#id.write(out)
  }
}

/** From when on changes are shown: a time, or the number that a change carries. */
export interface ChangesOptions {
  readonly since: Temporal.Instant | bigint | number
  readonly limit?: number
}

/** What changed in a table that was defined with CHANGEFEED. */
export class ShowChanges<DS extends Source = Source> extends QlStatement<DS, readonly UntypedRecord[]> {
  readonly #table: RowSource
  readonly #since: string
  readonly #limit: number | undefined
  constructor(source: LanguageSource, table: unknown, { since, limit }: ChangesOptions) {
    super(source)
    this.#table = tableOf(table, 'showChanges')
    this.#since = sinceText(since)
    this.#limit = limit === undefined ? undefined : wholeNumber(limit, 'showChanges')
  }
  protected override get hasRows(): boolean {
    return false
  }
  override writeStatement(out: Writer): void {
    out.text('SHOW CHANGES FOR TABLE ')
    this.#table.write(out)
    out.text(` SINCE ${this.#since}`)
    if (this.#limit !== undefined) out.text(` LIMIT ${this.#limit}`)
  }
}

function sinceText(since: unknown): string {
  if (since instanceof Temporal.Instant) return `d'${since.toString()}'`
  if (typeof since === 'bigint' && since >= 0n && since < 2n ** 64n) return String(since)
  if (typeof since === 'number') return String(wholeNumber(since, 'showChanges'))
  throw invalid('showChanges() takes since: a Temporal.Instant, or the number of a change')
}
