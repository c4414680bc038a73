import { Literal, type Node } from '../expression/node.ts'
import type { StoredColumn } from '../expression/statement.ts'
import type { Decoded, RowsWanted } from '../source/rows-wanted.ts'
import { type SetState, selectOf } from '../set/state.ts'
import type { CallOptions } from '../expression/execute.ts'
import type { Definition } from '../set/definition.ts'
import type { TransactionOptions } from '../source/source.ts'
import { type Expected, unchanged } from './expected.ts'
import type { Change } from './set-change.ts'
import { type HookViews, hooksFor, type PipelineOptions } from './around.ts'
import { needUndo } from './rules.ts'
import { deleteKnown, insertEach, patchKnown, rowByRow } from './write-pipeline.ts'
import { putField } from '../types/own-field.ts'

interface Sending {
  readonly returning: readonly StoredColumn[]
  readonly wanted: RowsWanted
  readonly options: CallOptions
}

/** A row as the caller wants it: as it is, or some of its columns. */
function shown(row: object, { returning, wanted }: Sending): object {
  if (wanted.form !== 'plain') return row
  const cells = new Map(Object.entries(row))
  return Object.fromEntries(returning.map(({ property }) => [property, cells.get(property)]))
}

const howOf = (records: HookViews, { options }: Sending): PipelineOptions => ({ options, records })

/** The removal of every row of a set with hooks: read in batches, one by one. */
export function deleteEach(state: SetState, records: HookViews): Change {
  return eachRow(state, 'delete', async (inside, { row, id }, sending) => {
    const isGone = await deleteKnown(inside, id, row, howOf(records, sending))
    return isGone ? row : undefined
  })
}

/** An update of every row of a set with hooks: the new values are computed as the rows are read, then written one by one. */
export function updateEachRow(
  state: SetState,
  records: HookViews,
  assignments: ReadonlyMap<StoredColumn, Node>,
): Change {
  // What is the same for all rows need not be computed with them.
  const columns = [...assignments].map(([{ property }, node], index) => ({ property, node, computed: `set ${index}` }))
  const definition = columns.reduce(
    (made, { node, computed }) => (node instanceof Literal ? made : made.withCalculated(computed, node, [])),
    state.definition,
  )
  const computing = { ...state, definition }
  const change: EachRow = async (inside, { row, id }, sending) => {
    const cells = new Map(Object.entries(row))
    const before: object = Object.create(Object.getPrototypeOf(row))
    for (const name of Object.keys(row))
      if (Object.hasOwn(state.definition.columns, name)) putField(before, name, cells.get(name))
    const given = Object.fromEntries(
      columns.map(({ property, node, computed }) => [
        property,
        node instanceof Literal ? node.value : cells.get(computed),
      ]),
    )
    const set = { ...state, source: inside.source }
    const expected = sameVersion(state.definition, cells)
    return Object(await patchKnown(set, id, { before, given }, { ...howOf(records, sending), expected }))
  }
  // What is computed of a row that another client changes meanwhile would undo that change.
  return eachRow(computing, 'update', change, { isolation: 'repeatable-read' })
}

function sameVersion(definition: Definition, cells: ReadonlyMap<string, unknown>): Expected | undefined {
  const { version } = definition
  const seen = version === undefined ? undefined : cells.get(version.name)
  return version === undefined || seen === undefined
    ? undefined
    : unchanged(definition, new Map([[version, seen]]), 'version')
}

/** An insert with hooks: record by record, which `each` gives. */
export function insertEachRecord(
  state: SetState,
  records: HookViews,
  each: (options: CallOptions, inside: SetState) => AsyncIterable<object> | Iterable<object>,
): Change {
  return {
    verb: 'insert',
    isRowByRow: true,
    steps: () => [],
    async send(returning, wanted, options): Promise<Decoded> {
      const sending = { returning, wanted, options }
      const rows: object[] = []
      const recordsFor = (inside: SetState) => each(options, inside)
      const count = await insertEach(state, recordsFor, howOf(records, sending), row => {
        if (returning.length > 0) rows.push(shown(row, sending))
      })
      return { rows, count }
    },
  }
}

interface Read {
  readonly row: object
  readonly id: unknown
}

type EachRow = (inside: SetState, read: Read, sending: Sending) => Promise<object | undefined>

function eachRow(state: SetState, verb: string, work: EachRow, begin: TransactionOptions = {}): Change {
  const { source } = state
  return {
    verb,
    isRowByRow: true,
    steps: () => [{ source, statement: selectOf({ ...state, order: state.definition.idOrder }) }],
    async send(returning, wanted, options): Promise<Decoded> {
      const sending = { returning, wanted, options }
      const rows: object[] = []
      if (verb === 'update') needUndo(state, hooksFor(state, 'update', {}))
      const one = async (inside: SetState, row: object, id: unknown): Promise<boolean> => {
        const written = await work(inside, { row, id }, sending)
        if (written !== undefined && returning.length > 0) rows.push(shown(written, sending))
        return written !== undefined
      }
      return { count: await rowByRow(state, options, one, begin), rows }
    },
  }
}
