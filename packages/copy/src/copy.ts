import {
  type CallOptions,
  type Decimal,
  type Model,
  type NewRecord,
  type Pending,
  type SetOf,
  type Source,
  type Table,
  type UntypedRecord,
  VantageError,
} from '@vantage-ts/core'
import { objectOf, Pending as pending, unsupported } from '@vantage-ts/core/adapter'
import type { CheckpointStore } from './checkpoint.ts'
import { checkpointFile } from './checkpoint-file.ts'
import { type CopyPlan, planCopy, type Renames } from './copy-plan.ts'
import type { MapRow } from './make-records.ts'
import type { CopyProgress } from './progress.ts'
import type { Refused } from './refused.ts'
import type { CopyReport } from './report.ts'
import { type CopyResult, type CopyWork, runCopy } from './run-copy.ts'
import { type RunningSet, runningSet } from './running-set.ts'

/** How rows are copied, besides which. */
export interface CopyOptions {
  /** `insert` leaves rows that are there as they are (default); `replace` makes them equal, by the columns that are copied. */
  readonly mode?: 'insert' | 'replace'
  /**
   * Rows that are written at a time. Default 2,000, or what one insert of the target takes; more for one that puts rows by until they are
   * inserted: 20,000 for PostgreSQL, 50,000 for DuckDB.
   */
  readonly batchRows?: number
  /** Told after every batch, and at the end. `progressBar(process.stderr)` draws a line. */
  readonly onProgress?: (progress: CopyProgress) => void
  /** Whether the rows to read are counted first, so that progress knows how many there are. Default false. */
  readonly total?: boolean
  /** Whether both sets are counted afterwards, and the target before. Default true. */
  readonly counts?: boolean
  /**
   * What becomes of a row that cannot be read, or that the target refuses: it ends the copy (`fail`, the default), is left out and listed
   * in the result (`collect`), or is left out and told.
   */
  readonly onRefused?: 'fail' | 'collect' | ((refused: Refused) => void)
  /** Refused rows that are listed before the copy gives up. Default 1,000. */
  readonly maxRefused?: number
  /**
   * Keeps how far it has come after each batch, and goes on from there: the name of a file, or a place of your own. It is gone when the
   * copy is done.
   */
  readonly resume?: string | CheckpointStore
}

/** A copy that is ready to run. Nothing was read yet. */
export interface Copy {
  /** What becomes of each column, and what may not fit. No I/O. */
  report(): CopyReport
  /**
   * Copies. Errors: `type-mismatch` and `invalid` before anything is read, for columns that never fit or get no value; `partial` when a part is
   * written, with the numbers in its details; a refusal as it is when nothing is.
   */
  run(options?: CallOptions): Pending<CopyResult>
}

/** What a column may be given: `number` -> `number | bigint | Decimal | null`; whether a value fits is seen as it comes. */
type Carriable<T> = T extends number | bigint | Decimal ? number | bigint | Decimal : T extends string ? string : T
/** Rows that may be copied into records: `{ id: number; name: string }` -> `{ id: number | bigint | …; name: string | null }`. */
export type Copied<Given> = { readonly [K in keyof Given]: Carriable<Given[K]> | null }

/** What a set that takes rows must be able to do. */
interface Taking {
  readonly can: { readonly insert: true } | { readonly append: true }
}
/** A set whose columns are known at run time only. */
interface UntypedSet extends AsyncIterable<object> {
  readonly source: Source
  insertMany(records: readonly UntypedRecord[]): Pending<number>
  readonly '~given'?: never
}
/** Columns of another name: `{ inTheTarget: 'inTheOtherSet' }`. */
type RenamesOf<M extends Model, N extends Model> = {
  readonly [K in keyof NewRecord<M>]?: keyof N['~columns'] & string
}

/** With the columns named that are called otherwise: `copy(rows, people, { columns: { fullName: 'name' } })`. */
export function copy<
  O extends Source,
  N extends Model,
  DS extends Source,
  M extends Model,
  const R extends RenamesOf<M, N>,
>(
  from: Table<O, N> & SetOf<NoInfer<Omit<Copied<NewRecord<M>>, keyof R>>>,
  to: Table<DS, M> & Taking,
  options: CopyOptions & {
    readonly columns: R & { readonly [K in Exclude<keyof R, keyof NewRecord<M>>]: never }
    readonly map?: undefined
  },
): Copy
/** With a function that makes the record of a row; a row for which it gives undefined is left out. */
export function copy<Row extends object, DS extends Source, M extends Model>(
  from: SetOf<Row>,
  to: Table<DS, M> & Taking,
  options: CopyOptions & {
    readonly map: (row: NoInfer<Row>) => NewRecord<M> | undefined | Promise<NewRecord<M> | undefined>
    readonly columns?: undefined
  },
): Copy
/** Into a set whose columns are known at run time only: what does not compile for a table is told by the report. */
export function copy<Row extends object>(
  from: SetOf<Row>,
  to: UntypedSet,
  options?: CopyOptions & {
    readonly columns?: Renames
    readonly map?: (row: NoInfer<Row>) => UntypedRecord | undefined | Promise<UntypedRecord | undefined>
  },
): Copy
/**
 * Copies the rows of one set into another, of any two sources: columns by name, streaming, in batches; repeating it adds nothing.
 *
 * Shape: built at once, without I/O; `report()` tells what may not fit, `run()` copies. Reading is a batch ahead of writing.
 * Errors: `invalid` at once for unknown columns and options; `unsupported` for what the sets cannot do.
 */
// The last form is the one that messages of the compiler are about.
export function copy<DS extends Source, M extends Model>(
  from: SetOf<NoInfer<Copied<NewRecord<M>>>>,
  to: Table<DS, M> & Taking,
  options?: CopyOptions & { readonly columns?: undefined; readonly map?: undefined },
): Copy
export function copy(from: object, to: object, options: AnyOptions = {}): Copy {
  if (objectOf(options) === undefined) throw invalid('the options of copy() are an object')
  refuseUnknown(options)
  const { columns, map } = options
  if (map !== undefined && columns !== undefined)
    throw invalid('copy() takes columns or map: a function that makes the records names their columns itself')
  if (columns !== undefined && !Object.values(objectOf(columns) ?? [undefined]).every(name => typeof name === 'string'))
    throw invalid("columns are names: { inTheTarget: 'inTheOtherSet' }")
  if (map !== undefined && typeof map !== 'function') throw invalid('map is a function that makes a record of a row')
  const plan = planCopy(from, to, columns, map !== undefined)
  const work = workOf(plan, runningSet(from), runningSet(to), options)
  return {
    report: () => plan.report,
    run: call => pending.run(() => runCopy(work, call ?? {})),
  }
}

/** The options of every form. */
interface AnyOptions extends CopyOptions {
  readonly columns?: Renames | undefined
  readonly map?: MapRow | undefined
}

const optionNames: ReadonlySet<string> = new Set([
  'mode',
  'batchRows',
  'onProgress',
  'total',
  'counts',
  'onRefused',
  'maxRefused',
  'resume',
  'columns',
  'map',
])

const invalid = (reason: string): VantageError => new VantageError(reason, { kind: 'invalid' })

function refuseUnknown(options: object): void {
  for (const name of Object.keys(options))
    if (!optionNames.has(name))
      throw invalid(`copy() has no option "${name}"; it has ${[...optionNames].join(', ')}. A signal is given to run()`)
}

function workOf(plan: CopyPlan, from: RunningSet, to: RunningSet, options: AnyOptions): CopyWork {
  const { mode = 'insert', batchRows, onRefused = 'fail' } = options
  const { maxRefused = 1000, resume } = options
  if (mode !== 'insert' && mode !== 'replace') throw invalid("mode is 'insert' or 'replace'")
  if (batchRows !== undefined) requireCount('batchRows', batchRows)
  requireCount('maxRefused', maxRefused)
  if (onRefused !== 'fail' && onRefused !== 'collect' && typeof onRefused !== 'function')
    throw invalid("onRefused is 'fail', 'collect' or a function")
  if (mode === 'replace') needReplace(plan, to)
  if (onRefused !== 'fail') needRepeatable(plan, 'onRefused')
  const { onProgress, total = false, counts = true, map } = options
  if (onProgress !== undefined && typeof onProgress !== 'function')
    throw invalid('onProgress is a function, such as progressBar(process.stderr)')
  const store = resume === undefined ? undefined : storeOf(resume)
  if (store !== undefined) {
    needResumable(plan)
    needOtherRows(plan, from, to)
  }
  return {
    ...{ plan, map, mode, batchRows, total, counts, onProgress, onRefused, maxRefused },
    from: readSet(plan, from, map !== undefined),
    to,
    resume: store,
  }
}

function storeOf(resume: string | CheckpointStore): CheckpointStore {
  if (typeof resume === 'string' && resume !== '') return checkpointFile(resume)
  const { load, save } = Object(resume)
  if (typeof load !== 'function' || typeof save !== 'function')
    throw invalid('resume is the name of a file, or an object with load() and save(checkpoint)')
  return Object(resume)
}

function requireCount(option: string, count: number): void {
  if (!Number.isSafeInteger(count) || count < 1) throw invalid(`${option} is a whole number from 1 up`)
}

/** Only the columns that are copied are read, as plain rows; a function is given rows as they are. */
function readSet({ carried, from }: CopyPlan, set: RunningSet, isMapped: boolean): RunningSet {
  if (isMapped) return set
  const names = [...new Set(carried.map(pair => pair.from.property))]
  return names.length === from.columns.length ? set.records() : set.select(...names)
}

const hasId = ({ columns }: CopyPlan['to']): boolean => columns.some(({ isId }) => isId)

function needReplace({ to }: CopyPlan, { can, source }: RunningSet): void {
  if (!hasId(to)) throw invalid(`mode 'replace' needs ids, and ${to.entity} has none`)
  for (const ability of ['read', 'where', 'patch'] as const)
    if (can[ability] !== true)
      throw unsupported(source.name, ability, 'make rows equal that are there', "copy with mode 'insert'")
}

/** Parts of a batch are written again: that adds nothing where rows have ids, and nothing stands in the way of another try. */
function needRepeatable({ to }: CopyPlan, option: string): void {
  if (!hasId(to)) throw invalid(`${option} needs ids, since rows are written once more, and ${to.entity} has none`)
  if (to.isInTransaction)
    throw invalid(`${option} is not for a set of a transaction, which an error or its rollback would undo as a whole`)
}

function needResumable(plan: CopyPlan): void {
  needRepeatable(plan, 'resume')
  const { entity, columns, limit, offset } = plan.from
  if (!columns.some(({ isId }) => isId))
    throw invalid(`resume goes by the id of the rows that are read, and ${entity} has none`)
  if (limit !== undefined || offset !== undefined)
    throw invalid(`resume reads ${entity} in pages by its id; take limit and offset away`)
}

/** Pages that are read after rows were written hold those too: with ids of their own there would always be more of them. */
function needOtherRows({ from, to, carried }: CopyPlan, { source }: RunningSet, target: RunningSet): void {
  const isSame = source.database === target.source.database && from.path.join('\0') === to.path.join('\0')
  if (!isSame || from.isInOrder) return
  const ids = to.columns.filter(({ isId }) => isId)
  const keepsIds = ids.every(({ property }) =>
    carried.some(pair => pair.to.property === property && pair.from.property === property),
  )
  if (!keepsIds)
    throw invalid(
      `resume reads ${from.entity} in pages, which would come upon the rows that are written there; take resume away: one stream reads those that were there`,
    )
}
