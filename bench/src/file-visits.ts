import { bool, col, Entity, float, int, text } from '@vantage-ts/core'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export class Visit extends Entity('visits', {
  id: col(int).id(),
  name: col(text),
  score: col(float),
  active: col(bool),
  note: col(text),
}) {}

export interface VisitRecord {
  readonly id: number
  readonly name: string
  readonly score: number
  readonly active: boolean
  readonly note: string
}

/** One row in ten has a text with a comma and quotes. */
export const visits = (count: number): readonly VisitRecord[] =>
  Array.from({ length: count }, (_, id) => ({
    id,
    name: `visitor ${(id * 7919) % 100_003}`,
    score: (id % 1000) / 8,
    active: id % 3 === 0,
    note: id % 10 === 0 ? `visit ${id}, "late"` : `visit ${id}`,
  }))

/** A folder that is gone when it is disposed of. */
export async function benchFolder(): Promise<AsyncDisposable & { readonly folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'vantage-bench-'))
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) }
}
