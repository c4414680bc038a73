import { expect, test } from 'vitest'
import { VantageError } from '../errors/vantage-error.ts'
import { type Memory, memory } from '../memory/memory.ts'
import { type EntitiesCommand, runEntitiesCommand } from './entities-command.ts'
import type { IntrospectOptions, Introspection } from './introspection.ts'

const found: Introspection = {
  tables: [{ entity: 'users', columns: [{ property: 'id', type: 'int', isId: true }] }],
  left: [],
}

function commandOn(answer: () => Introspection = () => found) {
  const asked: unknown[] = []
  const source = memory()
  const command: EntitiesCommand<Memory> = {
    name: 'vantage-memory-entities',
    place: { what: 'file', example: 'app.db' },
    options: { namespace: 'main unless said' },
    open: (place, options) => {
      asked.push([place, options])
      return source
    },
    introspect: async (_source, options: IntrospectOptions) => {
      asked.push(options)
      return answer()
    },
  }
  return { asked, source, run: (...args: readonly string[]) => runEntitiesCommand(command, args) }
}

test('prints classes, or definitions, and closes the source', async () => {
  const { run, asked, source } = commandOn()
  expect(await run('app.db')).toEqual({
    out: "import { col, Entity, int } from '@vantage-ts/core'\n\nexport class Users extends Entity('users', {\n  id: col(int).id(),\n}) {}\n",
    errors: '',
    code: 0,
  })
  expect(asked).toEqual([['app.db', {}], {}])
  await expect(source.ping()).rejects.toThrow('closed')
  const { out } = await commandOn().run('--json', 'app.db')
  expect(JSON.parse(out)).toEqual(found)
})

test('hands on what was asked for', async () => {
  const { run, asked } = commandOn()
  await run('--table', 'a', 'app.db', '--table=b=c', '--schema', 's', '--namespace', 'n')
  expect(asked).toEqual([['app.db', { namespace: 'n' }], { tables: ['a', 'b=c'], schema: ['s'] }])
})

test('says how many columns are left out', async () => {
  const left = [{ table: 'users', column: 'x', vendorType: 'point', why: 'no type' }]
  const { run } = commandOn(() => ({ ...found, left }))
  expect((await run('app.db')).errors).toBe('columns left out: 1; they are listed in comments\n')
})

test.each([
  [[], 'say which database: file'],
  [['a', 'postgres://me:secret@shop'], 'one database at a time'],
  [['a', '--tabel', 'b'], 'there is no option "--tabel". Did you mean "table"?'],
  [['a', '--url=postgres://me:secret@shop'], 'there is no option "--url".'],
  [['a', '-x'], 'there is no option "-x".'],
  [['a', '--table'], '--table needs a value'],
])('%j is not understood', async (args, message) => {
  const { run, asked } = commandOn()
  const { code, errors } = await run(...args)
  expect([code, asked]).toEqual([2, []])
  expect(errors).toContain(message)
  expect(errors).toContain('Usage: vantage-memory-entities <file> [options]')
  expect(errors).not.toContain('secret')
})

test('tells of what fails, and helps', async () => {
  const { run } = commandOn(() => {
    throw new VantageError('there is no table "x".', { kind: 'not-found' })
  })
  expect(await run('a')).toEqual({ out: '', errors: 'there is no table "x".\n', code: 1 })
  const help = await run('--help')
  expect(help.code).toBe(0)
  expect(help.out).toContain('--namespace <text>  main unless said')
})
