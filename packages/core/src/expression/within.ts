import type { CallOptions, Execution } from './execute.ts'

const inExecution = Symbol('execution')
interface SharedOptions extends CallOptions {
  readonly [inExecution]?: Execution
}

/** The execution that a call of several statements shares, if there is one. */
export const executionOf = (options: SharedOptions | undefined): Execution | undefined => options?.[inExecution]

/** The options of statements that are a part of an execution. */
export const within = (execution: Execution): CallOptions => {
  const { signal } = execution
  const shared: SharedOptions =
    signal === undefined ? { [inExecution]: execution } : { signal, [inExecution]: execution }
  return shared
}
