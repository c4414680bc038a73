import { TypeProblem } from '@vantage-ts/core/adapter'

/** A cell that is no value of its column's type: whoever decodes it is told what is wrong, never what it holds. */
export class WrongCell {
  readonly problem: string
  constructor(problem: string) {
    this.problem = problem
  }
  toString(): string {
    return '?'
  }
}

/** Passes on a cell, unless it is a wrong one. */
export function goodCell(cell: unknown): unknown {
  if (cell instanceof WrongCell) throw new TypeProblem(cell.problem)
  return cell
}
