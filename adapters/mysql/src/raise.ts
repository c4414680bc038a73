/**
 * SQL of a whole number whose computing fails, with a marker in the message; neither database lets an expression raise an error in
 * another way. `near` is an operand that keeps the engine from computing it before it is wanted.
 */
export const raise = (marker: string, near: string): string =>
  `(9223372036854775807 + length(concat('vantage:${marker}', left(${near}, 0))))`

/** The marker in the message of such a failure. */
export const raisedIn = (message: string): string | undefined => /vantage:([a-z-]+)/.exec(message)?.[1]
