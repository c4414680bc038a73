import type { CompiledStatement, Insert, Statement } from '@vantage-ts/core/adapter'
import type { RenderContext } from './context.ts'
import type { Dialect } from './dialect.ts'
import { ExpressionRenderer } from './expression.ts'
import { Parameters } from './parameters.ts'
import { Aliases } from './scope.ts'
import { around, subselect, topSelect } from './select.ts'
import { deleteText, insertParts, insertSelectText, updateText } from './write.ts'

/** An insert rendered for any number of rows. Its cells are bound row by row, in the order of its columns. */
export interface RenderedInsert extends CompiledStatement {
  /** Placeholders of one row. */
  readonly width: number
  /** The text that inserts so many rows at once; rows without columns go one at a time. */
  textFor(rowCount: number): string
}

/**
 * Renders a parameterized statement: values are only bound, identifiers are only quoted.
 *
 * Shape: pure; call it once per structural key. An insert is `renderInsert`'s.
 * Errors: `unsupported` for what the dialect lacks, `invalid` for columns out of reach.
 */
export function render(statement: Exclude<Statement, Insert>, dialect: Dialect): CompiledStatement {
  const context = contextOf(statement, dialect)
  const { text, slots } = context.parameters.finish(unfinishedText(context, statement), dialect)
  return { text, slots, rows: statement.kind === 'raw' ? 'objects' : dialect.rows }
}

function unfinishedText(context: RenderContext, statement: Exclude<Statement, Insert>): string {
  switch (statement.kind) {
    case 'select':
      return topSelect(context, statement)
    case 'insert-select':
      return insertSelectText(context, statement)
    case 'update':
      return updateText(context, statement)
    case 'delete':
      return deleteText(context, statement)
    case 'raw':
      return new ExpressionRenderer(context, undefined).bare(statement.node)
  }
}

/** Renders an insert; `text` is that of one row. */
export function renderInsert(insert: Insert, dialect: Dialect): RenderedInsert {
  const { head, row, tail, width } = insertParts(contextOf(insert, dialect), insert)
  const textFor = (rowCount: number): string => {
    const rows = Array.from({ length: rowCount }, (_, index) => row(index * width))
    return `${head} ${rows.join(', ')}${tail}`
  }
  return { text: textFor(1), slots: [], rows: dialect.rows, width, textFor }
}

function contextOf(statement: Statement, dialect: Dialect): RenderContext {
  const context: RenderContext = {
    dialect,
    parameters: new Parameters(),
    aliases: new Aliases(statement, dialect),
    subselect: (select, outer, form) => subselect(context, select, outer, form),
    derived: (select, outer, form) => subselect(context, select, around(context, outer), form),
  }
  return context
}
