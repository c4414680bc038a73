import { Decimal, Temporal } from '@vantage-ts/core'
import {
  type Backend,
  type BackendTransaction,
  type BeginOptions,
  type CompiledStatement,
  type Node,
  openSource,
  Operation,
  type Request,
  type Select,
  type Statement,
  type Storage,
  unchecked,
} from '@vantage-ts/core/adapter'
import { memoryBackend } from '@vantage-ts/core/memory'
import type { AdapterUnderTest } from '../src/adapter.ts'
import type { KitSource } from '../src/kit-source.ts'
import { memoryTables } from '../src/oracle.ts'

/** How a faulty source differs from memory. */
export interface Fault {
  /** Another statement than the one it was given. */
  statement?(statement: Statement): Statement
  /** Runs it in another way. */
  run?(inner: Backend, compiled: CompiledStatement, request: Request): ReturnType<Backend['run']>
  /** Other storages by type. */
  readonly storages?: { readonly [typeName: string]: (value: never) => unknown }
  readonly can?: Backend['can']
  /** What it has no form for. */
  readonly lacks?: { readonly types: readonly string[]; readonly operators: readonly string[] }
  readonly limits?: Partial<Backend['limits']>
  begin?(options: BeginOptions): BeginOptions
  transaction?(inner: BackendTransaction): BackendTransaction
  stream?(batches: AsyncIterable<readonly unknown[]>): AsyncIterable<readonly unknown[]>
}

/** An adapter of memory with a fault. */
export const faulty = (name: string, fault: Fault): AdapterUnderTest => ({
  name,
  generates: ['int', 'bigint', 'uuid'],
  open: async tables => {
    const source = openSource<KitSource>(withFault(memoryBackend(memoryTables(tables)), fault))
    return { source, close: () => source.close() }
  },
})

function withFault(inner: Backend, fault: Fault): Backend {
  const { stream } = inner
  return {
    name: inner.name,
    database: inner.database,
    operators: new Set([...inner.operators].filter(name => fault.lacks?.operators.includes(name) !== true)),
    can: { ...inner.can, ...fault.can },
    limits: { ...inner.limits, ...fault.limits },
    storages: Object.fromEntries(
      Object.entries({ ...inner.storages, ...changedStorages(inner, fault) }).filter(
        ([name]) => fault.lacks?.types.includes(name) !== true,
      ),
    ),
    compile: statement => inner.compile(fault.statement?.(statement) ?? statement),
    run: (compiled, request) => fault.run?.(inner, compiled, request) ?? inner.run(compiled, request),
    ...(stream === undefined
      ? {}
      : {
          stream: (compiled, request, batchRows) => {
            const batches = stream.call(inner, compiled, request, batchRows)
            return fault.stream?.(batches) ?? batches
          },
        }),
    begin: async options => {
      const opened = await inner.begin?.(fault.begin?.(options) ?? options)
      if (opened === undefined) throw new Error('memory begins transactions')
      const inside = { ...opened, backend: withFault(opened.backend, fault) }
      return fault.transaction?.(inside) ?? inside
    },
    ping: signal => inner.ping(signal),
    close: () => inner.close(),
  }
}

/** Storages that change a value before it is stored. */
function changedStorages(inner: Backend, { storages = {} }: Fault): Backend['storages'] {
  return Object.fromEntries(
    Object.entries(storages).map(([name, change]) => [
      name,
      (type: Parameters<typeof storageFor>[1]) => {
        const storage = storageFor(inner, type)
        const encode = (value: unknown): unknown => {
          const changed = change(unchecked<never>(value, 'a value of the type'))
          return storage.encode === undefined ? changed : storage.encode(changed)
        }
        return { ...storage, name: `faulty ${storage.name}`, encode }
      },
    ]),
  )
}

function storageFor(inner: Backend, type: { readonly name: string }): Storage {
  const entry = inner.storages[type.name]
  if (entry === undefined) throw new Error(`memory holds ${type.name}`)
  return typeof entry === 'function' ? entry(unchecked(type, 'a type')) : entry
}

/** A select in every place of a statement, changed; the nodes stay. */
export const onSelects =
  (change: (select: Select) => Select) =>
  (statement: Statement): Statement =>
    statement.kind === 'select' ? change(statement) : statement

/** Rewrites operations from the bottom up. */
export function onOperations(node: Node, change: (operation: Operation) => Node): Node {
  if (!(node instanceof Operation)) return node
  const args = node.args.map(arg => onOperations(arg, change))
  const { operator, type, isNullable, home, scope } = node
  return change(new Operation(operator, args, type, isNullable, home, scope))
}

/** Changes the condition of a statement. */
export const onCondition =
  (change: (where: Node) => Node | undefined) =>
  (statement: Statement): Statement => {
    if (statement.kind !== 'select' && statement.kind !== 'update' && statement.kind !== 'delete') return statement
    if (statement.where === undefined) return statement
    const { where, ...rest } = statement
    const changed = change(where)
    return unchecked<Statement>(
      changed === undefined ? rest : { ...rest, where: changed },
      'the same kind of statement',
    )
  }

export const rounded = (value: Decimal): Decimal => Decimal.from(value).round(1)
export const toMilliseconds = (value: Temporal.Instant): Temporal.Instant =>
  Temporal.Instant.from(value.round('millisecond'))
