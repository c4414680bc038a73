import { VantageError } from '@vantage-ts/core'
import {
  type AnyNode,
  List,
  Literal,
  type Node,
  nodesOf,
  objectOf,
  type SetColumn,
  type SetFacts,
  statementsOf,
  unchecked,
  walk,
} from '@vantage-ts/core/adapter'
import { nameOf } from './judge-columns.ts'
import type { CopyPlan } from './copy-plan.ts'
import type { Position } from './read-batches.ts'
import type { RunningSet } from './running-set.ts'

/** How many rows met which end so far. */
export interface Tally {
  /** Rows read. */
  readonly read: number
  /** Rows created in the target. */
  readonly inserted: number
  /** Rows whose id the target had, and that were left as they are or are equal. */
  readonly alreadyThere: number
  /** Rows of the target that were made equal. */
  readonly replaced: number
  /** Rows that `map` left out. */
  readonly skipped: number
  /** Rows that were refused. */
  readonly refused: number
}

export const nothingYet: Tally = { read: 0, inserted: 0, alreadyThere: 0, replaced: 0, skipped: 0, refused: 0 }

/** How far a copy has come, as data: JSON that another process can go on from. It holds ids of rows. */
export interface Checkpoint {
  readonly version: 1
  /** Which copy it is of: both sets, their columns and conditions. */
  readonly copy: string
  readonly position: Position
  readonly tally: Tally
  /** Rows of the target before it began, where they were counted. */
  readonly before?: number
}

/** Where a checkpoint is kept between runs. */
export interface CheckpointStore {
  /** The checkpoint that was saved last; undefined for none. */
  load(): unknown
  /** Keeps a checkpoint as a whole or not at all; undefined when the copy is done. */
  save(checkpoint: Checkpoint | undefined): unknown
}

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0

const isPosition = (position: { readonly [name: PropertyKey]: unknown } | undefined): boolean =>
  typeof position?.after === 'string' || (isCount(position?.rows) && typeof position?.last === 'string')

/** Reads a checkpoint. Errors: `invalid` for what is none, and for one of another copy. */
export function checkpointIn(given: unknown, copy: string): Checkpoint | undefined {
  if (given === undefined || given === null) return undefined
  const found = objectOf(given)
  const tally = objectOf(found?.tally)
  const isWhole =
    found?.version === 1 &&
    isPosition(objectOf(found.position)) &&
    Object.keys(nothingYet).every(name => isCount(tally?.[name])) &&
    (found.before === undefined || isCount(found.before))
  if (!isWhole) throw refused('it is no checkpoint of a copy')
  if (found.copy !== copy)
    throw refused('it is of another copy: other sets, other columns, other conditions or another mode')
  return unchecked<Checkpoint>(found, 'its parts were looked at')
}

const refused = (why: string): VantageError =>
  new VantageError(
    `the checkpoint cannot be gone on from, since ${why}; give the copy a place of its own, or remove it`,
    {
      kind: 'invalid',
      details: { reason: 'checkpoint' },
    },
  )

/** A text that is the same for two runs of one copy, in any process, and another one for another copy. */
export async function fingerprint(
  plan: CopyPlan,
  { from, to }: { readonly from: RunningSet; readonly to: RunningSet },
  how: readonly unknown[],
): Promise<string> {
  const pairs = plan.carried.map(pair => [pair.from.property, pair.to.property])
  const facts = JSON.stringify([setText(plan.from, from), readText(from), setText(plan.to, to), pairs, how])
  // Conditions hold values, which a checkpoint need not show.
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(facts))
  return [...new Uint8Array(digest)].map(byte => byte.toString(16).padStart(2, '0')).join('')
}

const columnText = ({ property, type, storage }: SetColumn): readonly unknown[] => [
  property,
  nameOf(type),
  storage?.name ?? '',
]

const setText = (facts: SetFacts, { source }: RunningSet): readonly unknown[] => [
  source.name,
  facts.entity,
  facts.path,
  facts.columns.map(columnText),
  facts.where === undefined ? [] : [facts.where.preview(), ...valueTexts([facts.where])],
]

/** What is read besides the columns of a table: how columns are calculated, and the set inside of one that is a table of its own. */
function readText(set: RunningSet): readonly unknown[] {
  return statementsOf(set).all.flatMap(({ statement, values }) => {
    const nodes = nodesOf(statement)
    return [...nodes.map(node => node.preview()), ...valueTexts(nodes, values)]
  })
}

/** A text for each value that stands in nodes, in their order; what is known at run only, such as `now()`, has none. */
function valueTexts(nodes: readonly Node[], parameters: readonly unknown[] = []): readonly unknown[] {
  const texts: unknown[] = []
  walk(nodes, node => {
    const value = valueIn(node, parameters)
    if (value !== undefined) texts.push(textOf(node, value))
    return undefined
  })
  return texts
}

function valueIn(node: AnyNode, parameters: readonly unknown[]): unknown {
  if (node instanceof Literal) return node.value
  if (node instanceof List) return node.values
  return node.kind === 'param' ? parameters[node.index] : undefined
}

/** The text of a value, or of each one of a list. */
function textOf({ type, isList }: Node, value: unknown): unknown {
  const text = (one: unknown): string | null =>
    one === null || one === undefined ? null : type.toText(unchecked<never>(one, 'a value of the type'))
  return isList && Array.isArray(value) ? value.map(text) : text(value)
}
