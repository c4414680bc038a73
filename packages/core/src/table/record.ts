import { VantageError } from '../errors/vantage-error.ts'
import type { AnyNode, ColumnNode, Node } from '../expression/node.ts'
import type { StoredColumn } from '../expression/statement.ts'
import { walk } from '../expression/walk.ts'
import type { Definition } from '../set/definition.ts'
import { unknownColumn } from '../set/unknown-name.ts'
import type { SetState } from '../set/state.ts'
import type { StandardSchema } from '../types/standard-schema.ts'
import { unchecked } from '../types/cast.ts'
import type { FieldProblem } from '../active/hook-call.ts'
import { checkedValue, defaultValue, refused } from './checked-value.ts'
import { checkColumn } from './column-check.ts'
import { Stamping } from './stamping.ts'

/** Checked values of one record by column; absent columns are missing. */
export type Values = Map<StoredColumn, unknown>

/** The values an equality condition of a set gives to its columns. */
export interface Fill {
  readonly column: StoredColumn
  readonly value: unknown
  /** From `scope()`: no write may leave it. */
  readonly isScoped: boolean
}

/** `column = literal` in the top-level AND of a set's conditions, with the columns of its own definition. */
export function fillsOf({ definition, scope, where }: SetState): readonly Fill[] {
  if (scope === undefined && where === undefined) return noFills
  const scoped = new Set(
    conjunctsOf(scope)
      .flatMap(equality)
      .map(({ column }) => column.property),
  )
  return conjunctsOf(where)
    .flatMap(equality)
    .filter(({ table }) => table === definition.occurrence.key)
    .map(({ column, value }) => ({
      // A condition may be made with the same table, opened again; or with columns that the entity it is read as lacks.
      column: definition.nodes.get(column.property)?.column ?? column,
      value,
      isScoped: scoped.has(column.property),
    }))
}

const noFills: readonly Fill[] = Object.freeze([])

/** Whether the conditions of a set say nothing but what parts of the id are, so that a row with an id of it is in it. */
export const isFixedById = ({ where }: SetState): boolean =>
  conjunctsOf(where).every(condition => equality(condition).some(({ column }) => column.isId))

/** The conditions that a top-level AND joins. */
export function conjunctsOf(node: Node | undefined): readonly AnyNode[] {
  if (node === undefined) return []
  const any = node as AnyNode
  return any.kind === 'operation' && any.operator === 'and' ? any.args.flatMap(conjunctsOf) : [any]
}

interface Equality {
  /** The key of the column's table. */
  readonly table: string
  readonly column: StoredColumn
  readonly value: unknown
}

function equality(any: AnyNode): readonly Equality[] {
  if (any.kind !== 'operation' || any.operator !== 'eq') return []
  const [left, right] = any.args as readonly AnyNode[]
  return left?.kind === 'column' && right?.kind === 'literal'
    ? [{ table: left.occurrence.key, column: left.column, value: right.value }]
    : []
}

/**
 * Refuses a write that might leave a scope: whether a row meets a condition that is no equality is not known before it is there.
 *
 * Shape: `changed` are the columns that a row of the scope gets values for; absent for a whole record.
 */
export function keepScope({ definition, scope }: SetState, changed?: Iterable<StoredColumn>): void {
  if (scope === undefined) return
  const names = changed === undefined ? undefined : new Set(Array.from(changed, ({ property }) => property))
  for (const condition of conjunctsOf(scope)) {
    if (equality(condition).length > 0 || (condition.kind === 'constant' && condition.value)) continue
    if (names !== undefined && !readsAny(condition, definition, names)) continue
    const { name: entity } = definition.entity
    throw new VantageError(
      `${entity}: this write may leave the scope ${condition.preview()}; make the scope of equalities, such as u => u.tenant.eq('x')`,
      { kind: 'invalid', details: { entity } },
    )
  }
}

function readsAny(condition: Node, { occurrence }: Definition, names: ReadonlySet<string>): boolean {
  let isRead = false
  walk([condition], node => {
    if (node.kind === 'column' && node.occurrence.key === occurrence.key && names.has(node.name)) isRead = true
    return !isRead
  })
  return isRead
}

/**
 * Checks a record given for an insert or replace and completes it: types, refinements, equality of the set, defaults.
 *
 * Shape: columns that are `coming` get their values later and may be absent; `problems` are those that hooks found, and all are
 * told together.
 * Errors: `invalid` for unknown columns; `type-mismatch`; `conflict` for a value that leaves the set; `validation` with
 * every missing or refused field.
 */
export function completeRecord(
  state: SetState,
  record: object,
  id: Values,
  { coming = noNames, problems = [] }: Completing = {},
): Values {
  const { definition } = state
  const values = givenValues(definition, record, id)
  keepScope(state)
  applyFills(definition, values, fillsOf(state))
  const stamping = new Stamping(definition)
  for (const node of definition.nodes.values()) {
    const { column } = node
    const facts = definition.factsOf(column.property)
    if (!values.has(column) && facts.fill !== undefined)
      values.set(column, checkedValue(definition, column, defaultValue(definition, column, facts.fill)))
    const stamp = facts.onInsert ?? facts.onSave
    if (!values.has(column) && stamp !== undefined) stamping.put(values, column, stamp)
    const mayLack = facts.isOptional || facts.isGenerated || column.isId || coming.has(column.property)
    if (!values.has(column) && !mayLack)
      problems.push({ field: column.property, path: [column.property], message: 'is required' })
  }
  refine(definition, values, problems)
  return values
}

const noNames: ReadonlySet<string> = new Set()

interface Completing {
  readonly coming?: ReadonlySet<string>
  readonly problems?: FieldProblem[] | undefined
}

/** Checks the fields given for a patch. Ids cannot be patched; a scoped column keeps its value. */
export function checkPart(state: SetState, part: object, problems: FieldProblem[] = []): Values {
  const { definition } = state
  const values = givenValues(definition, part, new Map(), true)
  for (const column of values.keys())
    if (column.isId)
      throw refused(definition, column, 'an id cannot be patched; insert the row under its new id', 'invalid')
  return checkChanges(state, values, problems)
}

/** Checks values of a patch that are of their types: scoped columns keep theirs, and refinements make others of them. */
export function checkChanges(state: SetState, values: Values, problems: FieldProblem[] = []): Values {
  const { definition } = state
  for (const fill of fillsOf(state)) if (fill.isScoped && values.has(fill.column)) keepFill(definition, values, fill)
  keepScope(state, values.keys())
  refine(definition, values, problems)
  return values
}

/** Errors: `invalid` for what is no object of columns. */
export function needRecord(definition: Definition, record: unknown): void {
  if (typeof record !== 'object' || record === null || Array.isArray(record))
    throw new VantageError(`${definition.entity.name} takes a record as an object of columns`, { kind: 'invalid' })
}

/** Own properties of a record as checked values; `undefined` means absent. */
function givenValues(definition: Definition, record: object, id: Values, isPart = false): Values {
  needRecord(definition, record)
  const values: Values = id.size === 0 ? new Map() : new Map(id)
  const fields = unchecked<Readonly<Record<string, unknown>>>(record, 'its own properties are read by name')
  for (const property of Object.keys(fields)) {
    const value = fields[property]
    if (value === undefined) continue
    const node = definition.nodes.get(property)
    if (node === undefined) {
      if (!definition.calculated.has(property))
        throw unknownColumn(definition.entity, property, [...definition.nodes.keys()])
      if (isPart) throw calculatedPart(definition, property)
      continue
    }
    const { column } = node
    const checked = checkedValue(definition, column, value)
    if (id.has(column) && !column.type.equals(id.get(column), checked))
      throw refused(definition, column, 'the record names another id than the call', 'invalid')
    values.set(column, checked)
  }
  return values
}

const calculatedPart = ({ entity }: Definition, field: string): VantageError =>
  new VantageError(`${entity.name}.${field}: is calculated and cannot be patched; change what it is calculated from`, {
    kind: 'invalid',
    details: { entity: entity.name, field },
  })

/** Gives columns the values that equalities of the set fix. Errors: `conflict` for a record with another one. */
export function applyFills(definition: Definition, values: Values, fills: readonly Fill[]): void {
  for (const fill of fills) {
    if (!definition.nodes.has(fill.column.property))
      throw refused(
        definition,
        fill.column,
        'is fixed by the set and no column of the entity; write the whole entity',
        'invalid',
      )
    const given = values.get(fill.column)
    // The literal may be of a type that merely compares with the column's: 1.5 is no value of a whole column.
    if (given === undefined || given === null)
      values.set(fill.column, checkedValue(definition, fill.column, fill.value))
    else keepFill(definition, values, fill)
  }
}

function keepFill(definition: Definition, values: Values, { column, value }: Fill): void {
  const given = values.get(column)
  if (given === null || !column.type.equals(given, value))
    throw refused(definition, column, 'has another value than the set it is written to', 'conflict', 'outside-set')
}

/** A value given for one column, checked and refined. Errors: `type-mismatch`, `validation`. */
export function refinedValue(definition: Definition, column: StoredColumn, value: unknown): unknown {
  const values: Values = new Map([[column, checkedValue(definition, column, value)]])
  refine(definition, values, [])
  return values.get(column)
}

/** Runs the columns' refinements; their output becomes the value. All problems go into one error. */
function refine(definition: Definition, values: Values, problems: FieldProblem[]): void {
  for (const [column, value] of values) {
    if (value === null) continue
    for (const schema of definition.factsOf(column.property).checks) {
      const outcome = validated(schema, values.get(column), { definition, column }, problems)
      if (outcome !== undefined) values.set(column, checkedValue(definition, column, outcome.value))
    }
  }
  if (problems.length > 0) throw notValid(definition, problems)
}

/** One error for every field that is refused. */
export function notValid(definition: Definition, problems: readonly FieldProblem[]): VantageError {
  const { name: entity } = definition.entity
  const list = problems.map(({ field, message }) => (field === '' ? message : `${field} ${message}`)).join('; ')
  const field = problems.find(one => one.field !== '')?.field
  return new VantageError(`${entity} is not valid: ${list}`, {
    kind: 'validation',
    details: { entity, fields: problems, ...(field === undefined ? {} : { field }) },
  })
}

function validated(
  schema: StandardSchema,
  value: unknown,
  { definition, column: { property } }: { readonly definition: Definition; readonly column: StoredColumn },
  problems: FieldProblem[],
): { readonly value: unknown } | undefined {
  const result = checkColumn(schema, value, { entity: definition.entity.name, field: property })
  if (result.issues === undefined) return { value: result.value }
  for (const { message, path } of result.issues) {
    const inside = (path ?? []).map(part => (typeof part === 'object' ? part.key : part))
    problems.push({ field: property, path: [property, ...inside], message })
  }
  return undefined
}

/** The id given to a call as values of the id columns. Errors: `invalid` for undefined, null, or parts that do not fit. */
export function idValues(definition: Definition, id: unknown): Values {
  const { ids, entity } = definition
  const [only, second] = ids
  if (only === undefined)
    throw new VantageError(`${entity.name} has no id column, so nothing is found by id; use where()`, {
      kind: 'invalid',
      details: { entity: entity.name },
    })
  if (id === undefined || id === null)
    throw new VantageError(`${entity.name}: the id is ${String(id)}; an id is always given`, {
      kind: 'invalid',
      details: { entity: entity.name },
    })
  if (second === undefined) return new Map([[only.column, checkedValue(definition, only.column, id)]])
  return compositeId(definition, id)
}

function compositeId(definition: Definition, id: unknown): Values {
  const names = definition.ids.map(node => node.column.property)
  const parts = typeof id === 'object' && id !== null ? new Map(Object.entries(id)) : new Map<string, unknown>()
  if (parts.size !== names.length || !names.every(name => parts.get(name) !== undefined))
    throw new VantageError(`${definition.entity.name}: the id is an object of ${names.join(', ')}`, {
      kind: 'invalid',
      details: { entity: definition.entity.name },
    })
  return new Map(
    definition.ids.map(({ column }) => [column, checkedValue(definition, column, parts.get(column.property))]),
  )
}

/** The condition that finds a row by its id. */
export function idCondition(definition: Definition, id: Values): Node {
  const parts = definition.ids.map((node: ColumnNode) => node.eq(id.get(node.column)))
  return parts.reduce((joined, part) => joined.and(part))
}

/** An id as errors show it: the only part, or all in brackets. */
export function shownId(definition: Definition, values: { get(column: StoredColumn): unknown }): string {
  const parts = definition.ids.map(({ column }) => {
    const part = values.get(column)
    return part === undefined || part === null ? String(part) : column.type.toText(part)
  })
  return parts.length === 1 ? (parts[0] ?? '') : JSON.stringify(parts)
}

/** The id of a written row: a value, or an object for a composite key. */
export function idOf(definition: Definition, values: { get(column: StoredColumn): unknown }): unknown {
  const [only, second] = definition.ids
  if (only === undefined) return undefined
  if (second === undefined) return values.get(only.column)
  return Object.fromEntries(definition.ids.map(({ column }) => [column.property, values.get(column)]))
}
