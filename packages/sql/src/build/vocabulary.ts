import { VantageError } from '@vantage-ts/core/adapter'
import { call as plainCall, type Call, speechOf } from './call.ts'
import { Cast } from './cast.ts'
import { CaseExpression } from './case-expression.ts'
import { type Columns, columnsOf, EveryColumn, rowsBehind, type RowsOf } from './columns.ts'
import { allOf, anyOf, type Input, operandOf, Prefixed, type SqlExpression } from './expression.ts'
import type { Language } from './language.ts'
import { checkedName, checkedNames } from './names.ts'
import { NamedTable } from './named-table.ts'
import { Identifier, RawText, rawParts } from './raw-text.ts'
import { SqlStatement } from './statement.ts'
import { Window } from './window.ts'
import { cte, type CteOptions, recursive, renamed } from './with.ts'

/** Where a table is, and what it is called in the statement. */
export interface TableOptions<Name extends string = string> {
  /** What its rows are called. Default: the table's name. */
  readonly as?: string
  /** The schema, or schemas, around it. */
  readonly schema?: string | readonly string[]
  /** Its columns, where the builder is to refuse others. */
  readonly columns?: readonly Name[]
}

/** A statement that gives its rows names. */
export interface Naming<Tag extends string, Name extends string> extends SqlExpression<Tag> {
  readonly '~rows': Name
}

/** A statement that only reads, for languages whose WITH names no others. */
export interface Reading<Tag extends string, Name extends string> extends Naming<Tag, Name> {
  as(name: string): object
}

/**
 * The words that every SQL database has, for one of them: an adapter exports them beside its own.
 *
 * Shape: `Tag` is that of the language, so that its expressions are kept from those of another; with `language` they are also
 * refused when a statement is built.
 */
export function vocabulary<Tag extends string>(language?: Language & { readonly tag: Tag }) {
  const call = language === undefined ? plainCall<Tag> : speechOf(language).call
  type Given = Input<Tag>
  type Expression = SqlExpression<Tag>
  const known =
    (name: string) =>
    (...args: readonly Given[]): Call<Tag> =>
      call(name, ...args)

  return {
    /** A table or view by its name: `table('orders', 'o')`, `table('orders', { schema: 'shop', as: 'o' })`. */
    table<const Name extends string = string>(name: string, options?: string | TableOptions<Name>): Columns<Tag, Name> {
      const { as, schema = [], columns } = typeof options === 'string' ? { as: options } : (options ?? {})
      const path = [...checkedNames([schema].flat(), 'a schema', 'table'), checkedName(name, 'a table', 'table')]
      if (as !== undefined) checkedName(as, 'rows', 'table')
      if (columns !== undefined) checkedNames(columns, 'a column', 'table')
      return columnsOf<Tag, Name>(new NamedTable(path, { alias: as, columns, language }))
    },
    /** All columns of rows: `select(every(o))`. */
    every: <Name extends string>(rows: RowsOf<Tag, Name>): EveryColumn<Name> =>
      new EveryColumn<Name>(rowsBehind(rows, 'every')),
    /** A column of the result by its name, for orders of compounds. */
    resultColumn: (name: string): Expression =>
      new RawText(['', ''], [new Identifier([name], 'resultColumn', 'a column of the result')]),

    /** A value as it is bound, for the left side of an operator. */
    value: (given: Given): Expression => operandOf(given, 'value'),
    /** Whether all conditions hold. Errors: `invalid` for none. */
    and: (...conditions: readonly Given[]): Expression => joined('and', conditions),
    /** Whether one of the conditions holds. Errors: `invalid` for none. */
    or: (...conditions: readonly Given[]): Expression => joined('or', conditions),
    not: (condition: Given): Expression => operandOf(condition, 'not').not(),
    /** Whether a statement gives a row. */
    exists: (statement: Expression): Expression => new Prefixed('EXISTS', statementIn(statement, 'exists')),
    notExists: (statement: Expression): Expression => new Prefixed('NOT EXISTS', statementIn(statement, 'notExists')),
    /** A branch: `when(c.level.gt(3), 'gold').otherwise('plain')`. */
    when: (condition: Given, then: Given): CaseExpression<Tag> =>
      new CaseExpression<Tag>(undefined).when(condition, then),
    /** Branches by value: `caseOf(o.state).when('paid', 1).otherwise(0)`. */
    caseOf: (value: Given): CaseExpression<Tag> => new CaseExpression<Tag>(operandOf(value, 'caseOf')),
    /** `CAST(x AS type)`: the type is a name of the language, with numbers in brackets where it has some: `numeric(10, 2)`. */
    cast: (value: Given, type: string): Expression => new Cast(operandOf(value, 'cast'), type, language),

    coalesce: known('coalesce'),
    /** Null where both are equal. */
    nullIf: (value: Given, other: Given): Call<Tag> => call('nullif', value, other),
    lower: (text: Given): Call<Tag> => call('lower', text),
    upper: (text: Given): Call<Tag> => call('upper', text),
    length: (text: Given): Call<Tag> => call('length', text),
    trim: known('trim'),
    ltrim: known('ltrim'),
    rtrim: known('rtrim'),
    replace: (text: Given, what: Given, by: Given): Call<Tag> => call('replace', text, what, by),
    /** From a character, 1 is the first; so many of them, or to the end. */
    substr: (text: Given, from: Given, count?: Given): Call<Tag> =>
      count === undefined ? call('substr', text, from) : call('substr', text, from, count),
    abs: (number: Given): Call<Tag> => call('abs', number),
    round: known('round'),
    ceil: (number: Given): Call<Tag> => call('ceil', number),
    floor: (number: Given): Call<Tag> => call('floor', number),
    sign: (number: Given): Call<Tag> => call('sign', number),
    sqrt: (number: Given): Call<Tag> => call('sqrt', number),
    power: (number: Given, exponent: Given): Call<Tag> => call('power', number, exponent),
    exp: (number: Given): Call<Tag> => call('exp', number),
    ln: (number: Given): Call<Tag> => call('ln', number),

    /** How many rows there are, or how many values that are not null. */
    count: (of?: Given): Call<Tag> => (of === undefined ? call('count', new RawText(['*'], [])) : call('count', of)),
    sum: (of: Given): Call<Tag> => call('sum', of),
    avg: (of: Given): Call<Tag> => call('avg', of),
    min: (of: Given): Call<Tag> => call('min', of),
    max: (of: Given): Call<Tag> => call('max', of),

    rowNumber: (): Call<Tag> => call('row_number'),
    rank: (): Call<Tag> => call('rank'),
    denseRank: (): Call<Tag> => call('dense_rank'),
    percentRank: (): Call<Tag> => call('percent_rank'),
    cumeDist: (): Call<Tag> => call('cume_dist'),
    /** In so many parts of the same size. */
    ntile: (parts: number): Call<Tag> => call('ntile', wholeNumber(parts, 'ntile')),
    /** The value so many rows before, or `otherwise` where there is none. */
    lag: (of: Given, rows?: number, otherwise?: Given): Call<Tag> => shifted('lag', of, rows, otherwise),
    lead: (of: Given, rows?: number, otherwise?: Given): Call<Tag> => shifted('lead', of, rows, otherwise),
    firstValue: (of: Given): Call<Tag> => call('first_value', of),
    lastValue: (of: Given): Call<Tag> => call('last_value', of),
    nthValue: (of: Given, row: number): Call<Tag> => call('nth_value', of, wholeNumber(row, 'nthValue')),
    /** The rows that a window function sees: `window().partitionBy(…).orderBy(…).rows('unbounded preceding')`. */
    window: (basedOn?: string): Window<Tag> => Window.of<Tag>(language, basedOn),

    /** A statement under a name: `with(big)` defines it and `from(big)` reads it. */
    cte: <Name extends string = string>(
      name: string,
      statement: Naming<Tag, Name>,
      options?: CteOptions,
    ): Columns<Tag, Name> => cte(name, statementIn(statement, 'cte'), options) as Columns<Tag, Name>,
    /** A statement that reads its own rows: `recursive('tree', ['id'], tree => start.unionAll(step))`. */
    recursive: <const Name extends string>(
      name: string,
      columns: readonly Name[],
      build: (rows: Columns<Tag, Name>) => Expression,
    ): Columns<Tag, Name> =>
      recursive(name, columns, rows => statementIn(build(rows as Columns<Tag, Name>), 'recursive')) as Columns<
        Tag,
        Name
      >,

    /** The rows of a named statement under another name, to read them twice: `renamed(tree, 'parent')`. */
    renamed: <Name extends string>(rows: RowsOf<Tag, Name>, name: string): Columns<Tag, Name> =>
      renamed(rows, name) as Columns<Tag, Name>,

    /** Any function of the database, by its name: `func('my_schema', 'score')(o.total)`. The name is quoted. */
    func:
      (...path: readonly string[]) =>
      (...args: readonly Given[]): Expression =>
        new RawText(
          args.length === 0 ? ['', '()'] : ['', '(', ...args.slice(1).map(() => ', '), ')'],
          [new Identifier(path, 'func', 'a function'), ...args],
          language,
        ),
    /** Text of the language with values bound: `` sql`${o.total} % ${7}` ``. It takes no text that was put together. */
    sql: (parts: TemplateStringsArray, ...given: readonly unknown[]): Expression =>
      new RawText(rawParts(parts), given, language),
    /** A name in raw text, quoted. */
    ident: (...path: readonly string[]): Identifier => new Identifier(path),
  }

  function joined(place: 'and' | 'or', conditions: readonly Given[]): Expression {
    const operands = conditions.map(one => operandOf(one, place))
    const made = place === 'and' ? allOf(operands) : anyOf(operands)
    if (made === undefined) throw none(place)
    return made
  }
  function shifted(name: string, of: Given, rows: number | undefined, otherwise: Given | undefined): Call<Tag> {
    if (rows === undefined && otherwise === undefined) return call(name, of)
    const by = wholeNumber(rows ?? 1, name)
    return otherwise === undefined ? call(name, of, by) : call(name, of, by, otherwise)
  }
}

const none = (place: string): VantageError =>
  new VantageError(`${place}() of no conditions; leave it out, or write what it means`, { kind: 'invalid' })

function statementIn(given: unknown, place: string): SqlStatement {
  if (given instanceof SqlStatement) return given
  throw new VantageError(`${place}() takes a statement, such as db.query().select(…)`, { kind: 'invalid' })
}

/** A number that is a part of the text: some places take no bound value. Errors: `invalid` for anything but a whole number. */
export function wholeNumber(given: number, place: string): SqlExpression<never> {
  if (Number.isSafeInteger(given)) return new RawText([String(given)], [])
  throw new VantageError(`${place}() takes a whole number`, { kind: 'invalid' })
}
