import type { AbilityName, StatementEvent, TransactionSource, UntypedExpr } from '@vantage-ts/core'

/**
 * A source as cases see it: every ability, every type. What the real one lacks is refused when the case runs, which is what
 * cases are for; so the compiler must not refuse it first.
 */
export interface KitSource extends TransactionSource {
  readonly can: { readonly [Name in AbilityName]: true }
  readonly '~holds': (typeName: string) => void
  readonly '~binds': unknown
  expr(parts: TemplateStringsArray, ...args: readonly unknown[]): UntypedExpr<this>
}

/** A source opened for a case, with what it sent so far. */
export interface Opened {
  readonly source: KitSource
  /** Every statement since it was opened, oldest first, with its bound values. */
  readonly sent: readonly StatementEvent[]
  /** Ends the listening, as a source that nobody listens to runs. */
  unwatch(): void
  /** Another handle on the same data; absent where the engine allows one only. */
  readonly reopen: (() => Promise<Opened>) | undefined
}

/** The statements that some work sends. */
export async function sending<T>(opened: Opened, work: () => T | PromiseLike<T>): Promise<Sending<T>> {
  const before = opened.sent.length
  const value = await work()
  return { value, count: opened.sent.length - before, events: opened.sent.slice(before) }
}

export interface Sending<T> {
  readonly value: T
  readonly count: number
  readonly events: readonly StatementEvent[]
}

/** Whether the real source has an ability; the type of `KitSource` says yes to all. */
export const isAble = ({ source }: Opened, ability: AbilityName): boolean => Reflect.get(source.can, ability) === true

/** Statements of a write that gives the row back: one more where the engine does not return it. */
export const withRow = (opened: Opened): number => (isAble(opened, 'returning') ? 1 : 2)
