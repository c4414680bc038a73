import { redact, unchecked } from '@vantage-ts/core/adapter'

/** The parts of an error of `mysql2` or of Node that are read here. */
export interface DriverError extends Error {
  readonly errno?: number
  readonly code?: string
  readonly sqlState?: string
  readonly fatal?: boolean
}

/** The error, or undefined for what is no error. */
export const driverErrorOf = (thrown: unknown): DriverError | undefined =>
  thrown instanceof Error ? unchecked<DriverError>(thrown, 'the parts are optional') : undefined

/** Parts of an error that hold, or may hold, values, or connection settings. */
const secretive = ['sql', 'sqlMessage', 'parameters', 'values'] as const

/** Errors whose quoted parts are names of tables, columns and the like. */
const naming: ReadonlySet<number> = new Set([
  1044, 1046, 1048, 1049, 1051, 1052, 1054, 1109, 1142, 1143, 1146, 1305, 1364, 1406,
])

/** Takes values out of an error of the driver, whoever looks at it. Shape: the same error, so that message and stack stay. */
export function hideValues(error: DriverError): DriverError {
  for (const name of secretive) Reflect.deleteProperty(error, name)
  const { message, errno } = error
  const isOfServer = errno !== undefined && errno >= 1000
  const clean = redact(isOfServer && !naming.has(errno) ? withoutQuoted(message) : message)
  if (clean === message) return error
  const { stack } = error
  Reflect.defineProperty(error, 'message', { value: clean, enumerable: false, configurable: true, writable: true })
  if (stack?.includes(message) === true) error.stack = stack.replace(message, () => clean)
  return error
}

/** From the first quotation mark to the last: a value may hold quotation marks itself. */
const withoutQuoted = (message: string): string => message.replace(/['"].*['"]/su, '(…)')

/** What an error names besides values. */
export interface NamedParts {
  readonly table?: string
  readonly column?: string
  readonly columns?: readonly string[]
  readonly constraint?: string
}

/** Finds the names in the message of a server, before values are hidden. */
export function namedIn({ errno, message }: DriverError): NamedParts {
  switch (errno) {
    case 1062: {
      const name = / for key '([^']*)'$/.exec(message)?.[1]
      return name === undefined ? {} : { constraint: name.slice(name.indexOf('.') + 1) }
    }
    case 1048:
    case 1364:
    case 1054:
      return columnOf(/(?:[Cc]olumn|[Ff]ield) '([^']*)'/.exec(message)?.[1])
    case 1264:
    case 1265:
    case 1406:
      return columnOf(/ for column '([^']*)' at row/.exec(message)?.[1])
    case 1366: {
      const [, table, column] = / for column `[^`]*`\.`([^`]*)`\.`([^`]*)` at row/.exec(message) ?? []
      return table === undefined || column === undefined
        ? columnOf(/ for column '([^']*)' at row/.exec(message)?.[1])
        : { table, ...columnOf(column) }
    }
    case 1146:
    case 1051: {
      const name = /[Tt]able '([^']*)'/.exec(message)?.[1]
      return name === undefined ? {} : { table: name.slice(name.indexOf('.') + 1) }
    }
    case 1451:
    case 1452:
    case 4025: {
      const name = /CONSTRAINT `([^`]*)`/.exec(message)?.[1]
      return name === undefined ? {} : { constraint: name }
    }
    case 3819: {
      const name = /constraint '([^']*)'/.exec(message)?.[1]
      return name === undefined ? {} : { constraint: name }
    }
    default:
      return {}
  }
}

const columnOf = (column: string | undefined): NamedParts => (column === undefined ? {} : { column, columns: [column] })
