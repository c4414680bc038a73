import type {
  CompiledStatement,
  From,
  ParameterSlot,
  Projection,
  Select,
  Statement,
  StorageTable,
} from '@vantage-ts/core/adapter'
import { holdsAggregate } from './holds-aggregate.ts'
import { anyNode } from './inside.ts'
import { batchText, selectText, subselects } from './render-select.ts'
import { deleteText, insertSelectText, insertText, updateText } from './render-write.ts'
import { isTooDeep } from './nesting.ts'
import { Rendering, type RenderSettings, rowsMark, type SelectForm } from './rendering.ts'
import { EmptyScope, Frame } from './scope.ts'
import { Expressions } from './expressions.ts'
import { vendorText } from './templates.ts'
import { orderMark } from './text-places.ts'
import { needDefined } from './variables.ts'

/** One text of a statement, and what is bound besides its parameters. */
export interface Text {
  /** Numbers of rows stand in it as parameters, as all values do. */
  readonly text: string
  /** The text that is sent, with numbers of rows in their places. */
  sent(parameters: readonly unknown[]): string
  readonly slots: readonly ParameterSlot[]
  readonly constants: ReadonlyMap<string, unknown>
  /** Slots of lists that a text with shards looks up by patterns. */
  readonly patterned: ReadonlySet<number>
  /** Into how many patterns those lists are cut. */
  readonly shards: number
}

/** What a statement may turn out to need when it runs. */
export interface Variant {
  readonly shards: number
  readonly missing: ReadonlySet<string>
  readonly inTransaction: boolean
  readonly seesOwnWrites: boolean
}

/** The texts of a streamed select: the first rows, then the ids of all others, then records by some of those. */
export interface Batches {
  /** Absent for a set with a window of its own. */
  readonly first: Text | undefined
  readonly ids: Text
  readonly rows: Text
}

/** A compiled statement; it renders further texts for long lists and for tables that do not exist. */
export interface SurrealStatement extends CompiledStatement {
  readonly statement: Statement
  readonly usual: Text
  variant(variant: Variant): Text
  /** Present for selects whose rows are records, each of which is found again by its id. */
  batches?(variant: Variant): Batches
  /** Positions of calculated cells whose numbers may be beyond what their type holds. */
  readonly calculated: readonly CalculatedCell[]
}

export interface CalculatedCell {
  readonly index: number
  readonly type: 'int' | 'float'
}

interface Rendered {
  readonly rendering: Rendering
  readonly text: Text
}

const nothingMissing: ReadonlySet<string> = new Set()

/** Compiles a parameterized statement, once per structural key. Errors: `unsupported`, `invalid` for what cannot be rendered. */
export function compileStatement(statement: Statement, storages: StorageTable, castsFloats: boolean): SurrealStatement {
  needDefined(statement)
  const settings = {
    storages,
    missing: nothingMissing,
    shards: 0,
    inTransaction: false,
    seesOwnWrites: false,
    castsFloats,
    isFlat: false,
  }
  const rendered = (form: RenderSettings, body: (rendering: Rendering) => string, like?: Rendering): Rendered => {
    const rendering = new Rendering(form, subselects, like)
    const text = finished(rendering, body(rendering), statement)
    return form.isFlat || !isTooDeep(text.text) ? { rendering, text } : rendered({ ...form, isFlat: true }, body, like)
  }
  const { rendering: usualRendering, text: usual } = rendered(settings, rendering => eitherBody(statement, rendering))
  const variantOf = (variant: Variant, body: (rendering: Rendering) => string): Text =>
    rendered({ ...settings, ...variant }, body, usualRendering).text
  // The number of shards is a power of two: a handful of texts at most.
  const texts = new Map<string, Text>()
  return {
    text: usual.text,
    slots: usual.slots,
    rows: statement.kind === 'raw' ? 'objects' : 'arrays',
    statement,
    usual,
    calculated: statement.kind === 'select' ? statement.columns.flatMap(calculatedCell) : [],
    variant: variant => {
      const key =
        variant.missing.size > 0 ? undefined : [variant.shards, variant.inTransaction, variant.seesOwnWrites].join()
      const known = key === undefined ? undefined : texts.get(key)
      const text = known ?? variantOf(variant, rendering => eitherBody(statement, rendering))
      if (key !== undefined) texts.set(key, text)
      return text
    },
    ...(statement.kind === 'select' && isOfRecords(statement) ? { batches: batchesOf(statement, variantOf) } : {}),
  }
}

/** Rows that a stream reads at once. */
export const chunkRows = 500

const batchesOf =
  (select: RecordSelect, variantOf: (variant: Variant, body: (rendering: Rendering) => string) => Text) =>
  (variant: Variant): Batches => {
    const textOf = (form: SelectForm): Text =>
      variantOf(variant, rendering =>
        selectText(select, new Frame(rendering, undefined), rendering, { ...form, isTotal: true }),
      )
    const isCut = select.limit !== undefined || select.offset !== undefined
    return {
      first: isCut ? undefined : textOf({ shape: 'row', atMost: chunkRows }),
      ids: textOf({ shape: 'record', ...(isCut ? {} : { skip: chunkRows }) }),
      rows: variantOf(variant, rendering => batchText(select, select.from.occurrence, rendering)),
    }
  }

function finished(rendering: Rendering, body: string, statement: Statement): Text {
  const { slots, constants, patterned, definitions, settings } = rendering
  const marked = withDefinitions(definitions, body, statement.kind === 'raw')
  const pieces = marked.split(rowsMark)
  const text = pieces.join('')
  // Every second piece is the name of a number of rows.
  const isCut = pieces.length > 1
  const sent = (parameters: readonly unknown[]): string =>
    pieces.map((piece, index) => (index % 2 === 0 ? piece : String(parameters[rendering.slotOf(piece)]))).join('')
  return { text, sent: isCut ? sent : () => text, slots, constants, patterned, shards: settings.shards }
}

/** A list that the statement computes is compared with one by one, which can use an index, or by patterns when it is long. */
function eitherBody(statement: Statement, rendering: Rendering): string {
  const alone = bodyText(statement, rendering)
  const isLong = rendering.usesPatterns
  if (isLong === undefined) return alone
  rendering.isNested = true
  const oneByOne = bodyText(statement, rendering)
  rendering.matchesPatterns = true
  // As the result of a block, `IF { SELECT … }` loses the list around a single row; as the value of a variable it does not.
  return rendering.hoist(`IF ${isLong} { (${bodyText(statement, rendering)}) } ELSE { (${oneByOne}) }`)
}

function bodyText(statement: Statement, rendering: Rendering): string {
  switch (statement.kind) {
    case 'select':
      return selectText(statement, new Frame(rendering, undefined), rendering, { shape: 'row' })
    case 'insert':
      return insertText(statement, rendering)
    case 'insert-select':
      return insertSelectText(statement, rendering)
    case 'update':
      return updateText(statement, rendering)
    case 'delete':
      return deleteText(statement, rendering)
    case 'raw': {
      const inside = new Expressions(rendering, new EmptyScope(new Frame(rendering, undefined)))
      const node = anyNode(statement.node)
      rendering.isInOrder = node.kind === 'template' && node.places.some(({ name }) => name === orderMark)
      return node.kind === 'template' ? vendorText(node, inside) : `RETURN ${inside.text(node)}`
    }
  }
}

/** Parts that are computed once stand before the statement, in one block: one statement for the engine, one snapshot. */
function withDefinitions(hoisted: readonly string[], body: string, isRaw: boolean): string {
  if (hoisted.length === 0) return body
  const definitions = hoisted.join('; ')
  // A block that ends with nothing but a block gives NONE in this engine.
  return isRaw
    ? `${definitions}; ${body}`
    : `{ ${definitions}; ${body.startsWith('{') ? `IF true { ${body} }` : body} }`
}

function calculatedCell({ node }: Projection, index: number): readonly CalculatedCell[] {
  const { arithmetic } = node.type
  return node.kind !== 'column' && (arithmetic === 'int' || arithmetic === 'float') ? [{ index, type: arithmetic }] : []
}

type RecordSelect = Select & { readonly from: From & { readonly kind: 'table' } }

/** Whether the rows of a select are records of a table. */
const isOfRecords = (select: Select): select is RecordSelect =>
  select.from?.kind === 'table' &&
  select.groupBy === undefined &&
  ![...select.columns, ...select.order].some(({ node }) => holdsAggregate(node))
