import type { Source, Temporal, UntypedRecord } from '@vantage-ts/core'
import type { Language, LanguageSource } from '@vantage-ts/core/adapter'
import { Block, Return } from './block.ts'
import {
  type Assigned,
  ChangeStatement,
  Insert,
  type PatchStep,
  relateStatement,
  type ReturnMode,
  type Target,
  targetOf,
} from './changes.ts'
import type { Input } from './input.ts'
import type { QlExpression } from './expression.ts'
import { type ChangesOptions, Kill, Live, ShowChanges } from './live.ts'
import { RawStatement } from './raw-statement.ts'
import { nameText } from './name.ts'
import { setRows } from './rows.ts'
import { Select } from './select.ts'
import type { QlStatement, Selectable } from './statement.ts'

/** What all writes have; `Answer` is what `run()` gives. */
export interface Write<DS extends Source, Answer> extends QlStatement<DS, Answer> {
  /** What it gives of each record: `'none'`, `'before'`, `'after'`, `'diff'`, or fields. */
  returning(...given: readonly (ReturnMode | Selectable)[]): this
  /** One value of each record, instead of the record. */
  returningValue(value: Input): QlStatement<DS, Answer extends readonly unknown[] ? readonly unknown[] : unknown>
  timeout(time: Temporal.Duration): this
}

/** A CREATE. */
export interface Create<DS extends Source, Answer = readonly UntypedRecord[]> extends Write<DS, Answer> {
  /** One record, not in an array. */
  only(): Create<DS, UntypedRecord | undefined>
  /** The fields of the record. */
  content(fields: Input): this
  set(values: Assigned): this
}
/** A RELATE: edges between records. */
export interface Relate<DS extends Source, Answer = readonly UntypedRecord[]> extends Write<DS, Answer> {
  only(): Relate<DS, UntypedRecord | undefined>
  content(fields: Input): this
  set(values: Assigned): this
}
/** An UPDATE or UPSERT. Errors: `invalid` for an UPDATE of a table without `where` and without `everything()`. */
export interface Update<DS extends Source, Answer = readonly UntypedRecord[]> extends Write<DS, Answer> {
  only(): Update<DS, UntypedRecord | undefined>
  /** The fields of the record, and no others. */
  content(fields: Input): this
  replace(fields: Input): this
  /** Fields that are changed or added, objects in them as well. */
  merge(fields: Input): this
  patch(steps: readonly PatchStep[]): this
  set(values: Assigned): this
  /** Takes fields away. */
  unset(...fields: readonly string[]): this
  where(...conditions: readonly Input[]): this
  /** Says that all records of the table are meant. */
  everything(): this
}
/** A DELETE. Errors: `invalid` for a table without `where` and without `everything()`. */
export interface Delete<DS extends Source, Answer = readonly UntypedRecord[]> extends Write<DS, Answer> {
  only(): Delete<DS, UntypedRecord | undefined>
  where(...conditions: readonly Input[]): this
  everything(): this
}

/** Where statements of SurrealQL begin; what programs find as `query()` of the source. */
export class SurrealQuery<DS extends Source = Source> implements Language {
  readonly #source: LanguageSource
  constructor(source: LanguageSource) {
    this.#source = source
  }

  select(...columns: readonly Selectable[]): Select<DS> {
    return new Select<DS>(this.#source).select(...columns)
  }
  /** One value of each row: `SELECT VALUE`. */
  selectValue(value: Input): Select<DS, readonly unknown[]> {
    return Select.ofValue<DS>(this.#source, value)
  }
  /** A set as a select of its columns, with its conditions and order, to go on with. */
  fromSet(set: unknown): Select<DS> {
    return Select.ofSet<DS>(this.#source, set)
  }
  /**
   * The rows of a set, to read from; its columns are the typed ones of the set. Rows of one table that are read one inside the
   * other are told apart by a name: `rowsOf(people, 'friend')`.
   */
  rowsOf<T extends { readonly source: Source; readonly $: object }>(set: T, name = 'rows'): T['$'] {
    return setRows(set, nameText(name, 'rowsOf()'), this.#source.database)
  }

  create(target: Target): Create<DS> {
    return this.#change('CREATE', target, 'create')
  }
  insertInto(rows: Target): Insert<DS> {
    return Insert.into<DS>(this.#source, rows)
  }
  update(target: Target): Update<DS> {
    return this.#change('UPDATE', target, 'update')
  }
  /** The same, making a record that is not there. */
  upsert(target: Target): Update<DS> {
    return this.#change('UPSERT', target, 'upsert')
  }
  delete(target: Target): Delete<DS> {
    return this.#change('DELETE', target, 'delete')
  }
  /** Edges of a table, or one edge by its id, from records to records: one of each pair. */
  relate(
    from: QlExpression | readonly QlExpression[],
    edge: Target,
    to: QlExpression | readonly QlExpression[],
  ): Relate<DS> {
    return relateStatement<DS>(this.#source, from, edge, to)
  }
  #change(verb: 'CREATE' | 'UPDATE' | 'UPSERT' | 'DELETE', target: unknown, place: string): ChangeStatement<DS> {
    return ChangeStatement.begin<DS>(this.#source, verb, targetOf(target, place))
  }

  /** The value of an expression. */
  return(value: Input): Return<DS> {
    return new Return<DS>(this.#source, value)
  }
  /** A block that begins with a variable: `let('total', …).return(variable('total'))`. */
  let(name: string, value: Input): Block<DS> {
    return this.block().let(name, value)
  }
  /** Statements one after the other, as one expression. */
  block(): Block<DS> {
    return new Block<DS>(this.#source)
  }

  /** Asks to be told of changes; the answer is the uuid of the live query. */
  live(table: object): Live<DS> {
    return Live.of<DS>(this.#source, table)
  }
  /** Ends a live query. */
  kill(id: unknown): Kill<DS> {
    return new Kill<DS>(this.#source, id)
  }
  showChanges(table: object, options: ChangesOptions): ShowChanges<DS> {
    return new ShowChanges<DS>(this.#source, table, options)
  }

  /** A statement of raw text, with values bound and names quoted: the last resort. */
  ql(parts: TemplateStringsArray, ...given: readonly unknown[]): RawStatement<DS> {
    return new RawStatement<DS>(this.#source, parts, given)
  }
}
