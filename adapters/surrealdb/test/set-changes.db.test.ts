import { col, Entity, int, plainDate, text, uuid } from '@vantage-ts/core'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openDatabase } from './databases.ts'

class Item extends Entity('items', { id: col(int).id(), group: col(int), label: col(text).optional() }) {}
class Copy extends Entity('copies', { id: col(int).id(), group: col(int), label: col(text).optional() }) {}
class Word extends Entity('words', { id: col(text).id(), group: col(int) }) {}

async function opened() {
  const database = await openDatabase()
  onTestFinished(() => database.close())
  const { source } = database
  return { source, items: Item.table(source), copies: Copy.table(source) }
}
const rows = (count: number) => Array.from({ length: count }, (_, id) => ({ id, group: id % 10, label: `label ${id}` }))
const idsOf = (found: readonly { readonly id: number }[]): number[] => found.map(({ id }) => id).sort((a, b) => a - b)

describe('changes of sets', () => {
  test('over tables that do not exist yet', async () => {
    const { items, copies } = await opened()
    expect(await copies.insertFrom(items).run()).toBe(0)
    expect(
      await copies
        .where(c => c.id.gt(1))
        .updateQuery()
        .set('group', 1)
        .returning()
        .run(),
    ).toEqual([])
    expect(
      await copies
        .where(c => c.group.eq(items.maxExpr(i => i.group)))
        .updateQuery()
        .set('group', 1)
        .run(),
    ).toBe(0)
    expect(
      await copies
        .where(c => c.id.gt(1))
        .deleteQuery()
        .returning()
        .run(),
    ).toEqual([])
    await items.insertMany(rows(2))
    expect(await copies.insertFrom(items).run()).toBe(2)
  })

  test('narrowed by lists that are looked up by patterns', async () => {
    const { items, copies } = await opened()
    await items.insertMany(rows(1200))
    const even = rows(1200).filter(({ id }) => id % 2 === 0)
    const named = even.map(({ label }) => label)
    expect(await copies.insertFrom(items.where(i => i.label.in(named))).run()).toBe(600)
    const low = items.where(i => i.group.lt(5)).fieldExpr(i => i.label)
    expect(
      await copies
        .insertFrom(items.where(i => i.label.in(low)))
        .returning('id')
        .run(),
    ).toHaveLength(240)
    const changed = copies
      .where(c => c.label.in(low))
      .updateQuery()
      .set('group', c => c.group.plus(10))
    expect(await changed.returning('id').run()).toHaveLength(600)
    expect(await changed.run()).toBe(600)
    expect(
      await copies
        .where(c => c.label.in(low))
        .deleteQuery()
        .returning('id', 'label')
        .run(),
    ).toHaveLength(600)
    expect(
      await copies
        .where(c => c.label.in(named))
        .deleteQuery()
        .returning('id')
        .run(),
    ).toHaveLength(240)
    expect(await copies.count()).toBe(0)
  })

  test('by ids, in and outside a transaction that wrote them', async () => {
    const { source, items, copies } = await opened()
    await items.insertMany(rows(10))
    await using transaction = await source.begin()
    for (const table of [items, Item.table(transaction.source)]) {
      const some = table.where(i => i.id.in([1, 2, 99]))
      expect(
        idsOf(
          await some
            .updateQuery()
            .set('group', i => i.group.plus(100))
            .returning('id', 'group')
            .run(),
        ),
      ).toEqual([1, 2])
      expect(
        await table
          .where(i => i.id.eq(2))
          .deleteQuery()
          .returning('id', 'label')
          .run(),
      ).toEqual([{ id: 2, label: 'label 2' }])
      if (table === items) await table.insertMany(rows(3))
      else {
        const inside = Copy.table(transaction.source)
        expect(await inside.insertFrom(table.orderBy(i => i.id.desc()).limit(3)).run()).toBe(3)
        expect(
          idsOf(
            await inside
              .where(c => c.id.in([9, 8]))
              .deleteQuery()
              .returning()
              .run(),
          ),
        ).toEqual([8, 9])
        expect(idsOf(await inside.list())).toEqual([7])
      }
    }
    await transaction.rollback()
    expect(await copies.count()).toBe(0)
  })

  test('into ids of other types', async () => {
    const { source, items } = await opened()
    await items.insertMany(rows(3))
    const words = Word.table(source)
    expect(await words.insertFrom(items, i => ({ id: i.label.coalesce('none'), group: i.id })).run()).toBe(3)
    expect(await words.insertFrom(items, i => ({ id: '12', group: i.id })).run()).toBe(1)
    expect((await words.get('12'))?.group).toBe(0)
    class Token extends Entity('tokens', { id: col(uuid).id(), group: col(int) }) {}
    const tokens = Token.table(source)
    await tokens.insertMany([{ group: 1 }, { group: 2 }])
    const kept = await Token.table(source, { name: 'kept' }).insertFrom(tokens).returning().run()
    expect(kept.map(({ id }) => id).sort()).toEqual((await tokens.list()).map(({ id }) => id).sort())
    class Day extends Entity('days', { id: col(plainDate).id(), group: col(int) }) {}
    await Day.table(source).insertMany([{ id: plainDate.fromText('2020-02-29'), group: 1 }])
    const days = Day.table(source, { name: 'kept_days' })
    expect(await days.insertFrom(Day.table(source)).run()).toBe(1)
    expect((await days.get(plainDate.fromText('2020-02-29')))?.group).toBe(1)
  })
})
