import { recordMembers } from '../active/reserved.ts'
import { className, fresh, propertyName } from './identifier.ts'
import type { Introspection, LeftColumn } from './introspection.ts'
import { type ColumnDefinition, tableDefinition, type TableDefinition } from './table-definition.ts'
import type { TypeDefinition } from './type-definition.ts'

/**
 * Members that classes and records have already: a column of such a name gets another property.
 *
 * Source: `name`, `length`, `prototype` are of every class and harmless, for columns are members of its instances.
 */
const reserved: readonly string[] = ['constructor', '__proto__', 'then', 'toJSON', ...recordMembers]

/**
 * Writes entity classes for tables: the text of a TypeScript module, to be kept and changed by hand from then on.
 *
 * Shape: classes and properties are camel case, with the names of the database behind `.named()`; no value of the database is
 * ever pasted into the code unquoted. Columns that are left stand as comments.
 */
export function printEntities({ tables, left }: Introspection): string {
  const definitions = tables.map(table => tableDefinition(table))
  const imports = new Set<string>(['Entity', 'col'])
  const used = new Set<string>()
  const classes = definitions.map(table =>
    printClass(table, { imports, name: fresh(className(table.entity), used), left }),
  )
  const whole = left.filter(column => !definitions.some(table => isOf(column, table)))
  const names = [...imports].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1))
  const head = `import { ${names.join(', ')} } from '@vantage-ts/core'\n`
  const rest =
    whole.length === 0 ? [] : [`// Tables of which no column can be held:\n${whole.map(printLeft).join('\n')}\n`]
  return [head, ...classes, ...rest].join('\n')
}

interface ClassContext {
  readonly imports: Set<string>
  readonly name: string
  readonly left: readonly LeftColumn[]
}

function printClass(table: TableDefinition, { imports, name, left }: ClassContext): string {
  const used = new Set(reserved)
  const properties = table.columns.map(column => fresh(propertyName(column.property), used))
  const columns = table.columns.map((column, index) => printColumn(column, properties[index] ?? '', imports))
  const missing = left.filter(column => isOf(column, table)).map(column => `  ${printLeft(column)}`)
  const { entity, name: stored = entity } = table
  const lines = [...columns.map(line => `  ${line},`), ...missing]
  return `${placeComment(table, name, properties)}export class ${name} extends Entity(${quoted(stored)}, {\n${lines.join('\n')}\n}) {}\n`
}

/** How a table of a schema, or one with links, is opened: the class does not know. */
function placeComment({ schema, columns }: TableDefinition, name: string, properties: readonly string[]): string {
  const links = columns.flatMap(({ link }, index) =>
    link === undefined ? [] : [`${properties[index]}: recordLink(${quoted(link)})`],
  )
  const path = typeof schema === 'string' ? quoted(schema) : `[${(schema ?? []).map(quoted).join(', ')}]`
  const options = [
    ...(schema === undefined ? [] : [`schema: ${path}`]),
    ...(links.length === 0 ? [] : [`columns: { ${links.join(', ')} }`]),
  ]
  return options.length === 0 ? '' : `/** ${harmless(`${name}.table(db, { ${options.join(', ')} })`)} */\n`
}

function printColumn(column: ColumnDefinition, property: string, imports: Set<string>): string {
  const { property: called, name = called, flags = [], collation = 'binary' } = column
  const parts = [
    `${property}: col(${printType(column, imports)})`,
    column.isId ? '.id()' : '',
    column.isOptional ? '.optional()' : '',
    printDefault(column),
    column.isGenerated ? '.generated()' : '',
    name === property ? '' : `.named(${quoted(name)})`,
    flags.length === 0 ? '' : `.flag(${flags.map(quoted).join(', ')})`,
    collation === 'binary' ? '' : `.collation(${quoted(collation)})`,
  ]
  return parts.join('')
}

/** Only what reads the same in the code; the database has its defaults anyway. */
function printDefault({ type, default: value }: ColumnDefinition): string {
  const isPlain = ['text', 'enum', 'int', 'float', 'bool'].includes(type)
  if (value === undefined || (!isPlain && value !== null)) return ''
  return `.default(${typeof value === 'string' ? quoted(value) : JSON.stringify(value)})`
}

function printType({ type, members = [], item, precision, scale = 0 }: TypeDefinition, imports: Set<string>): string {
  if (type === 'enum' || type === 'array') {
    const maker = type === 'enum' ? 'enumOf' : 'arrayOf'
    imports.add(maker)
    const inside = item === undefined ? members.map(quoted).join(', ') : printType(item, imports)
    return `${maker}(${inside})`
  }
  imports.add(type)
  return precision === undefined ? type : `${type}(${precision}, ${scale})`
}

const printLeft = ({ table, column, vendorType, why }: LeftColumn): string =>
  `// left: ${harmless(`${quoted(table)}.${quoted(column)} ${vendorType}`)} (${harmless(why)})`

const isOf = (column: LeftColumn, { entity, name = entity, schema = [] }: TableDefinition): boolean =>
  column.table === name && [column.schema ?? []].flat().join('\0') === [schema].flat().join('\0')

/** Text as a literal of the program, whatever it holds. */
function quoted(text: string): string {
  const inner = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")
  return `'${inner.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}'`
}

/** Text within a comment: on one line, which it cannot end. */
const harmless = (text: string): string => text.replace(/[\r\n\u2028\u2029]+/g, ' ').replaceAll('*/', '* /')
