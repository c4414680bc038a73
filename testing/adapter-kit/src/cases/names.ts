import { col, type Column, type ColumnDef, Entity, int, sum, text } from '@vantage-ts/core'
import { fails, same, sameRows } from '../check.ts'
import { type KitContext, topic } from '../kit-case.ts'
import type { KitSource } from '../kit-source.ts'
import { tableOf } from '../kit-table.ts'
import { untyped } from '../untyped.ts'

/** Names that break whatever is put together from text without quoting. None is a file path. */
const hostileNames: readonly string[] = [
  'select',
  'order',
  'group',
  'from',
  'user',
  'table',
  'values',
  'limit',
  'where',
  'null',
  'true',
  'value',
  'type',
  'in',
  'a b',
  ' lead',
  'a.b',
  'a"b',
  '"',
  "a'b",
  "'",
  'a`b',
  '`',
  '[a]',
  'a]b',
  'a;b',
  'a--b',
  'a,b',
  '(a)',
  '{}',
  '{a}',
  '$1',
  '$a',
  '?',
  '??',
  ':a',
  '@a',
  '%a',
  '%s',
  '_',
  'a\\b',
  'a\\',
  'a⟩b',
  '⟨a⟩',
  'a\nb',
  'a\tb',
  'é',
  '日本',
  '😀',
  '1',
  '1a',
  'constructor',
  '__proto__',
  'then',
  'toString',
  'hasOwnProperty',
  'length',
  "a' OR '1'='1",
  '"; DROP TABLE x; --',
  'a=b',
  'a*',
  '*',
]
const isTableName = (name: string): boolean => name.trim() === name && name !== '*' && !/[\n\t]/.test(name)

/** The names that the engine can keep. */
const kept = (names: readonly string[], { lacksName }: KitContext): readonly string[] =>
  names.filter(name => !lacksName(name))

class Thing extends Entity('kit_thing', { id: col(int).id(), label: col(text) }) {}

const fieldsOf = (
  names: readonly string[],
  nameOf: (at: number) => string,
): Record<string, ColumnDef<string | null, 'text', 'optional'>> =>
  Object.fromEntries(names.map((name, at) => [nameOf(at), col(text).optional().named(name).flag('searchable')]))

/** An entity whose stored columns have all these names. */
const oddOf = (names: readonly string[]) =>
  class Odd extends Entity('kit_odd', { id: col(int).id(), ...fieldsOf(names, at => `c${at}`) }) {}
/** An entity whose own column names are these, and so are the keys of its rows. */
const strangeOf = (names: readonly string[]) =>
  class Strange extends Entity('kit_strange', {
    id: col(int).id(),
    ...Object.fromEntries(names.map(name => [name, col(text).optional()])),
  }) {}

const oddRow = (names: readonly string[], id: number, prefix: string) => ({
  id,
  ...Object.fromEntries(names.map((_, at) => [`c${at}`, `${prefix}${at}`])),
})
const strangeRow = (names: readonly string[], id: number, prefix: string) => ({
  id,
  ...Object.fromEntries(names.map((name, at) => [name, `${prefix}${at}`])),
})
const columnOf = (columns: object, name: string): Column<string | null, KitSource> => Reflect.get(columns, name)

export const names = topic(
  'names',
  ['read', 'where'],
  [
    {
      what: 'hostile-table-names',
      title: 'tables named with reserved words, quotes, dots, placeholders and other signs are read, each its own rows',
      async run(context) {
        const tableNames = kept(hostileNames.filter(isTableName), context)
        const { source } = await context.open(
          ...tableNames.map((name, id) => tableOf(Thing, [{ id, label: name }], { name })),
        )
        for (const [id, name] of tableNames.entries()) {
          const table = Thing.table(source, { name })
          same(await table.list(), [{ id, label: name }], name)
          same(await table.where(t => t.label.eq(name)).get(id), { id, label: name }, name)
        }
      },
    },
    {
      what: 'tables-of-a-schema',
      title: 'a table of one name in a schema and outside it are two tables',
      async run({ open }) {
        const rows = [{ id: 1, label: 'inside' }]
        const { source } = await open(
          tableOf(Thing, [{ id: 1, label: 'outside' }]),
          tableOf(Thing, rows, { schema: ['kit extra'] }),
        )
        same(await Thing.table(source).list(), [{ id: 1, label: 'outside' }])
        same(
          await Thing.table(source, { schema: 'kit extra' })
            .where(t => t.label.eq('inside'))
            .list(),
          rows,
        )
      },
    },
    {
      what: 'hostile-table-names-in-writes',
      title: 'tables with such names are written, each its own',
      needs: ['insert', 'replace', 'patch', 'delete'],
      async run(context) {
        const tableNames = kept(hostileNames.filter(isTableName), context)
        const { source } = await context.open(...tableNames.map(name => tableOf(Thing, [], { name })))
        for (const [id, name] of tableNames.entries()) {
          const table = Thing.table(source, { name })
          await table.insert(id, { label: 'a' })
          await table.patch(id, { label: 'b' })
          await table.replace(id + 1, { label: 'c' })
          same(await table.delete(id + 1), true, name)
          same(await table.list(), [{ id, label: 'b' }], name)
        }
      },
    },
    {
      what: 'hostile-table-names-embedded',
      title: 'tables with such names are embedded in each other',
      needs: ['select', 'aggregate'],
      async run(context) {
        const tableNames = kept(hostileNames.filter(isTableName), context)
        const { source } = await context.open(
          ...tableNames.map((name, id) => tableOf(Thing, [{ id, label: name }], { name })),
        )
        for (const [id, name] of tableNames.entries()) {
          const table = Thing.table(source, { name })
          const other = Thing.table(source, { name: tableNames[(id + 1) % tableNames.length] ?? name })
          same(await table.where(t => t.id.notIn(other.fieldExpr(o => o.id))).count(), 1, name)
          same(
            await table.where(t => t.id.in(table.where(u => u.label.eq(name)).fieldExpr(u => u.id))).count(),
            1,
            name,
          )
        }
      },
    },
    {
      what: 'hostile-column-names',
      title: 'columns with such names are read, compared and chosen, none taken for another',
      async run(context) {
        const { open } = context
        const names = kept(hostileNames, context)
        const Odd = oddOf(names)
        const rows = [oddRow(names, 1, 'x'), oddRow(names, 2, 'y'), { id: 3 }]
        const { source } = await open(tableOf(Odd, rows))
        const table = Odd.table(source)
        const empty = Object.fromEntries(names.map((_, at) => [`c${at}`, null]))
        sameRows(await table.list(), [rows[0], rows[1], { id: 3, ...empty }])
        for (const [at, name] of names.entries()) {
          const found = await table
            .where(c => columnOf(c, `c${at}`).eq(`y${at}`))
            .select(untyped(`c${at}`))
            .list()
          same(found, [{ id: 2, [`c${at}`]: `y${at}` }], name)
        }
      },
    },
    {
      what: 'hostile-names-of-groups',
      title:
        'what is computed over groups may have such names, and names that differ in case only: none is taken for another',
      needs: ['group', 'aggregate', 'select', 'order'],
      operators: ['plus'],
      async run(context) {
        const { open } = context
        const names = kept(hostileNames, context)
        const { source } = await open(
          tableOf(Thing, [
            { id: 1, label: 'x' },
            { id: 2, label: 'y' },
          ]),
        )
        const computed = [...names, 'n', 'N', 'LABEL']
        const groups = Thing.table(source)
          .groupBy('label')
          .aggregate(Object.fromEntries(computed.map((name, at) => [name, sum(t => t.id.plus(10 * at))])))
        const row = (id: number, label: string) => ({
          label,
          ...Object.fromEntries(computed.map((name, at) => [name, id + 10 * at])),
        })
        same(await groups.orderBy(untyped((g: object) => columnOf(g, 'N'))).list(), [row(1, 'x'), row(2, 'y')])
        for (const [at, name] of computed.entries())
          same(
            await groups
              .where(untyped((g: object) => columnOf(g, name).eq(untyped(2 + 10 * at))))
              .fieldValues(g => g.label),
            ['y'],
            name,
          )
      },
    },
    {
      what: 'hostile-column-names-everywhere',
      title: 'columns with such names are ordered by, aggregated, searched and narrowed',
      needs: ['order', 'aggregate', 'search', 'window'],
      async run(context) {
        const { open } = context
        const names = kept(hostileNames, context)
        const Odd = oddOf(names)
        const { source } = await open(tableOf(Odd, [oddRow(names, 1, 'x'), oddRow(names, 2, 'y'), { id: 3 }]))
        const table = Odd.table(source)
        for (const [at, name] of names.entries()) {
          const column = (columns: object) => columnOf(columns, `c${at}`)
          same(await table.orderBy(c => column(c).desc()).fieldValues(c => c.id), [2, 1, 3], name)
          same(await table.max(column), `y${at}`, name)
          same(
            (
              await table
                .where(c => column(c).isNotNull())
                .orderBy(column)
                .first()
            )?.id,
            1,
            name,
          )
        }
        same(await table.search('Y1').count(), 1)
      },
    },
    {
      what: 'hostile-column-names-in-writes',
      title: 'columns with such names are inserted, replaced and patched',
      needs: ['insert', 'replace', 'patch'],
      async run(context) {
        const { open } = context
        const names = kept(hostileNames, context)
        const Odd = oddOf(names)
        const { source } = await open(tableOf(Odd))
        const table = Odd.table(source)
        const { id: _one, ...first } = oddRow(names, 1, 'x')
        const { id: _two, ...second } = oddRow(names, 1, 'y')
        same(await table.insert(1, first), oddRow(names, 1, 'x'))
        same(await table.replace(1, second), oddRow(names, 1, 'y'))
        for (const [at, name] of names.entries()) {
          const patched = await table.patch(1, { [`c${at}`]: name })
          same(Reflect.get(patched, `c${at}`), name)
        }
        same(await table.insertMany([oddRow(names, 2, 'x'), { id: 3 }]), 2)
        same(await table.get(1), { id: 1, ...Object.fromEntries(names.map((name, at) => [`c${at}`, name])) })
      },
    },
    {
      what: 'hostile-names-of-fields',
      title: 'the names in the entity may be as odd: they are the keys of the rows',
      async run(context) {
        const { open } = context
        const names = kept(hostileNames, context)
        const Strange = strangeOf(names)
        const rows = [strangeRow(names, 1, 'x'), strangeRow(names, 2, 'y')]
        const { source } = await open(tableOf(Strange, rows))
        const table = Strange.table(source)
        sameRows(await table.list(), rows)
        for (const [at, name] of names.entries())
          same(
            await table
              .where(c => columnOf(c, name).eq(`x${at}`))
              .select(untyped(name))
              .list(),
            [{ id: 1, [name]: `x${at}` }],
            name,
          )
      },
    },
    {
      what: 'columns-that-differ-in-little',
      title: 'columns whose names differ in quotes, blanks or signs only are different columns',
      async run(context) {
        const { open } = context
        const all = ['a', 'a ', ' a', 'a"', 'a""', "a'", "a''", 'a`', 'a\\', 'a\\\\', 'a.', 'a b', 'a  b', 'a_b', 'a-b']
        const close = kept(all, context)
        class Close extends Entity('kit_close', { id: col(int).id(), ...fieldsOf(close, at => `c${at}`) }) {}
        const row = { id: 1, ...Object.fromEntries(close.map((_, at) => [`c${at}`, `v${at}`])) }
        const { source } = await open(tableOf(Close, [row]))
        same(await Close.table(source).list(), [row])
      },
    },
    {
      what: 'names-that-cannot-be-kept',
      title: 'a name that the engine cannot keep is refused before anything is sent',
      async run({ open, lacksName }) {
        const lacking = hostileNames.filter(lacksName)
        if (lacking.length === 0) return
        const opened = await open(tableOf(Thing))
        for (const name of lacking) {
          await fails('invalid', () => Thing.table(opened.source, { name }).list())
          await fails('invalid', () => oddOf([name]).table(opened.source).list())
        }
        same(opened.sent.length, 0)
      },
    },
  ],
)
