import type { Storage, StorageTable, Type } from '@vantage-ts/core/adapter'
import { memoryBackend } from '@vantage-ts/core/memory'

/** Values as they are, in the one form that equal ones have. */
const asItIs = (type: Type<unknown>): Storage => ({
  name: 'value',
  guard: raw => type.problem(raw) === undefined,
  ...(type.canonical === undefined ? {} : { encode: type.canonical }),
})

/**
 * How a mock holds values: those of the glue types as `memory` does, those of any other type as they are, since no database is there
 * that could not.
 */
export const anyStorage: StorageTable = new Proxy(memoryBackend().storages, {
  get: (known, name) => Reflect.get(known, name) ?? asItIs,
  getOwnPropertyDescriptor: (known, name) => ({
    value: Reflect.get(known, name) ?? asItIs,
    configurable: true,
    enumerable: true,
    writable: true,
  }),
})
