import type { Collation, Flag } from '../column/column.ts'
import { unchecked } from '../types/cast.ts'
import type { Json } from '../types/json-value.ts'
import { TypeProblem } from '../types/type.ts'
import { Part, shown } from './part.ts'
import { readType, typeMembers, type TypeDefinition, typeOfDefinition } from './type-definition.ts'

/** A column as data: what `col(int).optional().named('age_in_years')` is in a class. */
export interface ColumnDefinition<out Name extends string = string> extends TypeDefinition {
  /** How the column is called here. */
  readonly property: Name
  /** Its name in the database; the property unless said. */
  readonly name?: string
  /** Part of the key; several such columns make a composite one. */
  readonly isId?: boolean
  /** May be null. */
  readonly isOptional?: boolean
  /** The database fills it: it may be left out of inserts. */
  readonly isGenerated?: boolean
  readonly flags?: readonly Flag[]
  readonly collation?: Collation
  /** The table whose ids it holds; where a database keeps links between records, such a link is what is stored. */
  readonly link?: string
  /** For records that leave the column out, in the JSON form of its type: `"1.50"` for a decimal. */
  readonly default?: Json
}

/**
 * A table as data: plain JSON, written by hand, kept in a file, or found in a database by `introspect(source)`.
 *
 * `Name` are the properties of its columns where the compiler knows them.
 */
export interface TableDefinition<out Name extends string = string> {
  /** What messages call it, and its name in the database unless `name` says otherwise. */
  readonly entity: string
  readonly name?: string
  /** Schema or namespace, outermost first. */
  readonly schema?: string | readonly string[]
  readonly columns: readonly ColumnDefinition<Name>[]
}

const tableMembers = ['entity', 'name', 'schema', 'columns'] as const
const columnMembers = [
  'property',
  'name',
  ...typeMembers,
  'isId',
  'isOptional',
  'isGenerated',
  'flags',
  'collation',
  'link',
  'default',
] as const
const collations: readonly Collation[] = ['binary', 'ci', 'unknown']

const checked = new WeakSet<object>()

/**
 * Checks a definition: what came as JSON, from a file or over the wire, as well as one written in TypeScript, whose column
 * names the compiler then knows.
 *
 * Shape: a frozen copy whose members stand in one order, so that equal definitions have equal JSON.
 * Errors: `invalid`, naming the place and the nearest that is right: `columns[3].type: there is no type "itn". Did you mean "int"?`
 */
export function tableDefinition<const Name extends string>(definition: TableDefinition<Name>): TableDefinition<Name>
export function tableDefinition(json: unknown): TableDefinition
export function tableDefinition(json: unknown): TableDefinition {
  if (typeof json === 'object' && json !== null && checked.has(json)) return unchecked(json, 'made below')
  const whole = new Part(json, 'the definition of a table')
  const members = whole.members(tableMembers, true)
  const entity = (members('entity') ?? whole.fail('needs an entity: what the table is called')).name()
  const name = members('name')?.name()
  const schema = members('schema')
  const columns = (members('columns') ?? whole.fail('needs its columns')).items()
  if (columns.length === 0) whole.fail('needs at least one column')
  const definition: TableDefinition = Object.freeze({
    entity,
    ...(name === undefined ? {} : { name }),
    ...(schema === undefined ? {} : { schema: readSchema(schema) }),
    columns: Object.freeze(columns.map(readColumn)),
  })
  refuseTwice(columns, definition.columns)
  checked.add(definition)
  return definition
}

function readSchema(schema: Part): string | readonly string[] {
  if (typeof schema.value === 'string') return schema.name()
  const path = schema.items().map(item => item.name())
  return path.length === 0 ? schema.fail('must name a schema; leave it out for the usual one') : Object.freeze(path)
}

function readColumn(column: Part): ColumnDefinition {
  const members = column.members(columnMembers)
  const given = members('property') ?? column.fail('needs a property: how the column is called')
  const property = given.name()
  // Rows are objects, whose prototype it would set.
  if (property === '__proto__')
    given.fail('no property can be called "__proto__"; give another, and this one as its name')
  const type = readType(column, members)
  const flags = members('flags')
    ?.items()
    .map(flag => flag.name())
  const fact = (name: 'isId' | 'isOptional' | 'isGenerated'): object =>
    members(name)?.flag() === true ? { [name]: true } : {}
  const name = members('name')?.name()
  const collation = members('collation')?.oneOf(collations, 'collation')
  const link = members('link')?.name()
  const fill = members('default')
  const definition: ColumnDefinition = {
    property,
    ...(name === undefined || name === property ? {} : { name }),
    ...type,
    ...fact('isId'),
    ...fact('isOptional'),
    ...fact('isGenerated'),
    ...(flags === undefined || flags.length === 0 ? {} : { flags: Object.freeze([...new Set(flags)]) }),
    ...(collation === undefined ? {} : { collation }),
    ...(link === undefined ? {} : { link }),
    ...(fill === undefined ? {} : { default: unchecked<Json>(fill.value, 'checked below') }),
  }
  if (definition.isId && definition.isOptional) column.fail('an id is never null, so it is not optional')
  if (fill === undefined) return Object.freeze(definition)
  checkDefault(fill, definition)
  // A copy, which nobody else can change.
  return Object.freeze({ ...definition, default: unchecked<Json>(JSON.parse(JSON.stringify(fill.value)), 'checked') })
}

/** The value that records without a column get. Throws `TypeProblem` for JSON that is none of the type. */
export function defaultOf(column: ColumnDefinition): unknown {
  return column.default === null ? null : typeOfDefinition(column).fromJson(column.default)
}

function checkDefault(place: Part, column: ColumnDefinition): void {
  if (column.default === null && !column.isOptional) place.fail('must not be null, for the column is not optional')
  try {
    defaultOf(column)
  } catch (thrown) {
    if (!(thrown instanceof TypeProblem)) throw thrown
    place.fail(thrown.message)
  }
}

function refuseTwice(parts: readonly Part[], columns: readonly ColumnDefinition[]): void {
  const places = new Map<string, string>()
  for (const [index, { property, name = property }] of columns.entries()) {
    const part = parts[index]
    if (part === undefined) continue
    for (const [what, text] of [
      ['property', property],
      ['name', name],
    ] as const) {
      const before = places.get(`${what} ${text}`)
      if (before !== undefined)
        new Part(text, `${part.place}.${what}`).fail(`${shown(text)} is that of ${before} already`)
      places.set(`${what} ${text}`, part.place)
    }
  }
}
