/** What is left of a transaction that nobody holds any more. */
interface Left {
  readonly name: string
  rollback(): Promise<void>
}

/** Rolls back transactions that were begun, never ended, and are gone; and says so, since that is a mistake of the program. */
class Forgotten {
  readonly #registry = new FinalizationRegistry<Left>(({ name, rollback }) => {
    report(
      `a transaction on ${name} was forgotten and is rolled back; commit it, or leave its scope with "await using"`,
    )
    rollback().catch(() => {})
  })

  watch(transaction: object, left: Left): void {
    this.#registry.register(transaction, left, transaction)
  }
  forget(transaction: object): void {
    this.#registry.unregister(transaction)
  }
}

export const forgotten: Forgotten = /* @__PURE__ */ new Forgotten()

/** As a warning of the process where there is one: `process.on('warning')` hears it. */
function report(message: string): void {
  const host: unknown = Reflect.get(globalThis, 'process')
  if (typeof host === 'object' && host !== null && 'emitWarning' in host && typeof host.emitWarning === 'function')
    host.emitWarning(message, 'VantageWarning')
  else globalThis.console.warn(message)
}
