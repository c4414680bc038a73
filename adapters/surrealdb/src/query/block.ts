import type { Source } from '@vantage-ts/core'
import type { LanguageSource } from '@vantage-ts/core/adapter'
import type { Input } from './input.ts'
import { invalid } from './invalid.ts'
import { operandOf, QlExpression, variableOf } from './expression.ts'
import { writeBeside, writeLast, writeResult } from './phrase.ts'
import { parameterName } from './name.ts'
import { QlStatement } from './statement.ts'
import type { Writer } from './writer.ts'

interface Step {
  /** What it defines. */
  readonly name?: string
  readonly write: (out: Writer) => void
  /** How it stands where its value is that of the block, if otherwise. */
  readonly writeAsLast?: (out: Writer) => void
}

/**
 * Statements one after the other, in braces: its value is that of `return()`, or of the last statement.
 *
 * Shape: one expression; as a statement of its own it is run at once and sees one snapshot.
 */
export class Block<DS extends Source = Source> extends QlStatement<DS, unknown> {
  readonly #steps: readonly Step[]
  readonly #result: QlExpression | undefined
  constructor(source: LanguageSource, steps: readonly Step[] = [], result?: QlExpression) {
    super(source, true)
    this.#steps = steps
    this.#result = result
  }
  #and(step: Step): Block<DS> {
    this.#needOpen()
    return new Block(this.home, [...this.#steps, step])
  }
  #needOpen(): void {
    if (this.#result !== undefined) throw invalid('nothing follows return() in a block')
  }

  /** Names a value: `let('total', …)` is read as `variable('total')`. */
  let(name: string, value: Input): Block<DS> {
    const text = parameterName(name, 'let')
    if (this.#steps.some(step => step.name === text))
      throw invalid(`let(): the block has a variable "${text}" already; take another name`, text)
    const of = operandOf(value, `let(): ${name}`)
    const write = (out: Writer): void => {
      out.text(`LET $${text} = `)
      of.write(out)
      out.define(text)
    }
    return this.#and({ name: text, write })
  }
  /** Runs a statement; branches too, whose results may be statements. */
  do(statement: QlExpression): Block<DS> {
    if (!(statement instanceof QlExpression)) throw invalid('do() takes a statement')
    const write = (out: Writer): void => writeStep(out, statement)
    const isBlock = statement instanceof Block || (statement.form.isBlock === true && statement.form.isBraced === true)
    return this.#and({
      write,
      ...(isBlock ? { writeAsLast: (out: Writer): void => writeLast(out, statement) } : {}),
    })
  }
  /** Runs statements for every item of an array or range: `for('n', range(1, 4), n => q.create(…))`. */
  for(name: string, list: Input, body: (item: QlExpression) => QlExpression): Block<DS> {
    const text = parameterName(name, 'for')
    const of = operandOf(list, 'for')
    const made: unknown = body(variableOf(text))
    if (!(made instanceof QlExpression)) throw invalid('for() takes a function that gives a statement or a block')
    const write = (out: Writer): void => {
      out.text(`FOR $${text} IN `)
      writeResult(out, of)
      out.text(' { ')
      out.scope(() => {
        out.define(text)
        if (made instanceof Block) made.writeSteps(out)
        else writeStep(out, made)
      })
      out.text(' }')
    }
    return this.#and({ write })
  }
  /** The value of the block. */
  return(value: Input): Block<DS> {
    this.#needOpen()
    return new Block(this.home, this.#steps, operandOf(value, 'return'))
  }

  /** The statements without braces. */
  writeSteps(out: Writer): void {
    this.#writeFrom(out, 0)
  }
  #writeFrom(out: Writer, start: number): void {
    const before = out.writes
    for (let at = start; at < this.#steps.length; at++) {
      const step = this.#steps[at]
      if (at > start) out.text('; ')
      if (step?.name !== undefined && out.writes > before) {
        this.#writeInside(out, at)
        return
      }
      const isLast = this.#result === undefined && at === this.#steps.length - 1
      if (isLast && step?.writeAsLast !== undefined) step.writeAsLast(out)
      else step?.write(out)
    }
    if (this.#result === undefined) return
    if (this.#steps.length > start) out.text('; ')
    // RETURN would end the statement around the block too, so the result of a block is what stands last.
    const isSelect = this.#result instanceof QlStatement && this.#result.form.isBlock !== true
    if (isSelect) this.#result.write(out)
    else writeLast(out, this.#result)
  }
  /**
   * The rest of the block in a block of its own: in this engine (3.0.2) writes do not see what is named after the first write
   * of a block. A block that stands last would give NONE, and a branch may lose the list around a single row.
   */
  #writeInside(out: Writer, at: number): void {
    const hasResult = this.#result !== undefined
    out.text(hasResult ? 'LET $x0 = IF true { ' : 'IF true { ')
    this.#writeFrom(out, at)
    out.text(hasResult ? ' }; ($x0)' : ' }')
  }
  protected override get isSeveral(): boolean {
    return true
  }
  override writeHere(out: Writer): void {
    this.#needSteps()
    out.text('{ ')
    out.scope(() => this.writeSteps(out))
    out.text(' }')
  }
  override writeStart(out: Writer): void {
    out.text('(')
    this.writeHere(out)
    out.text(')')
  }
  override writeStatement(out: Writer): void {
    this.writeHere(out)
  }
  #needSteps(): void {
    if (this.#steps.length === 0 && this.#result === undefined) throw invalid('a block without statements')
  }
}

/** A statement inside a block stands without brackets. */
function writeStep(out: Writer, statement: QlExpression): void {
  if (statement instanceof QlStatement) out.apart(inner => statement.writeStatement(inner))
  else writeResult(out, statement)
}

/** `RETURN value`: the value of an expression. */
export class Return<DS extends Source = Source> extends QlStatement<DS, unknown> {
  readonly #value: QlExpression
  constructor(source: LanguageSource, value: unknown) {
    const of = operandOf(value, 'return')
    super(source, of.form.isBlock)
    this.#value = of
  }
  override writeStatement(out: Writer): void {
    out.text('RETURN ')
    this.#value.write(out)
  }
  protected override get looksAtRows(): boolean {
    return false
  }
  /** In an expression it is its value: RETURN would end the statement around it. */
  override writeHere(out: Writer): void {
    writeBeside(out, this.#value)
  }
}
