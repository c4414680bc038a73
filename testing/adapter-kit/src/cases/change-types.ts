import { col, deferred, Entity, int, type Type } from '@vantage-ts/core'
import { unchecked } from '@vantage-ts/core/adapter'
import { same, sameRows } from '../check.ts'
import { type CaseParts, topic } from '../kit-case.ts'
import { isAble, sending } from '../kit-source.ts'
import { tableOf } from '../kit-table.ts'
import { allSamples, type Samples } from '../samples.ts'
import { untyped } from '../untyped.ts'

const entitiesOf = ({ type }: Samples) => {
  const held = unchecked<Type<unknown, 'held'>>(type, 'a name that the compiler can tell from the traits of a column')
  return {
    Held: class extends Entity('kit_held', { id: col(int).id(), held: col(held).optional() }) {},
    Copied: class extends Entity('kit_copied', {
      id: col(int).id(),
      held: col(held).optional().named('was_held'),
      again: col(held).optional(),
    }) {},
  }
}

const changed = (samples: Samples): CaseParts => ({
  what: samples.name
    .replaceAll(/[^a-z0-9]+/gi, '-')
    .replace(/-$/, '')
    .toLowerCase(),
  title: `values of ${samples.name} stay exactly what they are when sets are inserted from sets and columns set to values and columns`,
  types: [samples.type],
  async run(context) {
    const { Held, Copied } = entitiesOf(samples)
    const { type } = samples
    const values = [...samples.ordinary.filter(value => !context.lacks(type, value)), null]
    const rows = values.map((held, id) => ({ id, held }))
    const opened = await context.open(tableOf(Held, rows), tableOf(Copied))
    const other = await context.openMemory(tableOf(Held, rows))
    const table = Copied.table(opened.source)
    const copied = rows.map(row => ({ ...row, again: null }))
    const one = await sending(opened, () => table.insertFrom(Held.table(opened.source)).run())
    same([one.value, one.count], [rows.length, 1])
    sameRows(await table.list(), copied)
    const all = table.where(c => c.id.gte(0))
    same(
      await all
        .updateQuery()
        .set('again', c => c.held)
        .run(),
      rows.length,
    )
    sameRows(
      await table.list(),
      rows.map(row => ({ ...row, again: row.held })),
    )
    for (const value of values.slice(0, -1)) {
      const last = table.where(c => c.id.eq(rows.length - 1)).updateQuery()
      const update = last.set('held', untyped(value)).set('again', untyped(deferred(type, async () => untyped(value))))
      same(await update.run(), 1)
      same(await table.get(rows.length - 1), { id: rows.length - 1, held: value, again: value })
    }
    const gone = all.deleteQuery()
    if (isAble(opened, 'returning')) same((await gone.returning('again').run()).length, rows.length)
    else await gone.run()
    same(await table.insertFrom(Held.table(other.source)).run(), rows.length)
    sameRows(await table.list(), copied)
  },
})

export const changeTypes = topic(
  'set-change-types',
  ['read', 'where', 'insert', 'patch', 'delete', 'select'],
  allSamples.map(changed),
)
