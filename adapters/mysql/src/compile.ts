import { type CompiledStatement, type ParameterSlot, type Statement, VantageError } from '@vantage-ts/core/adapter'
import { checkPlaceholders, render, type RenderedInsert, renderInsert } from '@vantage-ts/sql'
import { dialects } from './dialect.ts'
import type { Piece } from './piece.ts'
import { type GivingBack, givingBack } from './returning.ts'
import type { Flavor, ServerFacts } from './server.ts'
import { countThere, markThere } from './skipped.ts'

/** How a statement is sent to a server of one flavor. */
export interface Plan extends Piece {
  readonly insert: RenderedInsert | undefined
  /** How written rows are read back, where the statement does not give them itself. */
  readonly givingBack: GivingBack | undefined
  /** The last two columns of its rows tell which of them were there before; they are left out. */
  readonly marksThere: boolean
}

/** A column of the result, by its position. */
export interface CalculatedColumn {
  readonly index: number
  readonly arithmetic: 'int' | 'float'
}

/** A statement ready to be sent. */
export interface MysqlStatement extends CompiledStatement {
  readonly kind: Statement['kind']
  readonly isWrite: boolean
  readonly isRaw: boolean
  /** Result columns that are calculated numbers, which may be beyond what their type holds. */
  readonly calculated: readonly CalculatedColumn[]
  /** Or why a server of that flavor cannot run it. */
  readonly plans: { readonly [Name in Flavor]?: Plan | VantageError }
}

/** Collects the values of several texts of one statement. */
class Slots {
  readonly all: ParameterSlot[] = []
  /** The same values in the same order are bound once, however many texts take them. */
  add(text: string, slots: readonly ParameterSlot[]): Piece {
    const known = this.#find(slots)
    const from = known < 0 ? this.all.length : known
    if (known < 0) this.all.push(...slots)
    return { text, from, to: from + slots.length }
  }

  #find(slots: readonly ParameterSlot[]): number {
    const isSame = (slot: ParameterSlot, at: number): boolean =>
      this.all[at]?.index === slot.index && this.all[at]?.typeName === slot.typeName
    for (let from = 0; from + slots.length <= this.all.length; from++)
      if (slots.every((slot, index) => isSame(slot, from + index))) return from
    return -1
  }
}

/**
 * Compiles a parameterized statement. Pure.
 *
 * Shape: for the server that is known, and before the first connection for both.
 */
export function compileStatement(statement: Statement, { server }: ServerFacts): MysqlStatement {
  const slots = new Slots()
  const flavors: readonly Flavor[] = server === undefined ? ['mariadb', 'mysql'] : [server.flavor]
  const plans = Object.fromEntries(flavors.map(flavor => [flavor, planOrRefusal(statement, flavor, slots)]))
  const first = Object.values(plans).find(isPlan)
  // Nobody has to be asked about what neither of them can do.
  if (first === undefined) throw Object.values(plans)[0]
  return {
    kind: statement.kind,
    text: first.text,
    slots: slots.all,
    rows: statement.kind === 'raw' ? 'objects' : 'arrays',
    isWrite: statement.kind !== 'select' && !isReading(statement.kind, first.text),
    isRaw: statement.kind === 'raw',
    calculated: calculatedColumns(statement),
    plans,
  }
}

const isReading = (kind: Statement['kind'], text: string): boolean =>
  kind === 'raw' && /^\s*\(*\s*(select|show|describe|explain|values)\b/i.test(text)

const isPlan = (plan: Plan | VantageError): plan is Plan => !VantageError.is(plan)

function planOrRefusal(statement: Statement, flavor: Flavor, slots: Slots): Plan | VantageError {
  try {
    return planOf(statement, flavor, slots)
  } catch (thrown) {
    return VantageError.from(thrown)
  }
}

function planOf(statement: Statement, flavor: Flavor, slots: Slots): Plan {
  const plain = { insert: undefined, givingBack: undefined, marksThere: false }
  const dialect = dialects[flavor]
  if (statement.kind === 'select' || statement.kind === 'raw') {
    const { text, slots: own } = render(statement, dialect)
    if (statement.kind === 'raw') checkRaw(text, own.length)
    return { ...plain, ...slots.add(text, own) }
  }
  const back = givingBack(statement, flavor, (text, own) => slots.add(text, own))
  const isGiven = statement.returning.length > 0 && back === undefined
  const marksThere =
    isGiven && (statement.kind === 'insert' || statement.kind === 'insert-select') && statement.onConflict === 'skip'
  const form = marksThere ? markThere(dialect) : dialect
  const written = back === undefined ? statement : { ...statement, returning: [] }
  const ending = marksThere ? countThere : ''
  if (written.kind === 'insert') {
    const rendered = renderInsert(written, form)
    const insert = { ...rendered, textFor: (rows: number) => rendered.textFor(rows) + ending }
    return { ...slots.add(insert.textFor(1), []), insert, givingBack: back, marksThere }
  }
  const { text, slots: own } = render(written, form)
  return { ...slots.add(text + ending, own), insert: undefined, givingBack: back, marksThere }
}

function checkRaw(text: string, values: number): void {
  checkPlaceholders(text, values, /'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|--[^\n]*|#[^\n]*|\/\*(?:.|\n)*?\*\//g)
  if (/^\s*(begin(?!\s+not\b)|start\s+transaction|commit|rollback|savepoint|release)\b/i.test(text))
    throw new VantageError('transactions are begun and ended by begin(), not by a template', { kind: 'invalid' })
}

function calculatedColumns(statement: Statement): readonly CalculatedColumn[] {
  if (statement.kind !== 'select') return []
  return statement.columns.flatMap(({ node: { type, kind } }, index) => {
    const { arithmetic } = type
    const isCalculated = kind === 'operation' || kind === 'aggregate' || kind === 'case'
    return isCalculated && (arithmetic === 'int' || arithmetic === 'float') ? [{ index, arithmetic }] : []
  })
}
