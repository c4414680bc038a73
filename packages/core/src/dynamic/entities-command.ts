import { VantageError } from '../errors/vantage-error.ts'
import { suggest } from '../errors/suggest.ts'
import type { Source } from '../source/source.ts'
import type { IntrospectOptions, Introspection } from './introspection.ts'
import { shown } from './part.ts'
import { printEntities } from './print-entities.ts'

/** The command of an adapter that prints entity classes, apart from the process it runs in. */
export interface EntitiesCommand<DS extends Source> {
  /** As it is called: `vantage-sqlite-entities`. */
  readonly name: string
  /** What its argument is, and how one looks. */
  readonly place: { readonly what: string; readonly example: string }
  /** Options of its own, with what they mean: `{ namespace: 'main unless said' }`. */
  readonly options?: { readonly [name: string]: string }
  open(place: string, options: { readonly [name: string]: string }): DS
  introspect(source: DS, options: IntrospectOptions): Promise<Introspection>
}

/** What the process is to say, and how it ends: 0, 1 where the work failed, 2 where the command was not understood. */
export interface CommandResult {
  readonly out: string
  readonly errors: string
  readonly code: 0 | 1 | 2
}

/** Runs the command. Shape: it never throws; the source is closed. */
export async function runEntitiesCommand<DS extends Source>(
  command: EntitiesCommand<DS>,
  args: readonly string[],
): Promise<CommandResult> {
  try {
    const wanted = readArguments(command, args)
    if (wanted === 'help') return { out: usageOf(command), errors: '', code: 0 }
    const found = await findIn(command, wanted)
    return {
      out: wanted.isJson ? `${JSON.stringify(found, null, 2)}\n` : printEntities(found),
      errors:
        found.left.length === 0
          ? ''
          : `columns left out: ${found.left.length}; they are listed ${wanted.isJson ? 'under "left"' : 'in comments'}\n`,
      code: 0,
    }
  } catch (thrown) {
    const { message } = VantageError.from(thrown)
    return thrown instanceof WrongUse
      ? { out: '', errors: `${message}\n\n${usageOf(command)}`, code: 2 }
      : { out: '', errors: `${message}\n`, code: 1 }
  }
}

/** Arguments that the command does not understand. */
class WrongUse extends Error {}

interface Wanted {
  readonly place: string
  readonly tables: readonly string[]
  readonly schemas: readonly string[]
  readonly own: { readonly [name: string]: string }
  readonly isJson: boolean
}

async function findIn<DS extends Source>(command: EntitiesCommand<DS>, wanted: Wanted): Promise<Introspection> {
  const { place, tables, schemas, own } = wanted
  const source = command.open(place, own)
  try {
    return await command.introspect(source, {
      ...(tables.length === 0 ? {} : { tables }),
      ...(schemas.length === 0 ? {} : { schema: schemas }),
    })
  } finally {
    await source.close()
  }
}

function readArguments<DS extends Source>(command: EntitiesCommand<DS>, args: readonly string[]): Wanted | 'help' {
  // What stands where it does not belong is not shown: it may be a url with a password.
  const places: string[] = []
  const values = new Map<string, string[]>()
  const known = ['table', 'schema', ...Object.keys(command.options ?? {})]
  let isJson = false
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? ''
    if (arg === '--help' || arg === '-h') return 'help'
    if (arg === '--json') isJson = true
    else if (arg.startsWith('-')) {
      const [name = '', inline] = arg.slice(2).split(/=(.*)/s)
      if (!arg.startsWith('--') || !known.includes(name))
        throw new WrongUse(
          `there is no option ${shown(arg.replace(/=.*/s, ''))}.${suggest(name.slice(0, 60), [...known, 'json', 'help'])}`,
        )
      const value = inline ?? args[++at]
      if (value === undefined) throw new WrongUse(`--${name} needs a value`)
      values.set(name, [...(values.get(name) ?? []), value])
    } else places.push(arg)
  }
  const [place, second] = places
  if (place === undefined) throw new WrongUse(`say which database: ${command.place.what}`)
  if (second !== undefined) throw new WrongUse('one database at a time')
  const own = Object.fromEntries(
    [...values].filter(([name]) => name in (command.options ?? {})).map(([name, all]) => [name, all.at(-1) ?? '']),
  )
  return { place, tables: values.get('table') ?? [], schemas: values.get('schema') ?? [], own, isJson }
}

function usageOf<DS extends Source>({ name, place, options = {} }: EntitiesCommand<DS>): string {
  const lines: readonly (readonly [string, string])[] = [
    ['--table <name>', 'only this table; may be given several times'],
    ['--schema <name>', 'only tables of this schema; may be given several times'],
    ...Object.entries(options).map(([option, meaning]) => [`--${option} <text>`, meaning] as const),
    ['--json', 'print definitions for dynamicTable() instead of classes'],
  ]
  const width = Math.max(...lines.map(([option]) => option.length))
  const list = lines.map(([option, meaning]) => `  ${option.padEnd(width)}  ${meaning}\n`).join('')
  return `Prints entity classes for the tables of a database.\n\nUsage: ${name} <${place.what}> [options]\n\n${list}\nExample: npx ${name} ${place.example} > entities.ts\n`
}
