import { type OperatorName, operatorNames } from '../src/expression/operator.ts'
import type { Statement } from '../src/expression/statement.ts'
import { nodesOf, walk } from '../src/expression/walk.ts'
import type { Abilities } from '../src/source/abilities.ts'
import type { Answer, Backend, CompiledStatement, Request } from '../src/source/backend.ts'
import { openSource } from '../src/source/open.ts'
import { slotOf } from '../src/source/slot.ts'
import type { Source, TemplateSource } from '../src/source/source.ts'
import { storageOf } from '../src/types/storage.ts'
import { asItIs } from '../src/types/storages.ts'

export interface Sent {
  readonly text: string
  readonly parameters: readonly unknown[]
}
type All =
  | 'text'
  | 'int'
  | 'bigint'
  | 'float'
  | 'bool'
  | 'uuid'
  | 'decimal'
  | 'instant'
  | 'plainDate'
  | 'duration'
  | 'bytes'
  | 'json'
export interface RecordingCan {
  readonly read: true
  readonly insert: true
  readonly replace: true
  readonly patch: true
  readonly delete: true
  readonly where: true
  readonly order: true
  readonly window: true
  readonly aggregate: true
  readonly group: true
  readonly select: true
  readonly template: true
  readonly returning: true
  readonly search: true
  readonly stream: true
}
export interface Recording extends TemplateSource {
  readonly can: RecordingCan
  readonly '~holds': (typeName: All) => void
  readonly '~binds': string | number | bigint | boolean | Temporal.Instant | Temporal.Duration | null
}
export interface RecordingOptions {
  readonly can?: Partial<Abilities>
  readonly operators?: readonly OperatorName[]
  readonly maxListLength?: number
  readonly maxDeferredList?: number
  readonly answer?: (text: string, request: Request, turn: number) => Answer | Promise<Answer>
  readonly sameAs?: Source
}

/** A source that sends nothing: it keeps what it was asked and answers from a function. */
export function recording(
  name: string,
  options: RecordingOptions = {},
): { readonly source: Recording; readonly sent: Sent[] } {
  const sent: Sent[] = []
  const { maxListLength } = options
  const storages = Object.fromEntries(
    [
      'text',
      'int',
      'bigint',
      'float',
      'bool',
      'uuid',
      'decimal',
      'instant',
      'plainDate',
      'duration',
      'bytes',
      'json',
    ].map(type => [type, asItIs(type)]),
  )
  const backend: Backend = {
    name,
    database: {},
    can: {
      read: true,
      insert: true,
      replace: true,
      patch: true,
      delete: true,
      where: true,
      order: true,
      window: true,
      aggregate: true,
      group: true,
      select: true,
      template: true,
      returning: true,
      search: true,
      stream: true,
      ...options.can,
    },
    storages,
    operators: new Set(options.operators ?? operatorNames),
    limits: {
      maxInsertRows: 1000,
      maxDeferredList: options.maxDeferredList ?? 50_000,
      replace: 'declared',
      ...(maxListLength === undefined ? {} : { maxListLength }),
    },
    compile(statement: Statement): CompiledStatement {
      const slots: CompiledStatement['slots'][number][] = []
      walk(nodesOf(statement), node => {
        if (node.kind === 'param') slots.push(slotOf(node, node.storage ?? storageOf(storages, node.type, name)))
        return undefined
      })
      return { text: shown(statement), slots, rows: 'arrays' }
    },
    run(compiled, request) {
      sent.push({ text: compiled.text, parameters: request.parameters })
      return options.answer?.(compiled.text, request, sent.length) ?? { rows: [], count: 0 }
    },
    ping: async () => {},
    close: async () => {},
  }
  return {
    source: openSource<Recording>(backend, options.sameAs === undefined ? {} : { sameAs: options.sameAs }),
    sent,
  }
}

/** The structural key with definition numbers taken out, so that tests do not depend on their order. */
const shown = (statement: Statement): string => statement.key.replace(/#\d+/g, '#')
