import type { ExpressionSource } from '../expression/execute.ts'
import type { CallOptions } from '../expression/execute.ts'
import type { Scope } from '../expression/home.ts'
import { several } from '../expression/home.ts'
import { type Node, Template, type TemplatePlace } from '../expression/node.ts'
import { linksOf } from '../expression/outlook.ts'
import { selectKey } from '../expression/statement-key.ts'
import type { Select } from '../expression/statement.ts'
import type { MaybePromise } from './maybe-promise.ts'

/** Text between operands, and the rows that it reads by itself. */
export interface VendorText {
  readonly parts: readonly string[]
  readonly operands: readonly Node[]
  readonly places?: readonly TemplatePlace[] | undefined
  /** Which operand stands in each gap, where one stands in several. */
  readonly gaps?: readonly number[] | undefined
}

/** A statement as its driver is given it. */
export interface RenderedText {
  readonly text: string
  /** Encoded, in the order of the placeholders. */
  readonly values: readonly unknown[]
}

/** What builders of a database's own language need of the source that runs what they build. */
export interface LanguageSource {
  readonly name: string
  readonly database: object
  text(text: VendorText): Template
  /** Runs text as it stands: the rows as the driver gives them, and how many were written where there are none. */
  runText(
    node: Template,
    options?: CallOptions,
  ): MaybePromise<{ readonly rows: readonly unknown[]; readonly count: number }>
  /** What the driver would be given. Errors: `invalid` for what is only known when it runs. */
  renderedText(node: Template): RenderedText
}

/** The builders of a database's own language. */
export interface Language {
  /** A set as a statement, to go on with. */
  fromSet(set: unknown): unknown
}

/** Vendor text of a source that belongs to no set. Columns of rows that it does not read itself are those of a set around it. */
export function vendorText(source: ExpressionSource, { parts, operands, places, gaps }: VendorText): Template {
  const own = places?.flatMap(({ occurrence }) => (occurrence === undefined ? [] : [occurrence.key])) ?? []
  return new Template(source, parts, operands, alone, scopeOf(operands, own), undefined, places, gaps)
}

function scopeOf(operands: readonly Node[], own: readonly string[]): Scope {
  if (operands.every(({ scope }) => scope === undefined)) return undefined
  const [first, second] = linksOf(operands, own)
  return second === undefined ? first : several
}

function alone(node: Node): Select {
  const columns = [{ name: 'value', node }]
  return { kind: 'select', columns, order: [], key: selectKey({ columns, order: [] }) }
}
