import { refuseRecordMembers } from '../active/reserved.ts'
import { type FieldChange, keptApart } from '../active/seen.ts'
import type { HookOptions } from '../active/hook.ts'
import { Pending } from '../errors/pending.ts'
import { VantageError } from '../errors/vantage-error.ts'
import type { CallOptions } from '../expression/execute.ts'
import type { Definition } from '../set/definition.ts'
import type { SetState } from '../set/state.ts'
import { unknownColumn } from '../set/unknown-name.ts'
import { NewRecord } from './new-record.ts'
import { type NewPlace, RecordPlace, type SaveOptions } from './record-place.ts'
import type { ReplaceOptions } from './write.ts'
import { type RawRow, rowMaker } from '../source/row-maker.ts'
import { unchecked } from '../types/cast.ts'
import { putField } from '../types/own-field.ts'

/** Lets a class put private fields on an object that is there already. */
class Given {
  constructor(record: object) {
    // biome-ignore lint/correctness/noConstructorReturn: what is returned here gets the private fields of the class that extends this
    return record
  }
}

/** Keeps the place of a record on itself, where nobody sees it and no copy has it: a map of all records would hold up the collector. */
class Placed extends Given {
  readonly #place: RecordPlace
  constructor(record: object, place: RecordPlace) {
    super(record)
    this.#place = place
  }
  static placeOf(record: object): RecordPlace | undefined {
    return #place in record ? record.#place : undefined
  }
}
const newRecords = new WeakMap<object, NewRecord>()

/** A record as the methods find it: they are called on it, and on nothing else. */
function placeOf(record: object): RecordPlace {
  const place = Placed.placeOf(record)
  if (place === undefined)
    throw new VantageError('this is no record that a table loaded or created; its copies are plain values', {
      kind: 'invalid',
    })
  return place
}

/** Makes the set of a reference; `table/` hands it in. */
export type MakeTable = (state: SetState) => unknown

const members = (table: MakeTable) => ({
  save(this: object, options?: SaveOptions): Pending<void> {
    return placeOf(this).save(options)
  },
  saveTo(this: object, other: unknown, options?: CallOptions): Pending<unknown> {
    return placeOf(this).saveTo(other, options)
  },
  patch(this: object, part: object, options?: CallOptions): Pending<unknown> {
    return placeOf(this).patch(part, options)
  },
  replace(this: object, record: object, options?: ReplaceOptions): Pending<unknown> {
    return placeOf(this).replace(record, options)
  },
  reload(this: object, options?: CallOptions): Pending<unknown> {
    return placeOf(this).reload(options)
  },
  delete(this: object, options?: SaveOptions): Pending<boolean> {
    return placeOf(this).delete(options)
  },
  getRef(this: object, name: string): unknown {
    return table(placeOf(this).refState(name))
  },
  getRelated(this: object, name: string, options?: CallOptions): Pending<unknown> {
    return placeOf(this).getRelated(name, options)
  },
  addHook(this: object, event: unknown, run?: unknown, options?: HookOptions): void {
    placeOf(this).addHook(event, run, options)
  },
  get isDirty(): boolean {
    return placeOf(this).changes.size > 0
  },
  get changes(): Readonly<Record<string, FieldChange>> {
    return Object.fromEntries(placeOf(this).changes)
  },
})

/** The prototype of records over that of their rows: business methods and members of records, none of them a field. */
class Prototypes {
  readonly #known = new WeakMap<object, object>()
  of(base: object, make: () => object): object {
    let known = this.#known.get(base)
    if (known === undefined) {
      const descriptors = Object.getOwnPropertyDescriptors(make())
      for (const descriptor of Object.values(descriptors)) descriptor.enumerable = false
      const made: object = Object.create(base, descriptors)
      known = made
      this.#known.set(base, known)
    }
    return known
  }
}
const active = /* @__PURE__ */ new Prototypes()
const candidates = /* @__PURE__ */ new Prototypes()

/** A row that knows its set. */
export function activeRecord(row: object, place: NewPlace, table: MakeTable): object {
  const { definition } = place.state
  if (definition.ids.length === 0)
    throw new VantageError(`${definition.entity.name} has no id, so no record of it can be saved; use list()`, {
      kind: 'invalid',
      details: { entity: definition.entity.name },
    })
  const record = makerFor(row, definition, table)(row)
  new Placed(record, new RecordPlace(record, row, place))
  return record
}

/** Makes records of rows that have one list of fields. */
interface Maker {
  readonly names: readonly string[]
  readonly make: (row: object) => object
}

/**
 * The makers of a class of rows by the names of their fields: not by the definition of the set, of which each transaction has its
 * own. Rows of chosen and of dynamic columns have many lists; past a bound the oldest are forgotten.
 */
class Makers {
  readonly #known = new Map<string, Maker>()
  #last: Maker | undefined

  of(row: object, make: (names: readonly string[]) => Maker['make']): Maker['make'] {
    if (this.#last !== undefined && hasFields(row, this.#last.names)) return this.#last.make
    const names = Object.keys(row)
    const key = JSON.stringify(names)
    let maker = this.#known.get(key)
    if (maker === undefined) {
      if (this.#known.size >= maxMakers) this.#known.clear()
      maker = { names, make: make(names) }
      this.#known.set(key, maker)
    }
    this.#last = maker
    return maker.make
  }
}
const maxMakers = 100
const makersOf = new WeakMap<object, Makers>()

/** What makes the record of a row, kept for the rows that come: a copy whose steps are written out. */
function makerFor(row: object, definition: Definition, table: MakeTable): Maker['make'] {
  const base: object = Object.getPrototypeOf(row)
  let makers = makersOf.get(base)
  if (makers === undefined) {
    makers = new Makers()
    makersOf.set(base, makers)
  }
  return makers.of(row, names => {
    refuseRecordMembers(definition.entity.name, Object.keys(definition.columns))
    const form = active.of(base, () => members(table))
    const copy = rowMaker({ form, from: names, into: names, cells: names.map(() => keptApart) })
    return each => Object(copy(unchecked<RawRow>(each, 'a row has its fields by name')))
  })
}

/** Whether a row has these fields, in this order. No Object.keys(): it makes a list for each row. */
function hasFields(row: object, names: readonly string[]): boolean {
  let index = 0
  for (const name in row) {
    if (names[index] !== name) return false
    index++
  }
  return index === names.length
}

/**
 * A record that is not created yet: it has its fields and the methods of its class, and can be created once.
 *
 * Errors: `invalid` for a value of what is no column.
 */
export function newRecord(values: object, place: NewPlace, table: MakeTable): object {
  // Columns that are known at run time only, and computed ones, may have any name; records hide none of theirs.
  refuseRecordMembers(place.state.definition.entity.name, Object.keys(place.state.definition.columns))
  const { entity, nodes, calculated } = place.state.definition
  for (const [name, value] of Object.entries(values))
    if (value !== undefined && !nodes.has(name) && !calculated.has(name))
      throw unknownColumn(entity, name, [...nodes.keys()])
  const base = place.isPlain === true ? Object.prototype : entity.prototype
  const prototype = candidates.of(base, () => ({
    create(this: object, options?: CallOptions): Pending<object> {
      return Pending.run(async () => {
        const made = await newRecordOf(this).create({ ...this }, options)
        return activeRecord(made.row, made.place, table)
      })
    },
    addHook(this: object, event: unknown, run?: unknown, options?: HookOptions): void {
      newRecordOf(this).addHook(event, run, options)
    },
  }))
  const record = withFields(prototype, values)
  newRecords.set(record, new NewRecord(place))
  return record
}

const withFields = (prototype: object, fields: object): object => {
  const record: object = Object.create(prototype)
  for (const [name, value] of Object.entries(fields)) putField(record, name, keptApart(value))
  return record
}

function newRecordOf(record: object): NewRecord {
  const known = newRecords.get(record)
  if (known === undefined) throw new VantageError('this is no record that newEntity() made', { kind: 'invalid' })
  return known
}

/** Whether a value is a record, and of which set and id. */
export const recordPlace = (value: unknown): RecordPlace | undefined =>
  typeof value === 'object' && value !== null ? Placed.placeOf(value) : undefined
