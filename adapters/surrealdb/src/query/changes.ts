import type { Source, Temporal, UntypedRecord } from '@vantage-ts/core'
import { type LanguageSource, objectOf } from '@vantage-ts/core/adapter'
import type { Input } from './input.ts'
import { invalid } from './invalid.ts'
import { operandOf, QlExpression } from './expression.ts'
import { nameText } from './name.ts'
import { Part } from './part.ts'
import { knownField, type RowSource, rowSourceOf, SetSource } from './rows.ts'
import { durationText, writeConditions } from './select.ts'
import { type Output, outputsOf, QlStatement, type Selectable, writeOutputs } from './statement.ts'
import type { Writer } from './writer.ts'

/** What a write gives back of each record. */
export type ReturnMode = 'none' | 'before' | 'after' | 'diff'
const modes: readonly string[] = ['none', 'before', 'after', 'diff']

/** What is written: a table, a record, a range of records, an array of records, the rows of a set. */
export type Target = object

/** A step of a JSON patch. */
export interface PatchStep {
  readonly op: 'add' | 'remove' | 'replace' | 'change' | 'copy' | 'move' | 'test'
  readonly path: string
  readonly from?: string
  readonly value?: Input
}

/** How a field changes, other than to a value. */
export class Change {
  readonly sign: '+=' | '-=' | '+?='
  readonly by: QlExpression
  constructor(sign: '+=' | '-=' | '+?=', by: QlExpression) {
    this.sign = sign
    this.by = by
  }
}
/** Adds to a number, a text or an array: `set({ visits: increase(1) })`. */
export const increase = (by: Input): Change => new Change('+=', operandOf(by, 'increase'))
/** Takes from a number or an array. */
export const decrease = (by: Input): Change => new Change('-=', operandOf(by, 'decrease'))
/** Adds to an array what it does not have yet. */
export const extend = (by: Input): Change => new Change('+?=', operandOf(by, 'extend'))

export type Assigned = { readonly [field: string]: Input | Change | undefined }

interface Assignment {
  readonly field: string
  readonly sign: string
  readonly value: QlExpression
}

type Data =
  | { readonly kind: 'CONTENT' | 'MERGE' | 'PATCH' | 'REPLACE'; readonly value: QlExpression }
  | { readonly kind: 'SET'; readonly values: readonly Assignment[]; readonly unset: readonly string[] }

type Verb = 'CREATE' | 'UPDATE' | 'UPSERT' | 'DELETE' | 'RELATE' | 'INSERT'

interface Clauses {
  readonly verb: Verb
  readonly isOnly: boolean
  readonly target: RowSource | QlExpression
  readonly data: Data | undefined
  readonly where: readonly QlExpression[]
  readonly isEverything: boolean
  readonly returned: Returned | undefined
  readonly timeout: string | undefined
}

export type Returned =
  | { readonly mode: string }
  | { readonly outputs: readonly Output[] }
  | { readonly value: QlExpression }

const datas: { readonly [Each in Verb]: readonly Data['kind'][] } = {
  CREATE: ['CONTENT', 'SET'],
  UPDATE: ['CONTENT', 'MERGE', 'PATCH', 'REPLACE', 'SET'],
  UPSERT: ['CONTENT', 'MERGE', 'PATCH', 'REPLACE', 'SET'],
  RELATE: ['CONTENT', 'SET'],
  DELETE: [],
  INSERT: [],
}

export function targetOf(given: unknown, place: string): RowSource | QlExpression {
  const rows = rowSourceOf(given)
  if (rows instanceof SetSource && !rows.isTable)
    throw invalid(`${place}(): ${rows.name} is more than a table, so it cannot be changed; start from the whole table`)
  if (rows !== undefined) return rows
  if (given instanceof QlExpression || Array.isArray(given)) return operandOf(given, place)
  throw invalid(`${place}() takes a table or records, such as table('person') or record('person', 'one')`)
}

export function returnedOf(given: readonly (ReturnMode | Selectable)[]): Returned {
  const [first, second] = given
  if (first === undefined) throw invalid("returning() takes 'none', 'before', 'after', 'diff', or fields")
  if (typeof first === 'string') {
    if (modes.includes(first) && second === undefined) return { mode: first.toUpperCase() }
    throw invalid(`returning() takes one of ${modes.map(mode => `'${mode}'`).join(', ')}, or fields; not '${first}'`)
  }
  return { outputs: given.flatMap(one => outputsOf(one, 'returning')) }
}

export function writeReturned(out: Writer, returned: Returned | undefined): void {
  if (returned === undefined) return
  out.text(' RETURN ')
  if ('mode' in returned) out.text(returned.mode)
  else if ('outputs' in returned) writeOutputs(out, returned.outputs)
  else {
    out.text('VALUE ')
    returned.value.write(out)
  }
}

/** Fields with what they become. Errors: `invalid` for nothing, and for a field that is known not to be there. */
export function assignmentsOf(target: RowSource | QlExpression, values: unknown, place: string): readonly Assignment[] {
  const given = objectOf(values)
  if (given === undefined || Array.isArray(values))
    throw invalid(`${place}() takes fields with their values: { name: 'Ann', visits: increase(1) }`)
  const entries = Object.entries(given).filter(([, value]) => value !== undefined)
  if (entries.length === 0) throw invalid(`${place}() sets nothing`)
  return entries.map(([name, value]) => {
    const field = nameText(stored(target, name, `${place}()`), `${place}()`)
    return value instanceof Change
      ? { field, sign: value.sign, value: value.by }
      : { field, sign: '=', value: operandOf(value, `${place}(): ${name}`) }
  })
}

const stored = (target: RowSource | QlExpression, name: string, place: string): string =>
  target instanceof QlExpression ? name : target.storedName(knownField(target, name, place))

export const writeAssignments = (out: Writer, values: readonly Assignment[]): void =>
  out.each(values, ({ field, sign, value }) => {
    out.text(`${field} ${sign} `)
    value.write(out)
  })

/** A statement that changes records; its public faces, one per verb, say which of its clauses there are. */
export class ChangeStatement<DS extends Source = Source, Answer = readonly UntypedRecord[]> extends QlStatement<
  DS,
  Answer
> {
  readonly #is: Clauses
  readonly #edge: ((out: Writer) => void) | undefined
  constructor(source: LanguageSource, clauses: Clauses, edge?: (out: Writer) => void) {
    super(source)
    this.#is = clauses
    this.#edge = edge
  }
  static begin<DS extends Source>(
    source: LanguageSource,
    verb: Verb,
    target: RowSource | QlExpression,
    edge?: (out: Writer) => void,
  ): ChangeStatement<DS> {
    const none = { isOnly: false, data: undefined, where: [], isEverything: false, returned: undefined }
    return new ChangeStatement(source, { ...none, verb, target, timeout: undefined }, edge)
  }
  #with<Other = Answer>(more: Partial<Clauses>): ChangeStatement<DS, Other> {
    return new ChangeStatement<DS, Other>(this.home, { ...this.#is, ...more }, this.#edge)
  }

  /** One record, not in an array. */
  only(): ChangeStatement<DS, Answer extends readonly (infer Row)[] ? Row | undefined : Answer> {
    return this.#with({ isOnly: true })
  }
  /** The fields of the record, and no others. */
  content(fields: Input): ChangeStatement<DS, Answer> {
    return this.#data({ kind: 'CONTENT', value: operandOf(fields, 'content') })
  }
  replace(fields: Input): ChangeStatement<DS, Answer> {
    return this.#data({ kind: 'REPLACE', value: operandOf(fields, 'replace') })
  }
  /** Fields that are changed or added, objects in them as well. */
  merge(fields: Input): ChangeStatement<DS, Answer> {
    return this.#data({ kind: 'MERGE', value: operandOf(fields, 'merge') })
  }
  patch(steps: readonly PatchStep[]): ChangeStatement<DS, Answer> {
    if (!Array.isArray(steps) || steps.length === 0) throw invalid('patch() takes steps: { op, path, value }')
    const made = steps.map((step: PatchStep, index) => {
      if (objectOf(step) === undefined || step instanceof Part)
        throw invalid(`patch(): step ${index + 1} is no { op, path, value }`)
      const { op, path, from, value } = step
      return { op, path, from, value }
    })
    return this.#data({ kind: 'PATCH', value: operandOf(made, 'patch') })
  }
  set(values: Assigned): ChangeStatement<DS, Answer> {
    const { data, target } = this.#is
    const { values: known = [], unset = [] } = data?.kind === 'SET' ? data : {}
    this.#check('SET', data?.kind)
    return this.#with({ data: { kind: 'SET', values: [...known, ...assignmentsOf(target, values, 'set')], unset } })
  }
  /** Takes fields away. */
  unset(...fields: readonly string[]): ChangeStatement<DS, Answer> {
    const { data, target } = this.#is
    if (fields.length === 0) throw invalid('unset() takes the names of fields')
    const { values = [], unset = [] } = data?.kind === 'SET' ? data : {}
    this.#check('SET', data?.kind)
    const made = fields.map(name => nameText(stored(target, name, 'unset()'), 'unset()'))
    return this.#with({ data: { kind: 'SET', values, unset: [...unset, ...made] } })
  }
  #data(data: Data): ChangeStatement<DS, Answer> {
    this.#check(data.kind, this.#is.data?.kind)
    return this.#with({ data })
  }
  #check(kind: Data['kind'], known: Data['kind'] | undefined): void {
    const { verb } = this.#is
    const name = kind.toLowerCase()
    if (!datas[verb].includes(kind)) throw invalid(`${verb} has no ${name}()`)
    if (known !== undefined && (known !== 'SET' || kind !== 'SET'))
      throw invalid(`${name}() and ${known.toLowerCase()}() say twice what the record becomes; leave out one of them`)
  }

  where(...conditions: readonly Input[]): ChangeStatement<DS, Answer> {
    const { verb, where } = this.#is
    if (verb === 'CREATE' || verb === 'RELATE') throw invalid(`${verb} has no where()`)
    return this.#with({ where: [...where, ...conditions.map(one => operandOf(one, 'where'))] })
  }
  /** Says that all records of the table are meant. */
  everything(): ChangeStatement<DS, Answer> {
    return this.#with({ isEverything: true })
  }
  /** What it gives of each record: `'none'`, `'before'`, `'after'`, `'diff'`, or fields. */
  returning(...given: readonly (ReturnMode | Selectable)[]): ChangeStatement<DS, Answer> {
    return this.#with({ returned: returnedOf(given) })
  }
  /** One value of each record, instead of the record. */
  returningValue(value: Input): ChangeStatement<DS, Answer extends readonly unknown[] ? readonly unknown[] : unknown> {
    return this.#with({ returned: { value: operandOf(value, 'returningValue') } })
  }
  timeout(time: Temporal.Duration): ChangeStatement<DS, Answer> {
    return this.#with({ timeout: durationText(time, 'timeout') })
  }

  override writeStatement(out: Writer): void {
    const { verb, isOnly, target, where, isEverything, returned, timeout } = this.#is
    out.wrote()
    const isTable = !(target instanceof QlExpression)
    if (isTable && (verb === 'UPDATE' || verb === 'DELETE') && where.length === 0 && !isEverything)
      throw invalid(`${verb} of a whole table; narrow it with where(), or say everything()`)
    out.text(isOnly ? `${verb} ONLY ` : `${verb} `)
    if (this.#edge === undefined) target.write(out)
    else this.#edge(out)
    out.within('rows', isTable ? target : undefined, () => {
      this.#writeData(out)
      writeConditions(out, where)
      writeReturned(out, returned)
    })
    if (timeout !== undefined) out.text(` TIMEOUT ${timeout}`)
  }
  #writeData(out: Writer): void {
    const { data } = this.#is
    if (data === undefined) return
    if (data.kind !== 'SET') {
      out.text(` ${data.kind} `)
      data.value.write(out)
      return
    }
    if (data.values.length > 0) {
      out.text(' SET ')
      writeAssignments(out, data.values)
    }
    if (data.unset.length > 0) out.text(` UNSET ${data.unset.join(', ')}`)
  }
}

/** `from->edge->to`: new edges between records. */
export function relateStatement<DS extends Source>(
  source: LanguageSource,
  from: unknown,
  edge: unknown,
  to: unknown,
): ChangeStatement<DS> {
  const [start, end] = [from, to].map(one => operandOf(one, 'relate'))
  const along = targetOf(edge, 'relate')
  return ChangeStatement.begin<DS>(source, 'RELATE', along, out => {
    if (start !== undefined) writeEnd(out, start)
    out.text('->')
    along.write(out)
    out.text('->')
    if (end !== undefined) writeEnd(out, end)
  })
}

const writeEnd = (out: Writer, end: QlExpression): void => {
  if (end.form.isClosed === false) out.text('(')
  end.write(out)
  if (end.form.isClosed === false) out.text(')')
}

interface InsertClauses {
  readonly into: RowSource
  readonly isRelation: boolean
  readonly isIgnored: boolean
  readonly rows:
    | { readonly records: QlExpression }
    | { readonly fields: readonly string[]; readonly tuples: readonly (readonly QlExpression[])[] }
    | undefined
  readonly onDuplicate: readonly Assignment[]
  readonly returned: Returned | undefined
}

/** An INSERT that is being built. */
export class Insert<DS extends Source = Source, Answer = readonly UntypedRecord[]> extends QlStatement<DS, Answer> {
  readonly #is: InsertClauses
  constructor(source: LanguageSource, clauses: InsertClauses) {
    super(source)
    this.#is = clauses
  }
  static into<DS extends Source>(source: LanguageSource, given: unknown): Insert<DS> {
    const into = targetOf(given, 'insertInto')
    if (into instanceof QlExpression) throw invalid("insertInto() takes a table, such as table('person')")
    const none = { isRelation: false, isIgnored: false, rows: undefined, onDuplicate: [], returned: undefined }
    return new Insert(source, { ...none, into })
  }
  #with<Other = Answer>(more: Partial<InsertClauses>): Insert<DS, Other> {
    return new Insert<DS, Other>(this.home, { ...this.#is, ...more })
  }

  /** The records are edges: each has `in` and `out`. */
  relation(): Insert<DS, Answer> {
    return this.#with({ isRelation: true })
  }
  /** Records that are there already stay as they are. */
  ignore(): Insert<DS, Answer> {
    return this.#with({ isIgnored: true })
  }
  /** Records by field. Errors: `invalid` for none, and for a field that is known not to be there. */
  values(...records: readonly { readonly [field: string]: Input | undefined }[]): Insert<DS, Answer> {
    const { into } = this.#is
    if (records.length === 0) throw invalid("values() takes records: { id: 'one', name: 'Ann' }")
    const made = records.map((record, index) => {
      const given = objectOf(record)
      if (given === undefined || given instanceof QlExpression)
        throw invalid(`values(): record ${index + 1} is no object`)
      const fields = Object.entries(given).map(([name, value]) => [stored(into, name, 'values()'), value] as const)
      return Object.fromEntries(fields)
    })
    return this.#with({ rows: { records: operandOf(made.length === 1 ? made[0] : made, 'values') } })
  }
  /** Fields, and values for them in the same order. Errors: `invalid` for a row of another length. */
  tuples(fields: readonly string[], ...rows: readonly (readonly Input[])[]): Insert<DS, Answer> {
    const { into } = this.#is
    if (fields.length === 0 || rows.length === 0) throw invalid('tuples() takes names of fields, and rows of values')
    const tuples = rows.map((row, index) => {
      if (row.length !== fields.length)
        throw invalid(`tuples(): row ${index + 1} has ${row.length} values for ${fields.length} fields`)
      return row.map(value => operandOf(value, `tuples(): row ${index + 1}`))
    })
    const names = fields.map(name => nameText(stored(into, name, 'tuples()'), 'tuples()'))
    return this.#with({ rows: { fields: names, tuples } })
  }
  /** The records that a statement or another expression gives. */
  from(records: QlExpression): Insert<DS, Answer> {
    if (!(records instanceof QlExpression)) throw invalid('from() takes a statement that gives the records')
    return this.#with({ rows: { records } })
  }
  /** What changes in a record that is there already; `input` is the one that was to be inserted. */
  onDuplicateKeyUpdate(values: Assigned): Insert<DS, Answer> {
    const made = assignmentsOf(this.#is.into, values, 'onDuplicateKeyUpdate')
    return this.#with({ onDuplicate: [...this.#is.onDuplicate, ...made] })
  }
  returning(...given: readonly (ReturnMode | Selectable)[]): Insert<DS, Answer> {
    return this.#with({ returned: returnedOf(given) })
  }
  returningValue(value: Input): Insert<DS, readonly unknown[]> {
    return this.#with({ returned: { value: operandOf(value, 'returningValue') } })
  }

  override writeStatement(out: Writer): void {
    const { into, isRelation, isIgnored, rows, onDuplicate, returned } = this.#is
    if (rows === undefined) throw invalid('insertInto() without records; give it values(…) or from(statement)')
    out.wrote()
    out.text(`INSERT${isRelation ? ' RELATION' : ''}${isIgnored ? ' IGNORE' : ''} INTO `)
    into.write(out)
    out.text(' ')
    if ('records' in rows) rows.records.write(out)
    else {
      out.text(`(${rows.fields.join(', ')}) VALUES `)
      out.each(rows.tuples, tuple => {
        out.text('(')
        out.each(tuple, value => value.write(out))
        out.text(')')
      })
    }
    out.within('rows', into, () => {
      if (onDuplicate.length > 0) {
        out.text(' ON DUPLICATE KEY UPDATE ')
        writeAssignments(out, onDuplicate)
      }
      writeReturned(out, returned)
    })
  }
}
