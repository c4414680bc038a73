import type { Frame, RunState } from './frame.ts'

/** A result that a run keeps: undefined may be one. */
class Kept<T> {
  readonly value: T
  constructor(value: T) {
    this.value = value
  }
}

/** Computes something once per run, under the number that the compiler gave it. */
export function keptOnce<T>({ results }: RunState, result: number, compute: () => T): T {
  const kept = results[result]
  if (kept instanceof Kept) return kept.value
  const value = compute()
  results[result] = new Kept(value)
  return value
}

/** Computes something once per run for each combination of cells of a row. */
export function keptPerCells<T>(frame: Frame, cells: readonly number[], result: number, compute: () => T): T {
  // What is no value of its type may be passed over this time, and fail the next.
  if (frame.isLenient) return compute()
  let known = keptOnce(frame.run, result, () => new KeptByCell<T>())
  for (const cell of cells) known = known.at(frame.row[cell])
  return (known.kept ??= new Kept(compute())).value
}

class KeptByCell<T> {
  kept: Kept<T> | undefined
  readonly #byCell = new Map<unknown, KeptByCell<T>>()

  at(cell: unknown): KeptByCell<T> {
    let next = this.#byCell.get(cell)
    if (next === undefined) {
      next = new KeptByCell()
      this.#byCell.set(cell, next)
    }
    return next
  }
}
