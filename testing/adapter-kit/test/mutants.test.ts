import { Decimal, Temporal } from '@vantage-ts/core'
import { type Operation, unchecked } from '@vantage-ts/core/adapter'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { judge } from '../src/judge.ts'
import { kitCases } from '../src/kit-cases.ts'
import { type Fault, faulty, onCondition, onOperations, onSelects, rounded, toMilliseconds } from './faulty.ts'

interface Mutant {
  readonly is: string
  readonly fault: Fault
  readonly caughtBy: readonly string[]
}

const condition = (change: (operation: Operation) => ReturnType<typeof onOperations>): Fault => ({
  statement: onCondition(where => onOperations(where, change)),
})

const mutants: readonly Mutant[] = [
  {
    is: 'ignores conditions when it reads',
    fault: { statement: onSelects(({ where: _where, ...select }) => select) },
    caughtBy: ['where/equal', 'lists/in', 'rows/get', 'aggregates/over-nothing', 'random/reads'],
  },
  {
    is: 'ignores conditions when it deletes',
    fault: {
      statement: statement => {
        if (statement.kind !== 'delete') return statement
        const { where: _where, ...all } = statement
        return all
      },
    },
    caughtBy: ['delete/all-of-a-set', 'delete/says-whether-a-row-went', 'random/writes'],
  },
  {
    is: 'finds a row by its id alone when it writes',
    fault: {
      statement: statement =>
        statement.kind === 'update' || statement.kind === 'delete' ? onCondition(lastOfAnd)(statement) : statement,
    },
    caughtBy: [
      'set-writes/replace-never-touches-a-row-outside',
      'set-writes/patch-never-touches-a-row-outside',
      'set-writes/delete-never-touches-a-row-outside',
      'random/writes',
    ],
  },
  {
    is: 'ignores conditions when it updates',
    fault: {
      statement: statement => {
        if (statement.kind !== 'update') return statement
        const { where: _where, ...all } = statement
        return all
      },
    },
    caughtBy: ['set-updates/values-and-expressions', 'set-updates/returning-entities', 'random/writes'],
  },
  {
    is: 'inserts the rows outside a set too',
    fault: {
      statement: statement => {
        if (statement.kind !== 'insert-select') return statement
        const { where: _where, ...all } = statement.select
        return { ...statement, select: all }
      },
    },
    caughtBy: ['insert-from/one-statement', 'insert-from/returning', 'insert-from/mapping'],
  },
  {
    is: 'cuts no set that it inserts from',
    fault: {
      statement: statement => {
        if (statement.kind !== 'insert-select') return statement
        const { limit: _limit, ...all } = statement.select
        return { ...statement, select: all }
      },
    },
    caughtBy: ['insert-from/a-part-of-the-other-set'],
  },
  {
    is: 'fails for a stored id of a set that it inserts from',
    fault: {
      statement: statement => (statement.kind === 'insert-select' ? { ...statement, onConflict: 'fail' } : statement),
    },
    caughtBy: ['insert-from/leaves-stored-rows-alone', 'insert-from/composite-ids', 'insert-from/one-statement'],
  },
  {
    is: 'gives no deleted rows back',
    fault: { statement: statement => (statement.kind === 'delete' ? { ...statement, returning: [] } : statement) },
    caughtBy: ['set-deletes/returning'],
  },
  {
    is: 'takes null for a value in required columns',
    fault: {
      statement: statement =>
        statement.kind === 'update'
          ? {
              ...statement,
              set: statement.set.map(part => ({ ...part, column: { ...part.column, isNullable: true } })),
            }
          : statement.kind === 'insert-select'
            ? { ...statement, columns: statement.columns.map(column => ({ ...column, isNullable: true })) }
            : statement,
    },
    caughtBy: ['refused-updates/null-at-run-is-a-constraint'],
  },
  {
    is: 'rounds decimals',
    fault: { storages: { decimal: rounded } },
    caughtBy: ['types/decimal-written'],
  },
  {
    is: 'loses microseconds',
    fault: { storages: { instant: toMilliseconds } },
    caughtBy: ['types/instant-written'],
  },
  {
    is: 'takes large whole numbers through floats',
    fault: { storages: { bigint: (value: bigint) => BigInt(Number(value)) } },
    caughtBy: ['types/bigint-written'],
  },
  {
    is: 'shifts dates',
    fault: { storages: { plainDate: (value: Temporal.PlainDate) => value.add({ days: 1 }) } },
    caughtBy: ['types/plaindate-written', 'time-zones/dates-do-not-shift'],
  },
  {
    is: 'trims texts',
    fault: { storages: { text: (value: string) => value.trim() } },
    caughtBy: ['types/text-written'],
  },
  {
    is: 'stores empty text as nothing',
    fault: { storages: { text: (value: string) => (value === '' ? null : value) } },
    caughtBy: ['types/text-written'],
  },
  {
    is: 'inserts a stored id twice',
    fault: {
      statement: statement =>
        statement.kind === 'insert'
          ? { ...statement, into: { ...statement.into, table: { ...statement.into.table, ids: [] } } }
          : statement,
    },
    caughtBy: [
      'insert/is-idempotent',
      'insert-many/leaves-stored-rows-alone',
      'insert-many/an-id-twice-in-one-call-creates-once',
      'random/writes',
    ],
  },
  {
    is: 'fails for a stored id',
    fault: { statement: statement => (statement.kind === 'insert' ? { ...statement, onConflict: 'fail' } : statement) },
    caughtBy: [
      'insert/is-idempotent',
      'insert/lost-race-is-settled-by-reading',
      'import/is-idempotent',
      'random/writes',
    ],
  },
  {
    is: 'keeps columns that a replace leaves out',
    fault: {
      statement: statement =>
        statement.kind === 'update'
          ? { ...statement, set: statement.set.filter(({ node }) => node.kind !== 'literal') }
          : statement,
    },
    caughtBy: ['replace/overwrites-the-declared-columns', 'patch/null-and-undefined', 'random/writes'],
  },
  {
    is: 'sorts nulls first',
    fault: {
      statement: onSelects(select => ({
        ...select,
        order: select.order.flatMap(key =>
          key.node.isNullable ? [{ node: key.node.isNull(), direction: 'desc' as const }, key] : [key],
        ),
      })),
    },
    caughtBy: ['order/nulls-last', 'page/walks-the-whole-set', 'random/reads'],
  },
  {
    is: 'ignores directions',
    fault: {
      statement: onSelects(select => ({
        ...select,
        order: select.order.map(({ node }) => ({ node, direction: 'asc' as const })),
      })),
    },
    caughtBy: ['order/several-keys', 'random/reads'],
  },
  {
    is: 'ignores offsets',
    fault: { statement: onSelects(({ offset: _offset, ...select }) => select) },
    caughtBy: ['limit/limit-and-offset', 'random/reads'],
  },
  {
    is: 'keeps rows without a value in notIn',
    fault: condition(operation => {
      const [left] = operation.args
      return operation.operator === 'notIn' && left !== undefined ? operation.or(left.isNull()) : operation
    }),
    caughtBy: ['lists/not-in', 'lists/a-null-on-the-left-of-not-in', 'random/reads'],
  },
  {
    is: 'takes not(unknown) for true',
    fault: condition(operation => (operation.operator === 'not' ? operation.coalesce(true) : operation)),
    caughtBy: ['where/unknown-is-not-true', 'delete/all-of-a-narrow-set-keeps-null-rows', 'random/reads'],
  },
  {
    is: 'loses the brackets of an or inside an and',
    fault: condition(operation => {
      const [left, right] = operation.args
      if (operation.operator !== 'and' || right === undefined || left === undefined || !isOr(left)) return operation
      const [first, second] = unchecked<Operation>(left, 'an or').args
      return first === undefined || second === undefined ? operation : first.or(second.and(right))
    }),
    caughtBy: ['where/brackets-stay', 'random/reads'],
  },
  {
    is: 'compares text without case',
    fault: condition(operation => {
      const [left, right] = operation.args
      const isText = operation.operator === 'eq' && left?.type.name === 'text' && right !== undefined
      return isText ? left.lower().eq(right.lower()) : operation
    }),
    caughtBy: ['where/equal', 'text/compares-by-code-point'],
  },
  {
    is: 'binds the first value of a list only',
    fault: {
      run: (inner, compiled, request) =>
        inner.run(compiled, {
          ...request,
          parameters: request.parameters.map(value => (Array.isArray(value) ? value.slice(0, 1) : value)),
        }),
    },
    caughtBy: ['lists/in', 'lists/long-lists', 'across-databases/in-a-set-of-another-database', 'random/reads'],
  },
  {
    is: 'rounds the values that it binds',
    fault: {
      run: (inner, compiled, request) =>
        inner.run(compiled, { ...request, parameters: request.parameters.map(roughly) }),
    },
    caughtBy: [
      'types/decimal-compared',
      'types/instant-compared',
      'types/bigint-compared',
      'arithmetic/decimals-compare-exactly',
      'arithmetic/large-whole-numbers',
    ],
  },
  {
    is: 'binds nothing for a value that it does not know',
    fault: {
      run: (inner, compiled, request) =>
        inner.run(compiled, {
          ...request,
          parameters: request.parameters.map(value => (typeof value === 'object' ? null : value)),
        }),
    },
    caughtBy: ['types/instant-compared', 'types/bytes-compared', 'lists/in', 'random/reads'],
  },
  {
    is: 'tells of a row where none changed',
    fault: {
      run: async (inner, compiled, request) => {
        const answer = await inner.run(compiled, request)
        return { ...answer, count: Math.max(1, answer.count) }
      },
    },
    caughtBy: ['delete/says-whether-a-row-went', 'insert-many/leaves-stored-rows-alone'],
  },
  {
    is: 'gives null for the sum of nothing',
    fault: {
      run: async (inner, compiled, request) => {
        const { rows, count } = await inner.run(compiled, request)
        return { rows: rows.map(row => (Array.isArray(row) && row.length === 1 && row[0] === 0 ? [null] : row)), count }
      },
    },
    caughtBy: ['aggregates/over-nothing'],
  },
  {
    is: 'commits what is rolled back',
    fault: { transaction: inner => ({ ...inner, rollback: () => inner.commit() }) },
    caughtBy: ['transactions/rollback', 'transactions/one-after-the-other', 'random/transactions'],
  },
  {
    is: 'forgets what is committed',
    fault: { transaction: inner => ({ ...inner, commit: () => inner.rollback() }) },
    caughtBy: ['transactions/commit', 'random/transactions'],
  },
  {
    is: 'rolls savepoints back by releasing them',
    fault: { transaction: inner => ({ ...inner, rollbackTo: async () => undefined }) },
    caughtBy: ['savepoints/rollback-to-a-savepoint', 'savepoints/nested-savepoints'],
  },
  {
    is: 'loses the last batch of a stream',
    fault: {
      stream: async function* (batches) {
        let held: readonly unknown[] | undefined
        for await (const batch of batches) {
          if (held !== undefined) yield held
          held = batch
        }
      },
    },
    caughtBy: ['stream/equals-the-list', 'random/reads'],
  },
  {
    is: 'shows values in its errors',
    fault: {
      run: (inner, compiled, request) => {
        try {
          return inner.run(compiled, request)
        } catch (error) {
          throw Object.assign(new Error(`failed with ${JSON.stringify(request.rows)}`), { cause: error })
        }
      },
    },
    caughtBy: ['errors/never-show-clashing-values'],
  },
  {
    is: 'takes every isolation for the usual one',
    fault: { begin: ({ isolation: _isolation, ...options }) => options },
    caughtBy: ['meeting-transactions/write-skew'],
  },
  {
    is: 'says that it sets savepoints and does not',
    fault: { transaction: ({ backend, commit, rollback }) => ({ backend, commit, rollback }) },
    caughtBy: ['savepoints/nested-savepoints'],
  },
]

/** The value as a driver of doubles and milliseconds has it. */
function roughly(value: unknown): unknown {
  if (typeof value === 'bigint') return BigInt(Number(value))
  if (value instanceof Decimal) return rounded(value)
  return value instanceof Temporal.Instant ? toMilliseconds(value) : value
}

const isOr = (node: { readonly kind: string; readonly operator?: unknown }): boolean =>
  node.kind === 'operation' && node.operator === 'or'

/** The last part of a conjunction: the id, in a write by id. */
function lastOfAnd(where: ReturnType<typeof onOperations>): ReturnType<typeof onOperations> {
  if (where.kind !== 'operation') return where
  const { operator, args } = unchecked<Operation>(where, 'of that kind')
  return operator === 'and' ? (args[1] ?? where) : where
}

// That a difference is found is the point here, not the smallest one.
beforeAll(() => {
  vi.stubEnv('VANTAGE_SHRINK', 'no')
  // Whether chance finds a fault is decided once: a test of the kit must not depend on luck.
  vi.stubEnv('VANTAGE_SEED', '2')
})

const caseOf = (id: string) => {
  const found = kitCases.find(kitCase => kitCase.id === id)
  if (found === undefined) throw new Error(`no case ${id}`)
  return found
}

describe.each(mutants)('a source that $is', ({ is, fault, caughtBy }) => {
  const adapter = faulty(is, fault)
  test.each(caughtBy)('fails %s', async id => {
    await expect(judge(caseOf(id), adapter)).rejects.toThrow()
  })
})

test('the same cases pass without a fault', async () => {
  const adapter = faulty('memory', {})
  for (const id of new Set(mutants.flatMap(({ caughtBy }) => caughtBy)))
    expect(await judge(caseOf(id), adapter)).toBe('passed')
})
