import type { Literal } from '../expression/node.ts'
import type { Select, Update } from '../expression/statement.ts'
import { nodesOf, walk } from '../expression/walk.ts'
import type { VantageError } from '../errors/vantage-error.ts'
import type { Answer, ParameterSlot } from './backend.ts'
import { encodeValue } from './encode.ts'
import type { MaybePromise } from './maybe-promise.ts'
import type { Prepared } from './prepared.ts'
import type { Decoded, RowsWanted } from './rows-wanted.ts'
import { untilAborted } from '../expression/deadline.ts'

/** A statement bound and run with what one call gives. */
export type ReadyStatement<Given> = (given: Given, signal?: AbortSignal) => MaybePromise<Decoded>

/** Gives one parameter of a statement from what a call gives. */
type Binder<Given> = (given: Given) => unknown

/** Parameters of a statement: those of literals that `reader` knows are read from what each call gives, all others are the same. */
export function bindersOf<Given>(
  slots: readonly ParameterSlot[],
  statement: Select | Update,
  constants: readonly unknown[],
  reader: (literal: Literal) => ((given: Given) => unknown) | undefined,
  source: string,
): readonly Binder<Given>[] {
  const literals: Literal[] = []
  walk(nodesOf(statement), node => {
    if (node.kind === 'literal' && node.value !== null) literals.push(node)
    return undefined
  })
  return slots.map(slot => {
    const literal = literals.length === constants.length ? literals[slot.index] : undefined
    const read = literal === undefined ? undefined : reader(literal)
    if (read !== undefined) return (given: Given) => encodeValue(slot, read(given), source)
    const constant = encodeValue(slot, constants[slot.index], source)
    return () => constant
  })
}

/** What a source does around a run. */
export interface ReadyPlace {
  /** Takes a run on; undefined where somebody listens, which takes the longer way. */
  begin(wanted: AbortSignal | undefined): { readonly signal: AbortSignal | undefined } | undefined
  run(parameters: readonly unknown[], signal: AbortSignal | undefined): MaybePromise<Answer>
  runHeard(parameters: readonly unknown[], signal: AbortSignal | undefined): MaybePromise<Decoded>
  ended(): void
  explain(thrown: unknown, signal: AbortSignal | undefined): VantageError
}

/** A compiled statement as one function: bind, send, decode. */
export function readyRun<Given>(
  prepared: Prepared,
  binders: readonly Binder<Given>[],
  wanted: RowsWanted,
  place: ReadyPlace,
): ReadyStatement<Given> {
  const decode = prepared.decoder(wanted)
  const width = binders.length
  const finish = ({ rows, count }: Answer): Decoded => {
    place.ended()
    return { rows: rows.length === 0 ? rows : decode(rows), count }
  }
  const fail = (thrown: unknown, signal: AbortSignal | undefined): never => {
    place.ended()
    throw place.explain(thrown, signal)
  }
  return (given, wantedSignal) => {
    const parameters: unknown[] = new Array(width)
    for (let index = 0; index < width; index++) parameters[index] = binders[index]?.(given)
    const begun = place.begin(wantedSignal)
    if (begun === undefined) return place.runHeard(parameters, wantedSignal)
    const { signal } = begun
    let answer: MaybePromise<Answer>
    try {
      answer = place.run(parameters, signal)
    } catch (thrown) {
      return fail(thrown, signal)
    }
    if (!(answer instanceof Promise)) return finish(answer)
    return untilAborted(answer, signal, prepared.isWrite).then(finish, thrown => fail(thrown, signal))
  }
}
