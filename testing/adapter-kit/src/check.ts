import type { ErrorKind } from '@vantage-ts/core'
import { VantageError } from '@vantage-ts/core'
import { expect } from 'vitest'
import { show } from './show.ts'

/** Two values are the same through and through. */
export function same(actual: unknown, expected: unknown, what?: string): void {
  expect(show(actual), what).toStrictEqual(show(expected))
}

/** Rows are the same whatever their order, which nobody asked for; they are put in the order of `key`. */
export function sameRows(actual: Iterable<unknown>, expected: Iterable<unknown>, key = 'id'): void {
  same(inOrderOf(actual, key), inOrderOf(expected, key))
}

/** Values are the same whatever their order. */
export function sameValues(actual: Iterable<unknown>, expected: Iterable<unknown>, what?: string): void {
  expect(sorted(actual), what).toStrictEqual(sorted(expected))
}

const sorted = (values: Iterable<unknown>): unknown[] =>
  [...values].map(show).sort((a, b) => (textOf(a) < textOf(b) ? -1 : 1))

/** Equal values have one text, in whatever order their keys were made. */
const textOf = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )

function inOrderOf(rows: Iterable<unknown>, key: string): unknown[] {
  const keyed = [...rows].map(row => ({ row, text: String(Object(row)[key]).padStart(24, '0') }))
  return keyed.sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0)).map(({ row }) => row)
}

/** The error of work that has to fail, thrown at once or by rejection. */
export async function failure(work: () => unknown, what = 'the call'): Promise<VantageError> {
  let thrown: unknown
  try {
    await work()
  } catch (error) {
    thrown = error
  }
  expect(thrown, `${what} has to fail`).toBeDefined()
  if (!VantageError.is(thrown))
    throw new Error(`${what} failed with no VantageError: ${String(thrown)}`, { cause: thrown })
  return thrown
}

/** Work fails with an error of one of these kinds. */
export async function fails(
  kind: ErrorKind | readonly ErrorKind[],
  work: () => unknown,
  what?: string,
): Promise<VantageError> {
  const error = await failure(work, what)
  if (![kind].flat().includes(error.kind))
    throw new Error(`expected ${[kind].flat().join(' or ')}, got ${error.kind}: ${error.message}`, { cause: error })
  return error
}
