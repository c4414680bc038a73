import { redact, unchecked } from '@vantage-ts/core/adapter'

/** The parts of an error of `pg` or of Node that are read here. */
export interface DriverError extends Error {
  readonly code?: string
  readonly detail?: string
  readonly hint?: string
  readonly routine?: string
  readonly schema?: string
  readonly table?: string
  readonly column?: string
  readonly constraint?: string
}

/** The error with its code as text, or undefined for what is no error. */
export function driverErrorOf(thrown: unknown): DriverError | undefined {
  if (!(thrown instanceof Error)) return undefined
  return unchecked<DriverError>(thrown, 'the parts are optional, and pg gives them as text')
}

/** Parts of an error that hold, or may hold, values of rows and parameters, or connection settings. */
const secretive = ['detail', 'where', 'internalQuery', 'client', 'input'] as const

/**
 * Takes values out of an error of the driver, whoever looks at it: `inspect`, a log, a debugger.
 *
 * Shape: the same error, so that `instanceof`, message and stack stay. Messages of class 22 (data exceptions) quote the value
 * that was wrong, so quoted parts of them go.
 */
export function hideValues(error: DriverError): DriverError {
  for (const name of secretive) Reflect.deleteProperty(error, name)
  const { message } = error
  const clean = redact(error.code?.startsWith('22') === true ? withoutQuoted(message) : message)
  if (clean === message) return error
  const { stack } = error
  Reflect.defineProperty(error, 'message', { value: clean, enumerable: false, configurable: true, writable: true })
  if (stack?.includes(message) === true) error.stack = stack.replace(message, () => clean)
  return error
}

/** From the first quotation mark to the last: a value may hold quotation marks itself. Translations use other marks. */
const withoutQuoted = (message: string): string => message.replace(/["«»„“].*["«»“”]/su, '(a value)')

/** The columns of a violated key, which PostgreSQL names in the detail only: `Key (a, b)=(1, 2) already exists.` */
export function columnsIn({ detail, column }: DriverError): readonly string[] | undefined {
  if (column !== undefined) return [column]
  const listed = detail === undefined ? undefined : /\((.+?)\)=\(/s.exec(detail)?.[1]
  return listed?.split(', ').map(name => name.replace(/^"(.*)"$/, '$1').replaceAll('""', '"'))
}
