import {
  type AnyNode,
  type From,
  type Node,
  type Occurrence,
  type OperatorName,
  type Projection,
  type Select,
  type Statement,
  type StoredColumn,
  type StoredTable,
  type Type,
  VantageError,
} from '@vantage-ts/core/adapter'
import { anyNode } from './any-node.ts'
import { normalText } from './normal-text.ts'

/** Where a value stands in a statement. */
export interface ValuePlace {
  /** Its position among the values of the statement; -1 for one that is known at run only, or is always null. */
  readonly index: number
  readonly type: Type<unknown>
  readonly isList: boolean
  readonly isNull: boolean
  /** Whether it may be any value wherever it stands: the moment of `now()`, and what is known at run only. */
  readonly isOpen: boolean
  /** The column that it is written to or compared with, where there is one. */
  readonly column: string | undefined
  /** Whether the column has this value in the rows that are written or read. */
  readonly isValueOfRow: boolean
}

/** A statement as text without values: what stands between them, and where they are. */
export interface Wording {
  readonly kind: Statement['kind'] | 'step'
  /** One more than `places`, but for an insert, whose rows stand between the two. */
  readonly pieces: readonly string[]
  readonly places: readonly ValuePlace[]
  /** The columns of the rows of an insert. */
  readonly rows: readonly StoredColumn[] | undefined
  /** The whole with `?` for values: equal ones are statements of one shape. */
  readonly shape: string
  /** What `*` stands for in it: two entities of one name may have different columns. */
  readonly whole: string
}

/** How `begin`, `commit` and the like stand among statements. */
export const stepWording = (step: string): Wording => ({
  kind: 'step',
  pieces: [step],
  places: [],
  rows: undefined,
  shape: step,
  whole: '',
})

/**
 * The neutral text of a statement, the same for every source: `select * from users where city = ? order by name`.
 *
 * Shape: names are those of the entities; `*` is every column of the table; columns have the name of their table before them where
 * several are read. What a write gives back is no part of it.
 */
export function wordingOf(statement: Statement): Wording {
  // Whether columns need the name of their table is known once all tables were met.
  const first = new Writer(new Map(), true)
  first.statement(statement)
  const writer = new Writer(first.labels, first.labels.size > 1)
  writer.statement(statement)
  return writer.done(statement)
}

const symbols: { readonly [Name in OperatorName]?: string } = {
  eq: '=',
  ne: '<>',
  lt: '<',
  lte: '<=',
  gt: '>',
  gte: '>=',
  isDistinctFrom: 'is distinct from',
  isNotDistinctFrom: 'is not distinct from',
  in: 'in',
  notIn: 'not in',
  like: 'like',
  and: 'and',
  or: 'or',
  plus: '+',
  minus: '-',
  mul: '*',
  div: '/',
  mod: '%',
}
const isLogic = (operator: OperatorName): boolean => operator === 'and' || operator === 'or'

class Writer {
  readonly labels: Map<string, string>
  readonly #isQualified: boolean
  readonly #pieces: string[] = ['']
  readonly #places: ValuePlace[] = []
  readonly #whole: string[] = []

  constructor(labels: Map<string, string>, isQualified: boolean) {
    this.labels = labels
    this.#isQualified = isQualified
  }

  done(statement: Statement): Wording {
    const { kind } = statement
    const pieces = this.#pieces.map(normalText)
    const rows = kind === 'insert' ? statement.columns : undefined
    return { kind, pieces, places: this.#places, rows, shape: pieces.join('?'), whole: this.#whole.join() }
  }

  #write(text: string): void {
    this.#pieces[this.#pieces.length - 1] += text
  }
  #gap(): void {
    this.#pieces.push('')
  }
  #list<Item>(items: readonly Item[], each: (item: Item) => void, separator = ', '): void {
    items.forEach((item, index) => {
      if (index > 0) this.#write(separator)
      each(item)
    })
  }

  statement(statement: Statement): void {
    switch (statement.kind) {
      case 'select':
        this.#select(statement)
        return
      case 'insert':
        this.#insertInto(statement.into, statement.columns)
        this.#write(' values ')
        this.#gap()
        this.#unlessThere(statement.onConflict)
        return
      case 'insert-select':
        this.#insertInto(statement.into, statement.columns)
        this.#write(' ')
        this.#select(statement.select)
        this.#unlessThere(statement.onConflict)
        return
      case 'update':
        this.#write(`update ${this.#label(statement.table)} set `)
        this.#list(statement.set, ({ column, node }) => {
          this.#write(`${shownName(column.property)} = `)
          this.#node(node, { column: column.property, isValueOfRow: true })
        })
        this.#clause('where', statement.where)
        return
      case 'delete':
        this.#write(`delete from ${this.#label(statement.table)}`)
        this.#clause('where', statement.where)
        return
      case 'raw':
        this.#node(statement.node)
        return
    }
  }

  #insertInto(into: Occurrence, columns: readonly StoredColumn[]): void {
    this.#write(`insert into ${this.#label(into)} (${columns.map(({ property }) => shownName(property)).join(', ')})`)
  }
  #unlessThere(onConflict: 'fail' | 'skip'): void {
    if (onConflict === 'skip') this.#write(' unless there')
  }

  #select(select: Select): void {
    this.#write('select ')
    const rest = wholeTable(select)
    if (rest !== undefined) {
      this.#write(rest.length === 0 ? '*' : '*, ')
      for (const { name } of select.columns) this.#whole.push(name)
    }
    const columns = rest ?? select.columns
    const [only] = columns
    const isValue = columns.length === 1 && rest === undefined && only?.name === 'value'
    this.#list(columns, ({ name, node }) => {
      this.#node(node)
      const any = anyNode(node)
      const isNamed = any.kind === 'column' && any.column.property === name
      if (!isNamed && !isValue) this.#write(` as ${shownName(name)}`)
    })
    if (select.from !== undefined) {
      this.#write(' from ')
      this.#from(select.from)
    }
    this.#clause('where', select.where)
    if (select.groupBy !== undefined) {
      this.#write(' group by ')
      this.#list(select.groupBy, node => this.#node(node))
    }
    this.#clause('having', select.having)
    if (select.order.length > 0) this.#write(' order by ')
    this.#list(select.order, ({ node, direction }) => {
      const named = columns.find(column => column.node.key === node.key && anyNode(column.node).kind !== 'column')
      if (named !== undefined && !isValue) this.#write(shownName(named.name))
      else this.#node(node)
      if (direction === 'desc') this.#write(' desc')
    })
    this.#clause('limit', select.limit)
    this.#clause('offset', select.offset)
  }

  #clause(word: string, node: Node | undefined): void {
    if (node === undefined) return
    this.#write(` ${word} `)
    this.#node(node)
  }

  #from(from: From): void {
    switch (from.kind) {
      case 'table':
        this.#write(this.#label(from.occurrence))
        return
      case 'derived':
        this.#write('(')
        this.#select(from.select)
        this.#write(`) as ${this.#label(from.occurrence)}`)
        return
      case 'text':
        this.#node(from.node)
        this.#write(` as ${this.#label(from.occurrence)}`)
        return
      case 'join':
        this.#from(from.left)
        this.#write(` ${from.join} join `)
        if (from.right.kind === 'join') this.#write('(')
        this.#from(from.right)
        if (from.right.kind === 'join') this.#write(')')
        this.#clause('on', from.on)
        return
    }
  }

  /** A table by its name, the second of one name with a number. */
  #label({ key, table }: Occurrence): string {
    const known = this.labels.get(key)
    if (known !== undefined) return known
    const name = tableName(table)
    let label = name
    const taken = new Set(this.labels.values())
    for (let number = 2; taken.has(label); number++) label = `${name}#${number}`
    this.labels.set(key, label)
    return label
  }

  #node(node: Node, met: Met = nothing): void {
    const any = anyNode(node)
    switch (any.kind) {
      case 'column':
        this.#write((this.#isQualified ? `${this.#label(any.occurrence)}.` : '') + shownName(any.column.property))
        return
      case 'calculated':
        this.#node(any.node, met)
        return
      case 'param':
        this.#place(any, { index: any.index, isNull: false, isOpen: any.isNow || any.index < 0, ...met })
        return
      case 'literal':
        if (any.value !== null) break
        this.#place(any, { index: -1, isNull: true, isOpen: false, ...met })
        return
      case 'constant':
        this.#write(String(any.value))
        return
      case 'operation':
        this.#operation(any)
        return
      case 'aggregate':
        this.#write(`${any.name}(`)
        if (any.arg === undefined) this.#write('*')
        else this.#node(any.arg)
        if (any.option !== undefined) {
          this.#write(', ')
          this.#node(any.option)
        }
        this.#write(')')
        return
      case 'case':
        this.#write('case')
        for (const { when, then } of any.branches) {
          this.#clause('when', when)
          this.#clause('then', then)
        }
        this.#clause('else', any.otherwise)
        this.#write(' end')
        return
      case 'subquery':
        if (any.mode === 'exists' || any.mode === 'rows') this.#write(`${any.mode} `)
        this.#write('(')
        this.#select(any.select)
        this.#write(')')
        return
      case 'template':
        this.#write('`')
        any.parts.forEach((part, index) => {
          this.#write(part.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${'))
          const arg = index < any.parts.length - 1 ? any.argAfter(index) : undefined
          if (arg === undefined) return
          this.#write('${')
          this.#node(arg)
          this.#write('}')
        })
        this.#write('`')
        return
      case 'list':
      case 'now':
      case 'deferred':
        break
    }
    throw new VantageError(`a ${any.kind} is no part of a compiled statement`, { kind: 'internal' })
  }

  #place({ type, isList }: Pick<Node, 'type' | 'isList'>, more: Omit<ValuePlace, 'type' | 'isList'>): void {
    this.#places.push({ type, isList, ...more })
    this.#gap()
  }

  #operation({ operator, args }: AnyNode & { kind: 'operation' }): void {
    const [left, right] = args
    if (left !== undefined && (operator === 'isNull' || operator === 'isNotNull')) {
      this.#inside(left, operator, nothing)
      this.#write(operator === 'isNull' ? ' is null' : ' is not null')
      return
    }
    const symbol = symbols[operator]
    if (symbol !== undefined && left !== undefined && right !== undefined && args.length === 2) {
      this.#inside(left, operator, meeting(right, operator))
      this.#write(` ${symbol} `)
      this.#inside(right, operator, meeting(left, operator))
      return
    }
    this.#write(`${operator}(`)
    const met = meeting(left, operator)
    this.#list(args, arg => this.#node(arg, arg === left ? nothing : met))
    this.#write(')')
  }

  /** An operand, in brackets where it has a symbol itself; but for a chain of `and` or `or`, and comparisons in it. */
  #inside(node: Node, outer: OperatorName, met: Met): void {
    const any = anyNode(node)
    const inner = any.kind === 'operation' ? any.operator : undefined
    const isSymbol = inner !== undefined && (symbols[inner] !== undefined || inner.startsWith('is'))
    const isPlain = isLogic(outer) && inner !== undefined && (!isLogic(inner) || inner === outer)
    if (!isSymbol || isPlain) {
      this.#node(node, met)
      return
    }
    this.#write('(')
    this.#node(node, met)
    this.#write(')')
  }
}

/** What a value is compared with or written to. */
type Met = Pick<ValuePlace, 'column' | 'isValueOfRow'>
const nothing: Met = { column: undefined, isValueOfRow: false }

/** The other side of a value, where that is a column. */
function meeting(node: Node | undefined, operator: OperatorName): Met {
  const any = node === undefined ? undefined : anyNode(node)
  return any?.kind === 'column' ? { column: any.column.property, isValueOfRow: operator === 'eq' } : nothing
}

/** What a select reads besides every column of its table; undefined where it leaves one out. */
function wholeTable({ from, columns }: Select): readonly Projection[] | undefined {
  if (from === undefined || from.kind !== 'table') return undefined
  const { key, table } = from.occurrence
  const isWhole = table.columns.every((column, index) => {
    const node = columns[index]?.node
    const any = node === undefined ? undefined : anyNode(node)
    return any?.kind === 'column' && any.column === column && any.occurrence.key === key
  })
  return isWhole ? columns.slice(table.columns.length) : undefined
}

/** A name; in quotes where it would not end where it ends. */
const shownName = (name: string): string => (/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name) ? name : JSON.stringify(name))

const snakeCase = (name: string): string => name.replace(/(?<=[a-z0-9])[A-Z]/g, letter => `_${letter}`).toLowerCase()

/** The entity, in its schema; with the name of its table where that is another one than a rule of naming makes of it. */
function tableName({ entity, name, path }: StoredTable): string {
  const isUsual = name === entity || name === snakeCase(entity)
  const shown = isUsual ? shownName(entity) : `${shownName(entity)}[${shownName(name)}]`
  return [...path.map(shownName), shown].join('.')
}
