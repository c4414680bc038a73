import type { Expr, Fields, Plan, QueryModel, Source, Type } from '@vantage-ts/core'
import { Table } from '@vantage-ts/core'
import {
  type CallOptions,
  expressionKey,
  type LanguageSource,
  Pending,
  type RenderedText,
  type RowOf,
  type Template,
  type Typed,
  unchecked,
} from '@vantage-ts/core/adapter'
import { orderMark } from '../text-places.ts'
import { wholeResult } from '../whole-result.ts'
import type { Input } from './input.ts'
import { invalid } from './invalid.ts'
import { operandOf, QlExpression } from './expression.ts'
import { nameText } from './name.ts'
import { needApart } from './names-apart.ts'
import { Writer } from './writer.ts'

/** What `select` and `returning` take: fields, paths, and objects that name expressions. */
export type Selectable = QlExpression | Typed<unknown, unknown> | { readonly [name: string]: Input }

/** Something that a result holds, and the name it gets. */
export interface Output {
  readonly of: QlExpression
  readonly name: string | undefined
}

export function outputsOf(given: unknown, place: string): readonly Output[] {
  if (given instanceof QlExpression) return [{ of: given, name: undefined }]
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw invalid(`${place}() takes fields, and objects that name expressions: { total: field('price').mul(2) }`)
  if ('preview' in given) {
    const name = 'name' in given && typeof given.name === 'string' ? given.name : undefined
    return [{ of: operandOf(given, place), name: name === undefined ? undefined : nameText(name, `${place}()`) }]
  }
  return Object.entries(given).map(([name, value]) => ({
    of: operandOf(value, `${place}(): ${name}`),
    name: nameText(name, `${place}()`),
  }))
}

/** Errors: `invalid` for two fields of one name. */
export function writeOutputs(out: Writer, outputs: readonly Output[]): void {
  needApart(outputs.map(nameIn), 'fields of the result')
  out.each(outputs, ({ of, name }) => {
    of.write(out)
    if (name === undefined || of.form.name === name) return
    out.text(` AS ${name}`)
  })
}
const nameIn = ({ of, name }: Output): string | undefined =>
  name ?? (of.form.name === undefined ? undefined : nameText(of.form.name))

/**
 * A statement of SurrealQL that is still being built: immutable, synchronous; nothing runs before `run()`.
 *
 * Shape: in an expression it stands in brackets. `Answer` is what `run()` gives, in the values of the driver.
 */
export abstract class QlStatement<DS extends Source = Source, out Answer = unknown> extends QlExpression {
  /** Phantom: what `run()` gives. */
  declare readonly '~answer': Answer
  readonly #source: LanguageSource
  #template: Template | undefined
  constructor(source: LanguageSource, isBlock = false) {
    super(
      out => {
        out.text('(')
        this.writeStatement(out)
        out.text(')')
      },
      { isApart: true, isBlock },
    )
    this.#source = source
  }

  /** Whether its text looks at rows of its own, where columns of sets outside would be taken for theirs. */
  protected get looksAtRows(): boolean {
    return true
  }
  /** Whether it may stand where rows or values are read. */
  protected get hasRows(): boolean {
    return true
  }
  /** Whether it is made of several statements, of which one may read what another wrote. */
  protected get isSeveral(): boolean {
    return false
  }
  /** The text without brackets. */
  abstract writeStatement(out: Writer): void

  /** The source that it runs on. */
  get source(): DS {
    return unchecked<DS>(this.#source, 'statements begin at a source')
  }
  protected get home(): LanguageSource {
    return this.#source
  }

  /** The statement as an expression of its source. Errors: `invalid`, for what the database would not take. */
  [expressionKey](use?: 'rows'): Template {
    if (use === 'rows') return this.#written(out => this.writeStatement(out), 'fromQuery')
    this.#template ??= this.#written(out => this.writeStatement(out))
    return this.#template
  }
  /** `reading`: the verb that takes it for something to read. Errors: `invalid` for a write there. */
  #written(write: (out: Writer) => void, reading?: string): Template {
    const out = new Writer(this.#source)
    write(out)
    if (reading !== undefined && (out.isWrite || !this.hasRows))
      throw invalid(`${reading}() is for statements that only read; what another one gives is what its run() gives`)
    const made = this.looksAtRows ? out.finishApart() : out.finish()
    const places = [...made.places, ...out.variablePlaces]
    // A statement of one write computes what it needs before it in any case.
    if (out.writes > 0 && this.isSeveral) places.push({ name: orderMark })
    return this.#source.text({ ...made, places })
  }

  /** The value of its only row and column, as an operand of sets. Errors: `invalid` for a write, and for several columns. */
  as<T>(type: Type<T>): Expr<T, DS> {
    if (typeof type !== 'object' || type === null || !('name' in type))
      throw invalid('as() takes the type of a value, as in as(int)')
    return unchecked<Expr<T, DS>>(
      this.#written(out => this.writeValue(out), 'as').as(type),
      'the caller knows the type',
    )
  }
  /** The text of its value, for an operand of sets: a select gives the first column of its only row. */
  protected writeValue(out: Writer): void {
    this.writeHere(out)
  }

  /** A read-only table of its rows, of the given columns: a set again. Errors: `invalid` for a write. */
  columns<const F extends Fields>(fields: F): Table<DS, QueryModel<RowOf<F>>> {
    const source = unchecked<Parameters<typeof Table.fromQuery>[0]>(this.#source, 'a source of a language')
    const made: unknown = Table.fromQuery(
      source,
      unchecked(
        this.#written(out => this.writeStatement(out), 'columns'),
        'vendor text',
      ),
      fields,
    )
    return unchecked<Table<DS, QueryModel<RowOf<F>>>>(made, 'the columns are those of F')
  }

  /** Runs it: what the driver gives. */
  run(options?: CallOptions): Pending<Answer> {
    return Pending.run(async () => unchecked<Answer>(await this.#run(options), 'the language says what it gives'))
  }
  async #run(options: CallOptions | undefined): Promise<unknown> {
    const { rows } = await this.#source.runText(this[expressionKey](), options)
    return this.answer(wholeResult(rows))
  }
  /** What `run()` makes of a result. */
  protected answer(result: unknown): unknown {
    return result
  }

  /** The steps that `run()` would take, without taking them. */
  explain(): Plan {
    return unchecked<Plan>(this[expressionKey]().explain(), 'what every expression tells')
  }
  /** Readable text without values. */
  preview(): string {
    return this[expressionKey]().preview()
  }
  /** The text and the values that a driver takes. Errors: `invalid` for parts that are known when it runs. */
  render(): RenderedText {
    return this.#source.renderedText(this[expressionKey]())
  }
}
