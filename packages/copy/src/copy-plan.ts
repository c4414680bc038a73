import { VantageError } from '@vantage-ts/core'
import {
  readFacts,
  type SetColumn,
  type SetFacts,
  suggest,
  writeFacts,
  type WrittenColumn,
} from '@vantage-ts/core/adapter'
import { type Carried, carried, judge, nameOf } from './judge-columns.ts'
import { type ColumnReport, CopyReport } from './report.ts'

/** What is copied where: the columns of both sets, matched. */
export interface CopyPlan {
  readonly from: SetFacts
  readonly to: SetFacts<WrittenColumn>
  /** Empty where a function makes the records. */
  readonly carried: readonly Carried[]
  readonly report: CopyReport
}

/** Names of columns: `{ inTheTarget: 'inTheOtherSet' }`. */
export type Renames = Readonly<Record<string, string>>

/**
 * Matches the columns of two sets by name, or as renamed.
 *
 * Errors: `invalid` for names that the sets lack, and for what is no set.
 */
export function planCopy(from: unknown, to: unknown, renames: Renames = {}, isMapped = false): CopyPlan {
  const read = readFacts(from)
  const written = writeFacts(to)
  const sources = sourcesOf(read, written, renames)
  const pairs: Carried[] = []
  const columns: ColumnReport[] = []
  for (const column of written.columns) {
    const source = isMapped ? undefined : sources.get(column.property)
    if (source === undefined) {
      columns.push(withoutSource(column, isMapped, read))
      continue
    }
    const pair = carried(column, source)
    pairs.push(pair)
    columns.push(judge(pair))
  }
  const used = new Set(pairs.map(pair => pair.from.property))
  const extra = isMapped ? [] : read.columns.map(({ property }) => property).filter(name => !used.has(name))
  return {
    from: read,
    to: written,
    carried: pairs,
    report: new CopyReport(read, written, columns, extra),
  }
}

/** The column of the other set for each of the target's. */
function sourcesOf(
  { entity, columns }: SetFacts,
  written: SetFacts<WrittenColumn>,
  renames: Renames,
): ReadonlyMap<string, SetColumn> {
  const known = new Map(columns.map(column => [column.property, column]))
  const targets = new Set(written.columns.map(({ property }) => property))
  const sources = new Map([...known].filter(([name]) => targets.has(name)))
  for (const [target, name] of Object.entries(renames)) {
    const source = known.get(name)
    if (!targets.has(target)) throw unknown(written.entity, target, [...targets])
    if (source === undefined) throw unknown(entity, name, [...known.keys()])
    sources.set(target, source)
  }
  return sources
}

const unknown = (entity: string, name: string, names: readonly string[]): VantageError =>
  new VantageError(`columns: ${entity} has no column ${JSON.stringify(name)}.${suggest(name, names)}`, {
    kind: 'invalid',
    details: { entity, field: name },
  })

function withoutSource(column: WrittenColumn, isMapped: boolean, { entity }: SetFacts): ColumnReport {
  const place = { column: column.property, type: nameOf(column.type) }
  if (isMapped) return { ...place, fit: 'mapped', why: [] }
  if (column.isFixed) return { ...place, fit: 'filled', why: [] }
  // An id that is made here or by the database would be another one at each repetition.
  if (column.isId) return { ...place, fit: 'missing', why: [missingId(entity)] }
  if (column.isFilled || column.isNullable) return { ...place, fit: 'filled', why: [] }
  const why = `the column is required, and ${entity} has none of its name; name one in columns, or make the records with map`
  return { ...place, fit: 'missing', why: [why] }
}

const missingId = (entity: string): string =>
  `a copy knows its rows by their id, and ${entity} has none of its name; name one in columns, or make the records with map`

/** Errors: `type-mismatch` for columns that never fit, `invalid` for missing ones, with the report. */
export function refuseUnfit({ report }: CopyPlan): void {
  const { refusals } = report
  const [first] = refusals
  if (first === undefined) return
  const lines = refusals.map(({ column, why }) => `${report.to}.${column}: ${why.join('; ')}`)
  throw new VantageError(`${report.from} cannot be copied into ${report.to}: ${lines.join('. ')}`, {
    kind: refusals.some(({ fit }) => fit === 'never') ? 'type-mismatch' : 'invalid',
    details: { entity: report.to, field: first.column, fields: refusals.map(({ column }) => column) },
  })
}
