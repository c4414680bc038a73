import { storageOf, type StorageTable, type UsualRaw } from '@vantage-ts/core/adapter'
import { glueTypes } from './glue-types.ts'

const taken: { readonly [Form in UsualRaw]: (raw: unknown) => unknown } = {
  text: raw => (typeof raw === 'string' ? raw : undefined),
  whole: raw => (Number.isSafeInteger(raw) ? raw : undefined),
  finite: raw => (typeof raw === 'number' && Number.isFinite(raw) ? raw : undefined),
  truth: raw => (typeof raw === 'boolean' ? raw : undefined),
  bit: raw => (raw === 1 ? true : raw === 0 ? false : undefined),
}
const raws = ['', 'a', '0', 'red', '\0', 0, 1, -1, 7, 0.5, 2 ** 53 - 1, 2 ** 53, 1e300, true, false]

/**
 * Checks that every storage of a source says the same of its usual raw values as rows that take them without asking it.
 *
 * Shape: a line for each raw value on which they differ; none when all is well.
 */
export function usualProblems(storages: StorageTable): readonly string[] {
  return glueTypes
    .filter(({ name }) => Object.hasOwn(storages, name))
    .flatMap(type => {
      const { usual, decode, guard } = storageOf(storages, type, 'the source')
      if (usual === undefined) return []
      const decoded = (raw: unknown): unknown =>
        decode === undefined ? (guard === undefined || guard(raw) ? raw : undefined) : decode(raw)
      return raws.flatMap(raw => {
        const value = taken[usual](raw)
        if (value === undefined) return []
        try {
          return decoded(raw) === value ? [] : [`${type.name}: ${JSON.stringify(raw)} is another value`]
        } catch {
          return [`${type.name}: ${JSON.stringify(raw)} is refused`]
        }
      })
    })
}
