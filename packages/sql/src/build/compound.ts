import { VantageError } from '@vantage-ts/core/adapter'
import { rowCountOf, SelectStatement, type Tail, writeTail } from './select.ts'
import { type SetOperator, SqlStatement } from './statement.ts'
import { orderKeyOf } from './window.ts'
import { noWith, type With } from './with.ts'
import type { Writer } from './writer.ts'

interface Parts {
  readonly first: SqlStatement
  readonly rest: readonly (readonly [SetOperator, SqlStatement])[]
}

const noTail: Tail = { order: [], limit: undefined, offset: undefined }

/** Rows of several statements as one: operators go from left to right, whatever binds tighter in the language. */
export class CompoundStatement extends SqlStatement {
  readonly #with: With
  readonly #parts: Parts
  readonly #tail: Tail
  /** Kept, since parts are compounds in turn, as deep as they like. */
  override readonly outputs: readonly string[] | undefined
  constructor(parts: Parts, tail: Tail = noTail, named: With = noWith) {
    super(parts.first.database)
    this.outputs = outputsOf(parts)
    this.#parts = parts
    this.#tail = tail
    this.#with = named
  }

  /** Errors: `invalid` for another number of columns, where it is known, and for what is no statement. */
  static of(left: SqlStatement, operator: SetOperator, right: unknown): CompoundStatement {
    const place = words[operator]
    if (!(right instanceof SqlStatement) || !right.givesRows)
      throw new VantageError(`${place}() takes a statement that gives rows`, { kind: 'invalid' })
    const [ours, theirs] = [left.outputs?.length, right.outputs?.length]
    if (!isByName(operator) && ours !== undefined && theirs !== undefined && ours !== theirs)
      throw new VantageError(`${place}(): one side gives ${ours} columns and the other ${theirs}`, { kind: 'invalid' })
    if (left instanceof CompoundStatement && left.#goesOn(operator))
      return new CompoundStatement(
        { first: left.#parts.first, rest: [...left.#parts.rest, [operator, right]] },
        noTail,
        left.#with,
      )
    return new CompoundStatement({ first: left, rest: [[operator, right]] })
  }

  /** Whether one more operator after the others means what it would around them. */
  #goesOn(operator: SetOperator): boolean {
    const { order, limit, offset } = this.#tail
    if (order.length > 0 || limit !== undefined || offset !== undefined) return false
    if (!this.database.language.has.intersectFirst) return true
    return !operator.startsWith('INTERSECT') || this.#parts.rest.every(([known]) => known.startsWith('INTERSECT'))
  }

  get givesRows(): boolean {
    return true
  }
  override get isWrite(): boolean {
    return this.#with.isWrite
  }
  override get hasWith(): boolean {
    return !this.#with.isEmpty
  }
  override get endsInFrom(): boolean {
    const { order, limit, offset } = this.#tail
    return order.length === 0 && limit === undefined && offset === undefined
  }

  with(...named: readonly unknown[]): CompoundStatement {
    return new CompoundStatement(this.#parts, this.#tail, this.#with.and(named, this.database.language))
  }
  /** By columns of the result: `resultColumn('total').desc()`, or their positions. */
  orderBy(...keys: readonly unknown[]): CompoundStatement {
    const order = [...this.#tail.order, ...keys.map(key => orderKeyOf(key, 'orderBy'))]
    return new CompoundStatement(this.#parts, { ...this.#tail, order }, this.#with)
  }
  limit(rows: unknown): CompoundStatement {
    return new CompoundStatement(this.#parts, { ...this.#tail, limit: rowCountOf(rows, 'limit') }, this.#with)
  }
  offset(rows: unknown): CompoundStatement {
    return new CompoundStatement(this.#parts, { ...this.#tail, offset: rowCountOf(rows, 'offset') }, this.#with)
  }

  override writeStatement(out: Writer): void {
    this.#with.around(out, () => {
      writePart(out, this.#parts.first)
      for (const [operator, part] of this.#parts.rest) {
        if (operator === 'INTERSECT ALL' || operator === 'EXCEPT ALL')
          out.need(out.language.has.allOfSets, operator, 'number the rows on both sides first')
        if (isByName(operator))
          out.need(out.language.has.analyticClauses === true, operator, 'give both sides the same columns')
        out.text(` ${operator} `)
        writePart(out, part)
      }
      const { first } = this.#parts
      out.reading(first instanceof SelectStatement ? first.reads : [], () => writeTail(out, this.#tail))
    })
  }
}

const isByName = (operator: SetOperator): boolean => operator.endsWith('BY NAME')

/** By name, columns of each part are added to those before. */
function outputsOf({ first, rest }: Parts): readonly string[] | undefined {
  let names = first.outputs
  for (const [operator, { outputs }] of rest)
    if (isByName(operator)) names = names && outputs && [...new Set([...names, ...outputs])]
  return names
}

const words: Readonly<Record<SetOperator, string>> = {
  'UNION BY NAME': 'unionByName',
  'UNION ALL BY NAME': 'unionAllByName',
  UNION: 'union',
  'UNION ALL': 'unionAll',
  INTERSECT: 'intersect',
  'INTERSECT ALL': 'intersectAll',
  EXCEPT: 'except',
  'EXCEPT ALL': 'exceptAll',
}

/** A part that has an order, a window or parts of its own would be taken for something else without brackets. */
function writePart(out: Writer, part: SqlStatement): void {
  if (part instanceof SelectStatement && part.isBare) {
    part.checkInside(out)
    part.writeBody(out)
    return
  }
  const { bracketedParts, withInParts } = out.language.has
  const isWithin = part.hasWith && withInParts === false
  if (isWithin || !bracketedParts) out.text('SELECT * FROM ')
  part.write(out)
  if (!isWithin) return
  out.text(' AS ')
  out.name('part')
}
