import { col, Entity, hasMany, instantMs, int, text } from '@vantage-ts/core'
import { deleted, restore, softDelete, withDeleted } from '@vantage-ts/core/records'
import { expect } from 'vitest'
import { fails, same } from '../check.ts'
import { topic } from '../kit-case.ts'
import { sending, withRow } from '../kit-source.ts'
import { tableOf } from '../kit-table.ts'
import { people, Person } from '../people.ts'

/** Documents that are marked when they are deleted. */
class Paper extends Entity('kit_paper', {
  id: col(int).id(),
  ownerId: col(int),
  title: col(text),
  deletedAt: col(instantMs).optional(),
}) {
  static override hooks = [softDelete('deletedAt')]
}
const papers = [
  { id: 1, ownerId: 1, title: 'one', deletedAt: null },
  { id: 2, ownerId: 1, title: 'two', deletedAt: null },
  { id: 3, ownerId: 3, title: 'three', deletedAt: null },
] as const
class Owner extends Entity('kit_person', Person.fields) {
  static override refs = { papers: hasMany(() => Paper, 'ownerId') }
}

export const softDeletes = topic(
  'soft-delete',
  ['read', 'where', 'insert', 'patch', 'delete', 'order'],
  [
    {
      what: 'marked-rows',
      title:
        'deleted rows are marked and leave every set of their table; they are seen in a view of their own, come back, or go for good',
      types: [instantMs],
      async run({ open }) {
        const opened = await open(tableOf(Paper, papers), tableOf(Owner, people))
        const table = Paper.table(opened.source)
        const ids = async (set: typeof table): Promise<unknown> =>
          (await set.orderBy(p => p.id).list()).map(({ id }) => id)
        same([await table.delete(1), await table.delete(1)], [true, false])
        same([await table.get(1), await ids(table)], [undefined, [2, 3]])
        same(
          await ids(
            Owner.table(opened.source)
              .where(o => o.id.eq(1))
              .getRef('papers'),
          ),
          [2],
        )
        same([await ids(deleted(table)), await ids(withDeleted(table))], [[1], [1, 2, 3]])
        same((await deleted(table).get(1))?.deletedAt === null, false)
        await fails('not-found', () => table.patch(1, { title: 'x' }))
        same((await fails('conflict', () => table.insert(1, { ownerId: 1, title: 'x' }))).details.reason, 'outside-set')
        same(await table.where(p => p.id.gte(2)).deleteAll(), 2)
        same([await ids(table), await ids(deleted(table.where(p => p.ownerId.eq(1))))], [[], [1, 2]])
        same(await restore(table.where(p => p.id.eq(2))), 1)
        await fails('invalid', () => restore(table))
        same(await restore(table, { everything: true }), 2)
        same(await ids(table), [1, 2, 3])
        await (await table.load(3)).delete()
        same(
          await deleted(table)
            .where(p => p.id.eq(3))
            .deleteAll(),
          1,
        )
        same([await ids(withDeleted(table)), await ids(deleted(deleted(table)))], [[1, 2], []])
        // A patch of such a table takes one statement, as ever.
        same((await sending(opened, () => table.patch(1, { title: 'uno' }))).count, withRow(opened))
      },
    },
    {
      what: 'restored-records',
      title:
        'an id that a marked row holds is told with what to do, and the record of the row lives again once it is restored',
      types: [instantMs],
      async run({ open }) {
        const { source } = await open(tableOf(Paper, papers))
        const table = Paper.table(source)
        const paper = await table.load(1)
        await paper.delete()
        paper.title = 'uno'
        for (const write of [() => paper.save(), () => paper.reload()])
          expect((await fails('invalid', write)).message).toContain('restore() of deleted(…) brings it back')
        const taken = await fails('conflict', () => table.create({ id: 1, ownerId: 1, title: 'x' }))
        expect(taken.message).toContain('a row that is kept as deleted may hold it: restore() brings that back')
        same(await restore(deleted(table).where(p => p.id.eq(1))), 1)
        same((await paper.reload()).title, 'one')
        paper.title = 'uno'
        await paper.save()
        same((await table.get(1))?.title, 'uno')
      },
    },
    {
      what: 'deleted-twice',
      title:
        'a row that another client has marked is deleted already: that is no error, is told, and runs no hook after it',
      types: [instantMs],
      async run({ open }) {
        const { source } = await open(tableOf(Paper, papers))
        const told: number[] = []
        const table = Paper.table(source).withHook('afterDelete', ({ before }) => void told.push(before.id))
        const [first, second] = [await table.load(1), await table.load(1)]
        same([await first.delete(), await second.delete()], [true, false])
        const outcomes = await Promise.all([table.delete(2), table.delete(2), table.delete(2)])
        same(outcomes.filter(isGone => isGone).length, 1)
        same([await withDeleted(table).delete(2), told], [false, [1, 2]])
        // What a hook around the mark misses is no row that is gone.
        const strict = table.withHook('beforeUpdate', async () => void (await table.load(1)))
        await fails('not-found', () => strict.delete(3))
        same(await table.count(), 1)
      },
      needs: ['aggregate'],
    },
    {
      what: 'refused',
      title: 'a column that cannot mark is refused when the table is opened, and a view of a table that marks nothing',
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        await fails('invalid', () => Person.table(source).withHook(softDelete('typo')))
        await fails('invalid', () => Person.table(source).withHook(softDelete('name')))
        await fails('invalid', () => deleted(Person.table(source)))
        const marking = Person.table(source).withHook(softDelete('isActive'))
        same(await marking.count(), 2)
      },
      needs: ['aggregate'],
    },
  ],
)
