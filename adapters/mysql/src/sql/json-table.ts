import { VantageError } from '@vantage-ts/core/adapter'
import { columnsOf, type Columns, FunctionRows, operandOf, SqlExpression, type Writer } from '@vantage-ts/sql/build'
import { quoteName } from '../quote.ts'
import type { Given } from './speech.ts'

const typeName = /^[a-z]+(?: [a-z]+)?(?:\(\d+(?:, ?\d+)?\))?$/i
const pathText = /^\$(?:\.(?:\w+|\*|"[^"'\\]+")|\[(?:\d+|\*)\])*$/

/** The rows of an array in JSON. */
class JsonTable extends SqlExpression<'mysql'> {
  readonly #of: SqlExpression
  readonly #words: string
  constructor(of: SqlExpression, words: string) {
    super()
    this.#of = of
    this.#words = words
  }
  override write(out: Writer): void {
    out.text('json_table(')
    this.#of.write(out)
    out.text(this.#words)
  }
}

/**
 * The rows of what a path leads to, each with these columns: `jsonTable(p.tags, '$[*]', { tag: ['varchar(20)', '$'] }, 't')`.
 *
 * Errors: `invalid` for a path or a type that is none: both are a part of the text.
 */
export function jsonTable<const Name extends string>(
  of: Given,
  path: string,
  columns: { readonly [Each in Name]: string | readonly [type: string, path: string] },
  alias: string,
): Columns<'mysql', Name> {
  const names = Object.keys(columns) as Name[]
  const defined = names.map(name => definitionOf(name, columns[name]))
  if (defined.length === 0) throw invalid('jsonTable() takes at least one column')
  const words = `, '${checkedPath(path)}' COLUMNS (${defined.join(', ')}))`
  const call = new JsonTable(operandOf(of, 'jsonTable'), words)
  return columnsOf<'mysql', Name>(new FunctionRows(call, alias, { columns: names }))
}

function definitionOf(name: string, given: string | readonly [type: string, path: string]): string {
  const [type, path] = typeof given === 'string' ? [given, `$.${name}`] : given
  if (type === 'ordinality') return `${quoteName(name)} FOR ORDINALITY`
  if (!typeName.test(type)) throw invalid(`jsonTable(): "${type}" is no name of a type, such as int or varchar(20)`)
  return `${quoteName(name)} ${type} PATH '${checkedPath(path)}'`
}

function checkedPath(path: string): string {
  if (pathText.test(path)) return path
  throw invalid(`jsonTable(): "${path}" is no path of JSON; one is such as $.lines[*].price`)
}

const invalid = (why: string): VantageError => new VantageError(why, { kind: 'invalid' })
