import { col, Entity, instantMs, int, type StandardSchema, text, Temporal, VantageError } from '@vantage-ts/core'
import { fails, same, sameRows } from '../check.ts'
import { topic } from '../kit-case.ts'
import { sending, withRow } from '../kit-source.ts'
import { tableOf } from '../kit-table.ts'

class Draft extends Entity('kit_draft', {
  id: col(int).id(),
  title: col(text),
  note: col(text).optional(),
  version: col(int).version(),
}) {}

const drafts = [
  { id: 1, title: 'one', note: 'x', version: 1 },
  { id: 2, title: 'two', note: null, version: 7 },
] as const

/** Two writers of one row: the later one learns of the earlier. */
export const versions = topic(
  'versions',
  ['read', 'where', 'patch'],
  [
    {
      what: 'record-of-an-older-version',
      title:
        'a record is saved and deleted where its version is the one it was loaded with; otherwise the conflict has the row',
      needs: ['delete'],
      async run({ open }) {
        const opened = await open(tableOf(Draft, drafts))
        const table = Draft.table(opened.source)
        const mine = await table.load(1)
        const theirs = await table.load(1)
        mine.title = 'mine'
        const saved = await sending(opened, () => mine.save())
        same([saved.count, mine.version], [withRow(opened), 2])
        mine.note = null
        await mine.save()
        theirs.note = 'theirs'
        const stale = await fails('conflict', () => theirs.save())
        same([stale.retry, stale.details.reason, stale.details.id], ['after-reread', 'version', '1'])
        same(stale.details.current, { ...drafts[0], title: 'mine', note: null, version: 3 })
        same(Object.keys(stale.details).includes('current'), false)
        await fails('conflict', () => theirs.delete())
        await fails('conflict', () => theirs.patch({ note: 'theirs' }))
        await theirs.reload()
        theirs.note = 'theirs'
        await theirs.save()
        same([theirs.title, theirs.version], ['mine', 4])
        same(await theirs.delete(), true)
        sameRows(await table.list(), [drafts[1]])
      },
    },
    {
      what: 'counted-by-every-change',
      title:
        'every change of a row counts, in its own statement; a patch that names the version is done where it is the one',
      needs: ['insert'],
      async run({ open }) {
        const opened = await open(tableOf(Draft, drafts))
        const table = Draft.table(opened.source)
        same((await table.insert(3, { title: 'three' })).version, 1)
        const patched = await sending(opened, () => table.patch(1, { title: 'uno' }))
        same([patched.value.version, patched.count], [2, withRow(opened)])
        same((await table.patch(1, { note: null, version: 2 })).version, 3)
        same((await fails('conflict', () => table.patch(1, { note: 'y', version: 2 }))).details.reason, 'version')
        same((await table.patch(1, { version: 3 })).version, 3)
        await fails('conflict', () => table.patch(1, { version: 1 }))
        await fails('not-found', () => table.patch(9, { note: 'y', version: 1 }))
        same(
          await table
            .where(d => d.id.lte(2))
            .updateQuery()
            .set('note', 'all')
            .run(),
          2,
        )
        await fails('invalid', () =>
          table
            .where(d => d.id.eq(1))
            .updateQuery()
            .set('version', 1),
        )
        const one = await table.load(1)
        one.version = 8
        await fails('invalid', () => one.save())
        sameRows(await table.list(), [
          { id: 1, title: 'uno', note: 'all', version: 4 },
          { id: 2, title: 'two', note: 'all', version: 8 },
          { id: 3, title: 'three', note: null, version: 1 },
        ])
      },
    },
    {
      what: 'replaced',
      title:
        'a replace counts too, and is done where the version it names is the one; what was deleted meanwhile stays so',
      needs: ['insert', 'replace', 'delete'],
      async run({ open }) {
        const { source } = await open(tableOf(Draft, drafts))
        const table = Draft.table(source)
        same((await table.replace(2, { title: 'zwei' })).version, 8)
        same((await table.replace(2, { title: 'deux', version: 8 })).version, 9)
        await fails('conflict', () => table.replace(2, { title: 'due', version: 8 }))
        same((await table.replace(4, { title: 'four' })).version, 1)
        const record = await table.load(2)
        await table.patch(2, { note: 'theirs' })
        await fails('conflict', () => record.replace({ title: 'mine' }))
        same((await table.get(2))?.title, 'deux')
        await record.reload()
        await table.delete(2)
        await fails('not-found', () => record.replace({ title: 'mine' }))
        await fails('not-found', () => table.replace(2, { title: 'mine', version: 10 }))
        same(await table.get(2), undefined)
      },
    },
    {
      what: 'compared-values',
      title: 'without a version, values that were read are compared: those that change, or all',
      needs: ['delete'],
      async run({ open }) {
        const { source } = await open(tableOf(Draft, drafts))
        const table = Draft.table(source).intoEntity(Bare)
        const [first, second, third] = [await table.load(2), await table.load(2), await table.load(2)]
        first.note = 'first'
        await first.save({ compare: 'changed' })
        second.note = 'second'
        const stale = await fails('conflict', () => second.save({ compare: 'changed' }))
        same([stale.details.reason, stale.details.current], ['changed', { id: 2, title: 'two', note: 'first' }])
        third.title = 'zwei'
        await third.save({ compare: 'changed' })
        same((await table.get(2))?.note, 'first')
        first.title = 'one'
        await fails('conflict', () => first.save({ compare: 'all' }))
        await fails('conflict', () => first.delete({ compare: 'all' }))
        await first.reload()
        same(await first.delete({ compare: 'all' }), true)
      },
    },
    {
      what: 'read-as-another-entity',
      title:
        'rows that are read as an entity without the version, or with a column in its place, count when they are written',
      async run({ open }) {
        const opened = await open(tableOf(Draft, drafts))
        const table = Draft.table(opened.source)
        const mine = await table.load(1)
        const bare = table.intoEntity(Bare)
        const record = await bare.load(1)
        record.title = 'bare'
        same((await sending(opened, () => record.save())).count, withRow(opened))
        same((await table.get(1))?.version, 2)
        mine.title = 'mine'
        await fails('conflict', () => mine.save())
        const counted = table.intoEntity(Counted).intoEntity(Bare).intoEntity(Bare)
        same(await counted.where(d => d.id.eq(1)).updateQuery().set('note', 'all').run(), 1) // biome-ignore format: one line
        same((await table.intoEntity(Counted).patch(1, { title: 'one' })).version, 4)
        await fails('conflict', () => table.intoEntity(Counted).patch(1, { title: 'two', version: 3 }))
      },
    },
    {
      what: 'at-once',
      title: 'of writers that save what they read at once one is done, and the others have the row as it is then',
      async run({ open }) {
        const { source } = await open(tableOf(Draft, drafts))
        const table = Draft.table(source)
        const records = await Promise.all(['a', 'b', 'c', 'd', 'e'].map(() => table.load(2)))
        const saves = records.map(async (record, index) => {
          record.title = `by ${index}`
          await record.save()
          return record.title
        })
        const outcomes = await Promise.allSettled(saves)
        const won = outcomes.flatMap(one => (one.status === 'fulfilled' ? [one.value] : []))
        const lost = outcomes.flatMap(one => (one.status === 'rejected' ? [VantageError.from(one.reason)] : []))
        const row = { ...drafts[1], title: won[0], version: 8 }
        same([won.length, await table.get(2)], [1, row])
        for (const { kind, details } of lost)
          same([kind, details.reason, details.current], ['conflict', 'version', row])
      },
    },
    {
      what: 'records-of-chosen-columns',
      title: 'records of a set of chosen columns know the version too, and hooks see all columns of the row',
      needs: ['delete', 'order'],
      async run({ open }) {
        const { source } = await open(tableOf(Draft, drafts))
        const seen: unknown[] = []
        const table = Draft.table(source)
        const hooked = table.withHook('beforeSave', ({ before, after }) => {
          seen.push([before?.version, before?.note, after.note])
        })
        const titles = hooked.select('title')
        const all = await titles.orderBy(d => d.id).activeList()
        const [mine, theirs, first] = [await titles.load(1), all[0], await titles.orderBy(d => d.id).loadSome()]
        mine.title = 'mine'
        await mine.save()
        if (theirs === undefined || first === undefined) throw new Error('there are two rows')
        theirs.title = 'theirs'
        await fails('conflict', () => theirs.save())
        await fails('conflict', () => first.delete())
        await theirs.reload()
        theirs.title = 'theirs'
        await theirs.save({ compare: 'all' })
        same(await table.get(1), { ...drafts[0], title: 'theirs', version: 3 })
        same(seen.slice(0, 2), [[1, 'x', 'x'], [2, 'x', 'x']]) // biome-ignore format: one line
      },
    },
    {
      what: 'fixed-by-a-scope',
      title: 'a change that counts would leave a scope of the count, and is refused before anything is written',
      async run({ open }) {
        const { source } = await open(tableOf(Draft, drafts))
        const equal = Draft.table(source).scope(d => d.version.eq(1))
        const range = Draft.table(source).scope(d => d.version.lt(5))
        for (const set of [equal, range]) {
          await fails('invalid', () => set.patch(1, { title: 'x' }))
          await fails('invalid', () => set.updateQuery().set('title', 'x').run())
        }
        sameRows(await Draft.table(source).list(), [...drafts])
      },
    },
  ],
)

/** The same rows without their version. */
class Bare extends Entity('kit_draft', { id: col(int).id(), title: col(text), note: col(text).optional() }) {}
/** The same rows with their version as a column like any other. */
class Counted extends Entity('kit_draft', { ...Bare.fields, version: col(int) }) {}

let writer: string | undefined
class Stamped extends Entity('kit_stamped', {
  id: col(int).id(),
  title: col(text),
  made: col(instantMs).onInsert(({ now }) => now),
  changed: col(instantMs).onSave(({ now }) => now),
  by: col(text)
    .optional()
    .onSave(() => writer),
}) {}

class Titled extends Entity('kit_stamped', { id: col(int).id(), title: col(text) }) {}
const upper: StandardSchema<string, string> = {
  '~standard': {
    version: 1,
    vendor: 'kit',
    validate: value => (value === '' ? { issues: [{ message: 'is empty' }] } : { value: String(value).toUpperCase() }),
  },
}
class Refined extends Entity('kit_stamped', {
  ...Titled.fields,
  by: col(text)
    .check(upper)
    .optional()
    .onSave(() => writer),
}) {}

const long = Temporal.Instant.from('2001-01-01T00:00:00Z')
const old = { id: 1, title: 'old', made: long, changed: long, by: 'ann' } as const

export const stamps = topic(
  'stamps',
  ['read', 'where', 'insert', 'patch'],
  [
    {
      what: 'made-when-written',
      title: 'columns make their values when a row is created or changed, at one moment, in the same statement',
      types: [instantMs],
      async run({ open }) {
        const opened = await open(tableOf(Stamped, [old]))
        const table = Stamped.table(opened.source)
        writer = 'bob'
        const made = await table.insert(2, { title: 'new' })
        same([made.by, made.made.epochMilliseconds === made.changed.epochMilliseconds], ['bob', true])
        const patched = await sending(opened, () => table.patch(1, { title: 'newer' }))
        same(patched.count, withRow(opened))
        const { changed, ...rest } = patched.value
        same(rest, { id: 1, title: 'newer', made: long, by: 'bob' })
        same(changed.epochMilliseconds > long.epochMilliseconds, true)
        writer = undefined
        same((await table.patch(1, { title: 'kept' })).by, 'bob')
        const given = await table.patch(1, { changed: long, by: 'cy' })
        same([given.changed, given.by], [long, 'cy'])
        writer = 'dee'
        same(
          await table
            .where(d => d.id.gte(1))
            .updateQuery()
            .set('title', 'all')
            .run(),
          2,
        )
        same(
          (await table.list()).map(({ by, title }) => [by, title]),
          [
            ['dee', 'all'],
            ['dee', 'all'],
          ],
        )
        same((await table.patch(1, {})).by, 'dee')
      },
    },
    {
      what: 'kept-in-a-scope',
      title: 'a column that makes its value keeps the one that a scope fixes, and is refined like what is given',
      types: [instantMs],
      async run({ open }) {
        const { source } = await open(tableOf(Stamped, [old]))
        const table = Stamped.table(source)
        writer = 'hal'
        const anns = table.scope(s => s.by.eq('ann'))
        same((await anns.patch(1, { title: 'hers' })).by, 'ann')
        same(await anns.updateQuery().set('title', 'still hers').run(), 1)
        same((await table.get(1))?.by, 'ann')
        const early = table.scope(s => s.changed.lt(long.add({ hours: 1 })))
        await fails('invalid', () => early.patch(1, { title: 'late' }))
        const refined = table.intoEntity(Refined)
        same((await refined.patch(1, { title: 'refined' })).by, 'HAL')
        writer = ''
        const refused = await fails('validation', () => refined.where(s => s.id.eq(1)).updateQuery().set('title', 'x').run()) // biome-ignore format: one line
        same(refused.details.field, 'by')
      },
    },
    {
      what: 'read-as-another-entity',
      title: 'rows that are read as an entity without such a column are stamped when they are written',
      types: [instantMs],
      async run({ open }) {
        const { source } = await open(tableOf(Stamped, [old]))
        const table = Stamped.table(source)
        writer = 'ivy'
        await table.intoEntity(Titled).patch(1, { title: 'new' })
        const row = await table.get(1)
        same([row?.title, row?.by, row?.made], ['new', 'ivy', long])
      },
    },
    {
      what: 'kept-by-a-replace',
      title: 'a row that is replaced keeps what was made when it was created, unless it is given',
      needs: ['replace'],
      types: [instantMs],
      async run({ open }) {
        const { source } = await open(tableOf(Stamped, [old]))
        const table = Stamped.table(source)
        writer = 'eve'
        const { changed, ...rest } = await table.replace(1, { title: 'again' })
        same(rest, { id: 1, title: 'again', made: long, by: 'eve' })
        same(changed.epochMilliseconds > long.epochMilliseconds, true)
        const earlier = long.add({ hours: 1 })
        same((await table.replace(1, { title: 'again', made: earlier })).made, earlier)
      },
    },
    {
      what: 'made-by-one-statement-of-many',
      title: 'rows that are inserted by a query are stamped as it runs, not as it is built',
      needs: ['select'],
      types: [instantMs],
      async run({ open }) {
        const { source } = await open(tableOf(Stamped, [old]))
        const table = Stamped.table(source)
        writer = 'flo'
        const copy = table.insertFrom(table, s => ({ id: s.id.plus(10), title: s.title }))
        writer = 'gus'
        same(await copy.run(), 1)
        const copied = await table.get(11)
        same([copied?.by, copied?.title, copied?.made.equals(copied.changed)], ['gus', 'old', true])
        writer = 'hal'
        const inserts = table.insertQuery([
          { id: 21, title: 'built by hal' },
          { id: 22, title: 'given', by: 'ann' },
        ])
        writer = 'ivy'
        same(await inserts.run(), 2)
        same([(await table.get(21))?.by, (await table.get(22))?.by], ['ivy', 'ann'])
      },
    },
  ],
)
