import { suggest } from '../errors/suggest.ts'
import { VantageError } from '../errors/vantage-error.ts'
import type { ColumnNode } from '../expression/node.ts'
import { type Hop, leaving, referenceOf } from '../relation/reference.ts'
import { narrowed, type SetState } from '../set/state.ts'
import { unsupported } from '../source/guard.ts'
import { atomically } from './inside-transaction.ts'
import { completeRecord, idOf, idValues, type Values } from './record.ts'
import { refuseUnwritable } from './writable-set.ts'
import { refuseHeldOutside } from './insert-statements.ts'
import { completeRecords, generateIds } from './write.ts'
import type { PipelineOptions } from './around.ts'
import { createRow, insertMany, insertRow } from './write-pipeline.ts'

/** A record to insert, with the records around it. */
interface Branch {
  readonly state: SetState
  /** Where it stands in what was given: `orders[1].lines[0]`. */
  readonly place: string
  readonly own: Record<string, unknown>
  /** Records that its keys come from: inserted first. */
  readonly before: readonly Child[]
  /** Records that get keys from it. */
  readonly after: readonly Child[]
}

interface Child {
  readonly name: string
  /** One hop, or two over a table in between. */
  readonly hops: readonly Hop[]
  readonly branches: readonly Branch[]
}

/**
 * Inserts a record with the records that its references lead to: those it points at first, those that point at it last.
 *
 * Shape: insert's meaning for each record; keys are filled from the records they refer to. One statement for each record, and one
 * for all children without children; one more where such a child was there already. In a transaction where the source has them.
 * Errors: everything that is known before is refused before anything is written: `invalid` for unknown names and wrong shapes,
 * `unsupported` across databases, `conflict` for a key of another record, `validation` and `type-mismatch` by their place. A child
 * that is there already and belongs to another record is a `conflict`.
 */
export async function insertNested(
  state: SetState,
  id: unknown,
  record: object,
  how: PipelineOptions,
): Promise<unknown> {
  const { options } = how
  const root = branchOf(state, record, { at: '', around: [] })
  const ids = id === undefined ? new Map() : idValues(state.definition, id)
  for (const [column, value] of ids) root.own[column.property] = value
  check(root, new Set())
  if (isAlone(root)) return insertBranch(root, how)
  return atomically(state, options, ({ source }) => insertBranch(within(root, source), how))
}

const isAlone = ({ before, after }: Branch): boolean => before.length + after.length === 0

/** The same records on another source of the database. */
function within(branch: Branch, source: SetState['source']): Branch {
  const moved = (child: Child): Child => ({
    ...child,
    hops: child.hops.map(hop => ({ ...hop, target: { ...hop.target, source } })),
    branches: child.branches.map(inner => within(inner, source)),
  })
  const { state, before, after } = branch
  return { ...branch, state: { ...state, source }, before: before.map(moved), after: after.map(moved) }
}

/** Where a record stands, and the records around it. */
interface Place {
  readonly at: string
  readonly around: readonly unknown[]
}
const maxDepth = 50

function branchOf(state: SetState, record: unknown, { at, around }: Place): Branch {
  const { definition } = state
  if (typeof record !== 'object' || record === null || Array.isArray(record))
    throw refused(state, at, `takes a record of ${definition.entity.name}`)
  if (around.includes(record)) throw refused(state, at, 'is a record that it stands in')
  if (around.length >= maxDepth) throw refused(state, at, `is deeper than ${maxDepth} records`)
  refuseUnwritable(state, 'insertNested')
  const own: Record<string, unknown> = Object.create(null)
  const before: Child[] = []
  const after: Child[] = []
  const refs = Object.keys(definition.entity.refsOf())
  for (const [name, value] of Object.entries(record)) {
    if (value === undefined) continue
    const place = at === '' ? name : `${at}.${name}`
    if (Object.hasOwn(definition.columns, name)) own[name] = value
    else if (refs.includes(name)) {
      const child = childOf(state, name, value, { at: place, around: [...around, record] })
      if (referenceOf(state, name).kind === 'one') before.push(child)
      else after.push(child)
    } else
      throw refused(
        state,
        place,
        `is neither a column nor a reference of ${definition.entity.name}.${suggest(name, [...Object.keys(definition.columns), ...refs])}`,
      )
  }
  return { state, place: at, own, before, after }
}

function childOf(state: SetState, name: string, value: unknown, { at, around }: Place): Child {
  const { kind, hops } = referenceOf(state, name)
  for (const { target } of hops)
    if (target.source.database !== state.source.database)
      throw unsupported(
        state.source.name,
        'nested-insert',
        `insert ${at} into ${target.source.name} with its parent`,
        'insert it by itself: nothing spans two databases',
      )
  const target = hops.at(-1)?.target ?? state
  if (kind === 'one') return { name, hops, branches: [branchOf(target, value, { at, around })] }
  if (!Array.isArray(value)) throw refused(state, at, 'leads to many rows and takes an array of records')
  const branches = value.map((each: unknown, index) => branchOf(target, each, { at: `${at}[${index}]`, around }))
  return { name, hops, branches }
}

const refused = (state: SetState, place: string, why: string): VantageError =>
  new VantageError(`insertNested(): ${place === '' ? 'it' : place} ${why}`, {
    kind: 'invalid',
    details: { entity: state.definition.entity.name, field: place },
  })

/** Checks a record as insert would, with the keys that are known by now; those that the database makes are still `unknown`. */
function check(branch: Branch, unknown: ReadonlySet<string>): void {
  const { state, own, before, after, place } = branch
  const coming = new Set(unknown)
  for (const child of before) {
    const [inner] = child.branches
    const [hop] = child.hops
    if (inner === undefined || hop === undefined) continue
    check(inner, new Set())
    for (const [index, name] of hop.from.entries()) settle(branch, name, hop.to[index], inner, coming)
  }
  at(place, () => {
    const values = completeRecord(state, own, new Map(), { coming })
    generateIds(state, values)
    for (const { column } of state.definition.ids)
      if (values.has(column) && !coming.has(column.property)) own[column.property] = values.get(column)
  })
  for (const child of after) checkChildren(branch, child)
}

function checkChildren(branch: Branch, { hops: [hop, second], branches }: Child): void {
  if (hop === undefined) return
  const keys = leaving(branch.state, hop)
  for (const inner of branches) {
    const missing = new Set<string>()
    if (second === undefined)
      for (const [index, { name }] of hop.to.entries()) settle(inner, name, keys[index], branch, missing)
    else at(inner.place, () => checkPair(hop, second))
    check(inner, missing)
  }
}

/** A pair in between holds its two keys and what is filled by itself. */
function checkPair({ target, to }: Hop, { from }: Hop): void {
  refuseUnwritable(target, 'insertNested')
  completeRecord(target, {}, new Map(), { coming: new Set([...to.map(({ name }) => name), ...from]) })
}

/** Says which record an error is about. */
function at<Result>(place: string, work: () => Result): Result {
  try {
    return work()
  } catch (thrown) {
    throw placed(thrown, place)
  }
}

const placed = (thrown: unknown, place: string): unknown =>
  place === '' ? thrown : VantageError.from(thrown).withContext(`inserting ${place}`)

/** Fills a key from the record it refers to. Errors: `conflict` for a value that refers to another one. */
function settle(
  { own, state, place }: Branch,
  name: string,
  from: ColumnNode | undefined,
  other: Branch,
  unknown: Set<string>,
): void {
  const value = from === undefined ? undefined : other.own[from.name]
  const given = own[name]
  const { type } = state.definition.column(name)
  const isGiven = given !== undefined && given !== null && type.problem(given) === undefined
  // What the database is still to make is no key that anybody could give.
  if (isGiven && (value === undefined || !type.equals(given, value)))
    throw new VantageError(`insertNested(): ${place === '' ? name : `${place}.${name}`} refers to another record`, {
      kind: 'conflict',
      details: { entity: state.definition.entity.name, field: name, reason: 'outside-set' },
    })
  if (value === undefined) unknown.add(name)
  else own[name] = value
}

type Row = Readonly<Record<string, unknown>>

async function insertBranch(branch: Branch, how: PipelineOptions): Promise<unknown> {
  const { state, before, after, place } = branch
  const own = { ...branch.own }
  for (const { hops, branches } of before) {
    const [hop] = hops
    const [inner] = branches
    if (hop === undefined || inner === undefined) continue
    const row = rowOf(await insertBranch(inner, { ...how, isPlain: true }))
    hop.from.forEach((name, index) => {
      own[name] = row[hop.to[index]?.name ?? '']
    })
  }
  let stored: unknown
  try {
    stored = await insertOne(state, own, how)
  } catch (thrown) {
    throw placed(thrown, place)
  }
  for (const child of after) await insertChildren(state, rowOf(stored), child, how)
  return stored
}

const rowOf = (row: unknown): Row => Object(row)

async function insertOne(state: SetState, own: object, how: PipelineOptions): Promise<unknown> {
  const { definition } = state
  const values: Values = new Map()
  for (const { column, name } of definition.ids) {
    const value = rowOf(own)[name]
    if (value !== undefined) values.set(column, value)
  }
  if (values.size === definition.ids.length && values.size > 0)
    return insertRow(state, idOf(definition, values), own, how)
  return createRow(state, own, how)
}

async function insertChildren(state: SetState, row: Row, child: Child, how: PipelineOptions): Promise<void> {
  const [hop, second] = child.hops
  if (hop === undefined) return
  const keys = leaving(state, hop).map(({ name }) => row[name])
  if (second !== undefined) return insertPairs(child, keys, [hop, second], how)
  const filled = child.branches.map(inner => {
    const own = { ...inner.own }
    hop.to.forEach(({ name }, index) => {
      own[name] = keys[index]
    })
    return { ...inner, own }
  })
  if (filled.every(isAlone) && filled.length > 1) return insertAlike(filled, hop, keys, how)
  for (const inner of filled) {
    const held = rowOf(await insertBranch(inner, { ...how, isPlain: true }))
    const strange = hop.to.find(({ name, type }, index) => isOther(type, held[name], keys[index]))
    if (strange !== undefined) throw heldElsewhere(inner, strange.name)
  }
}

/** Whether a row that was there already holds another key. */
const isOther = (type: ColumnNode['type'], held: unknown, key: unknown): boolean =>
  isKey(key) && held !== undefined && (held === null || !type.equals(held, key))
const isKey = (value: unknown): boolean => value !== undefined && value !== null

const heldElsewhere = ({ state, place }: Branch, field: string): VantageError =>
  new VantageError(`insertNested(): ${place} is there already, and refers to another record`, {
    kind: 'conflict',
    retry: 'after-reread',
    details: { entity: state.definition.entity.name, field, reason: 'outside-set' },
  })

/** Records without records around them, in one statement; of those that were there already one may refer to another record. */
async function insertAlike(
  branches: readonly Branch[],
  { target, to }: Hop,
  keys: readonly unknown[],
  how: PipelineOptions,
): Promise<void> {
  const records = branches.map(({ own }) => own)
  const created = await insertMany(target, records, how)
  if (created === records.length || !keys.every(isKey)) return
  const ours = to.map((node, index) => node.eq(keys[index])).reduce((all, one) => all.and(one))
  await refuseHeldOutside(narrowed(target, ours), completeRecords(target, records), how.options)
}

/** The rows of the other side, then the pairs in between. */
async function insertPairs(
  { branches }: Child,
  keys: readonly unknown[],
  [first, second]: readonly [Hop, Hop],
  how: PipelineOptions,
): Promise<void> {
  const pairs: object[] = []
  for (const inner of branches) {
    const row = rowOf(await insertBranch(inner, { ...how, isPlain: true }))
    const pair: Record<string, unknown> = {}
    first.to.forEach(({ name }, index) => {
      pair[name] = keys[index]
    })
    second.from.forEach((name, index) => {
      pair[name] = row[second.to[index]?.name ?? '']
    })
    pairs.push(pair)
  }
  if (pairs.length > 0) await insertMany(first.target, pairs, how)
}
