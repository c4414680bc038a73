import { VantageError } from '../errors/vantage-error.ts'
import { unchecked } from '../types/cast.ts'

/** A value that follows a piece of asynchronous work: who it is done for, which tenant, which request. */
export interface AsyncContext<T> {
  /** Does the work with the value; whatever it awaits or starts sees the value too. */
  run<R>(value: T, work: () => R): R
  /** The value of the work that asks; undefined outside of any. */
  get(): T | undefined
}

interface Storage {
  run<R>(value: unknown, work: () => R): R
  getStore(): unknown
}
type StorageClass = new () => Storage

/**
 * Makes an asynchronous context: `const actor = asyncContext<string>()`, then `actor.run('ann', () => users.patch(…))`.
 *
 * Errors: `unsupported` where the runtime has none, as in browsers.
 * Source: AsyncLocalStorage of Node, https://nodejs.org/api/async_context.html
 */
export function asyncContext<T>(): AsyncContext<T> {
  const Class = storageClass()
  const storage = new Class()
  return {
    run: (value, work) => storage.run({ value }, work),
    get: () => heldIn<T>(storage.getStore())?.value,
  }
}

const heldIn = <T>(held: unknown): { readonly value: T } | undefined =>
  unchecked<{ readonly value: T } | undefined>(held, 'run() alone puts something there')

/** Asked for when it is needed, so that core loads where there is none. */
function storageClass(): StorageClass {
  const { process }: { readonly process?: { getBuiltinModule?(name: string): unknown } } = globalThis
  const hooks = process?.getBuiltinModule?.('node:async_hooks')
  if (hooks !== undefined)
    return unchecked<{ readonly AsyncLocalStorage: StorageClass }>(hooks, 'as Node says').AsyncLocalStorage
  throw new VantageError(
    'this runtime has no asynchronous contexts; give a function that knows the value, such as one of your framework',
    { kind: 'unsupported' },
  )
}
