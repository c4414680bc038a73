import { beforeEach, describe, expect, test, vi } from 'vitest'
import { failed } from '../../test/failed.ts'
import { recording } from '../../test/recording.ts'
import { bool, col, Entity, hasMany, hook, instant, instantMs, int, Temporal, text, VantageError } from '../index.ts'
import { memory } from '../memory/index.ts'
import { actors, asyncContext, auditTrail, checkFlagged, checkRecord, deleted, restore, softDelete, timestamps, withDeleted } from './index.ts' // biome-ignore format: one line

const actor = asyncContext<string>()

class Page extends Entity('pages', {
  id: col(int).id(),
  title: col(text),
  version: col(int).version(),
  deletedAt: col(instant).optional(),
  ...timestamps(),
  ...actors(text, () => actor.get()),
}) {
  static override refs = { notes: hasMany(() => Note, 'pageId') }
  static override hooks = [softDelete('deletedAt')]
}
class Note extends Entity('notes', { id: col(int).id(), pageId: col(int), isGone: col(bool).default(false) }) {
  static override hooks = [softDelete('isGone')]
}

let db = memory()
let pages = Page.table(db)
beforeEach(() => {
  db = memory()
  pages = Page.table(db)
})

describe('asyncContext()', () => {
  test('follows what is awaited, nests, and is empty outside', async () => {
    const context = asyncContext<number>()
    const later = async (): Promise<number | undefined> => {
      await Promise.resolve()
      return context.get()
    }
    const all = await Promise.all([
      context.run(1, later),
      context.run(2, async () => [await context.run(3, later), await later()]),
      later(),
    ])
    expect(all).toEqual([1, [3, 2], undefined])
  })

  test('is refused where the runtime has none', () => {
    vi.stubGlobal('process', {})
    try {
      expect(() => asyncContext()).toThrow(/no asynchronous contexts; give a function/)
    } finally {
      vi.unstubAllGlobals()
    }
  })
})

describe('timestamps() and actors()', () => {
  test('say when and who, from the clock and the context, cut to what the column holds', async () => {
    vi.useFakeTimers({ now: Date.parse('2030-01-01T00:00:00.5Z'), toFake: ['Date', 'Temporal'] })
    try {
      const made = await actor.run('ann', () => pages.create({ id: 1, title: 'a' }))
      expect([made.createdBy, made.updatedBy]).toEqual(['ann', 'ann'])
      expect(made.createdAt.equals(made.updatedAt)).toBe(true)
      expect(instant.problem(made.createdAt)).toBeUndefined()
      made.title = 'b'
      await actor.run('bob', () => made.save())
      expect([made.createdBy, made.updatedBy]).toEqual(['ann', 'bob'])
      expect((await pages.patch(1, { title: 'c' })).updatedBy).toBe('bob')
    } finally {
      vi.useRealTimers()
    }
  })

  test("are flagged as the system's own, and what they throw says where", async () => {
    expect(Page.fields.createdAt.facts.flags).toEqual(['system'])
    class Broken extends Entity('broken', { id: col(int).id(), at: col(instantMs).onSave(() => { throw new Error('no clock') }) }) {} // biome-ignore format: one line
    expect(await failed(() => Broken.table(db).insert(1, {}))).toMatchObject({ message: 'the value that broken.at makes: no clock' }) // biome-ignore format: one line
    class Odd extends Entity('odd', { id: col(int).id(), at: col(int).onInsert(() => 1.5) }) {}
    expect(await failed(() => Odd.table(db).insert(1, {}))).toMatchObject({ kind: 'type-mismatch', details: { field: 'at' } }) // biome-ignore format: one line
    const late = () => Promise.reject(new Error('no clock')) as never
    class Late extends Entity('late', { id: col(int).id(), at: col(int).onInsert(late) }) {}
    expect(await failed(() => Late.table(db).insert(1, {}))).toMatchObject({ kind: 'invalid', message: expect.stringMatching(/^late.at: makes its value as the row is written, and a promise comes too late; set it in a hook/) }) // biome-ignore format: one line
    expect(() => Reflect.apply(col(int).onSave, col(int), [1])).toThrow(/onSave\(\) takes a function/)
    expect(() => Reflect.apply(col(text).version, col(text), [])).toThrow(/a column of text does not count/)
  })

  test('a record of the entity as a schema may leave them out', () => {
    const outcome = Page['~standard'].validate({ id: 1, title: 'a' })
    expect(outcome).toMatchObject({ value: { id: 1, title: 'a', version: 1 } })
  })
})

describe('softDelete()', () => {
  test('of a record that is stale is a conflict; the mark counts as a change', async () => {
    const made = await pages.create({ id: 1, title: 'a' })
    await pages.patch(1, { title: 'b' })
    expect(await failed(() => made.delete())).toMatchObject({ kind: 'conflict', details: { reason: 'version' } })
    expect(await pages.count()).toBe(1)
    await made.reload()
    expect(await made.delete()).toBe(true)
    expect((await deleted(pages).get(1))?.version).toBe(3)
    expect(await failed(() => made.save())).toMatchObject({ kind: 'invalid' })
  })

  test('marks truth values too, fills them, and keeps to its own rows over references and joins', async () => {
    const notes = Note.table(db)
    await pages.insertMany([{ id: 1, title: 'a' }, { id: 2, title: 'b' }]) // biome-ignore format: one line
    await notes.insertMany([{ id: 1, pageId: 1 }, { id: 2, pageId: 1 }, { id: 3, pageId: 2 }]) // biome-ignore format: one line
    expect(await notes.where(n => n.id.eq(1)).deleteAll()).toBe(1)
    expect((await deleted(notes).list()).map(({ id, isGone }) => [id, isGone])).toEqual([[1, true]])
    const counted = pages.withExpression('notes', p => p.getLink('notes').countExpr()).orderBy(p => p.id)
    expect((await counted.list()).map(({ notes: count }) => count)).toEqual([1, 1])
    class Both extends Entity('both', { title: col(text), pageId: col(int) }) {}
    expect(
      await pages
        .join(notes, (p, n) => p.id.eq(n.pageId))
        .intoEntity(Both)
        .list(),
    ).toHaveLength(2)
    await pages.delete(2)
    expect(await notes.where(n => n.pageId.in(pages.fieldExpr(p => p.id))).count()).toBe(1)
    expect(await failed(() => notes.insert(9, { pageId: 1, isGone: true }))).toMatchObject({ kind: 'conflict' })
    expect(await restore(notes.where(n => n.id.lt(9)))).toBe(1)
    expect(await restore(notes.where(n => n.id.lt(9)))).toBe(0)
  })

  test('a row that is marked already stays as it was marked', async () => {
    await pages.insert(1, { title: 'a' })
    await pages.delete(1)
    const before = await deleted(pages).get(1)
    await withDeleted(pages).delete(1)
    expect(await deleted(pages).get(1)).toEqual(before)
  })

  test('its condition narrows nothing, and stays through what is made of the set', async () => {
    await pages.insertMany([{ id: 1, title: 'a' }, { id: 2, title: 'b' }]) // biome-ignore format: one line
    await pages.delete(1)
    expect(await failed(() => pages.deleteAll())).toMatchObject({ kind: 'invalid' })
    class Title extends Entity('pages', { id: col(int).id(), title: col(text), deletedAt: col(instant).optional() }) {}
    expect(await pages.intoEntity(Title).count()).toBe(1)
    await pages.intoEntity(Title).delete(2)
    expect(await deleted(pages).count()).toBe(2)
    expect(await deleted(pages).asSource().count()).toBe(2)
    expect(await deleted(pages.where(p => p.title.eq('a'))).count()).toBe(1)
    expect(await deleted(pages.records()).list()).toHaveLength(2)
  })

  test('marks nothing where another hook refuses the delete, fails before it, or takes over', async () => {
    await pages.insert(1, { title: 'a' })
    const refusing = pages.withHook('beforeDelete', ({ refuse }) => refuse('title', 'is to be kept'))
    expect(await failed(() => refusing.delete(1))).toMatchObject({ message: 'pages is not valid: title is to be kept' })
    const failing = pages.withHook('beforeDelete', () => { throw new Error('no') }) // biome-ignore format: one line
    for (const remove of [
      () => failing.delete(1),
      () => failing.deleteAll({ everything: true }),
      async () => (await failing.load(1)).delete(),
    ])
      expect(await failed(remove)).toMatchObject({ kind: 'validation' })
    expect(await pages.withHook('beforeDelete', ({ takeOver }) => takeOver()).delete(1)).toBe(true)
    expect(await pages.get(1)).toMatchObject({ title: 'a', deletedAt: null, version: 1 })
  })

  test('of an entity and of its table, by one column or by two, is one mark', async () => {
    const told: string[] = []
    const twice = pages.withHook(softDelete('deletedAt')).withHook('afterDelete', () => void told.push('page'))
    await twice.insertMany([{ id: 1, title: 'a' }, { id: 2, title: 'b' }]) // biome-ignore format: one line
    expect([await twice.delete(1), await twice.delete(1), told]).toEqual([true, false, ['page']])
    expect(await restore(twice, { everything: true })).toBe(1)
    await twice.delete(1)
    expect(await deleted(twice).delete(1)).toBe(true)
    expect(await withDeleted(twice).count()).toBe(1)

    class Both extends Entity('both', {
      id: col(int).id(),
      isGone: col(bool).default(false),
      isOld: col(bool).default(false),
    }) {
      static override hooks = [softDelete('isGone')]
    }
    const both = Both.table(db).withHook(softDelete('isOld'))
    await both.insertMany([{ id: 1 }, { id: 2, isOld: false }, { id: 3 }]) // biome-ignore format: one line
    await withDeleted(both).patch(2, { isOld: true })
    expect([await both.delete(1), await both.delete(1), await both.count()]).toEqual([true, false, 1])
    expect([await deleted(both).count(), await deleted(deleted(both)).count(), await withDeleted(both).count()]).toEqual([2, 2, 3]) // biome-ignore format: one line
    expect(await restore(both.where(b => b.id.eq(2)))).toBe(1)
    expect(await both.count()).toBe(2)
    expect(await deleted(both).deleteAll({ everything: true })).toBe(1)
    expect(await withDeleted(both).count()).toBe(2)
  })

  test('by an optional bool has the rows that hold nothing in it', async () => {
    class Old extends Entity('old', { id: col(int).id(), isGone: col(bool).optional() }) {}
    await Old.table(db).insertMany([{ id: 1 }, { id: 2, isGone: false }, { id: 3, isGone: true }]) // biome-ignore format: one line
    const marking = Old.table(db).withHook(softDelete('isGone'))
    expect((await marking.orderBy(o => o.id).list()).map(({ id }) => id)).toEqual([1, 2])
    expect(await marking.delete(1)).toBe(true)
    expect(
      (
        await deleted(marking)
          .orderBy(o => o.id)
          .list()
      ).map(({ id }) => id),
    ).toEqual([1, 3])
    expect(await withDeleted(marking).count()).toBe(3)
    expect(await restore(marking.where(o => o.id.lt(3)))).toBe(1)
    expect(await marking.count()).toBe(2)
  })

  test('a record whose row is kept says how it comes back, and lives again once it did', async () => {
    const page = await pages.create({ id: 1, title: 'a' })
    await page.delete()
    page.title = 'b'
    const kept =
      /^pages: the record was deleted and cannot be (saved|reloaded); its row is kept as deleted: restore\(\) of deleted\(…\) brings it back, and then reload\(\) the record$/
    for (const refused of [() => page.save(), () => page.reload()])
      expect(await failed(refused)).toMatchObject({ kind: 'invalid', message: expect.stringMatching(kept) })
    expect(await page.delete()).toBe(false)
    const taken = [
      () => pages.create({ id: 1, title: 'x' }),
      () => pages.newEntity({ id: 1, title: 'x' }).create(),
      () => pages.insert(1, { title: 'x' }),
      () => pages.insertMany([{ id: 1, title: 'x' }]),
    ]
    for (const create of taken)
      expect(await failed(create)).toMatchObject({ kind: 'conflict', message: expect.stringMatching(/; a row that is kept as deleted may hold it: restore\(\) brings that back, deleteAll\(\) of deleted\(…\) removes it for good$/) }) // biome-ignore format: one line
    expect(await restore(deleted(pages).where(p => p.id.eq(1)))).toBe(1)
    expect((await page.reload()).title).toBe('a')
    page.title = 'c'
    await page.save()
    expect((await pages.get(1))?.title).toBe('c')
    expect(await page.delete()).toBe(true)
    await deleted(pages).deleteAll({ everything: true })
    expect((await pages.create({ id: 1, title: 'anew' })).title).toBe('anew')
    expect((await page.reload()).title).toBe('anew')
  })

  test('a record that a hook dealt with, or that is gone, says so', async () => {
    class Plain extends Entity('plain', { id: col(int).id(), title: col(text) }) {}
    const table = Plain.table(db)
    const gone = await table.create({ id: 1, title: 'a' })
    await gone.delete()
    expect((await failed(() => gone.reload())).message).toBe(
      'plain: the record was deleted and cannot be reloaded; create it anew',
    )
    const dealt = await table.withHook('beforeDelete', ({ takeOver }) => takeOver()).create({ id: 2, title: 'b' })
    expect(await dealt.delete()).toBe(true)
    dealt.title = 'c'
    expect((await failed(() => dealt.save())).message).toContain('a hook dealt with its row in another way; where that is in the set again, reload() the record') // biome-ignore format: one line
    await dealt.reload()
    dealt.title = 'd'
    await dealt.save()
    expect((await table.get(2))?.title).toBe('d')
  })

  test('views of what marks nothing are refused', async () => {
    class Plain extends Entity('plain', { id: col(int).id() }) {}
    expect(() => deleted(Plain.table(db))).toThrow(
      /deleted\(\): plain marks no rows as deleted; give it softDelete\(\)/,
    )
    expect(() => restore(Plain.table(db))).toThrow(VantageError)
    expect((await failed(() => restore(pages))).message).toMatch(/^restore\(\) on a set that nothing narrows/)
    expect(() => deleted({})).toThrow(/takes a set/)
    class Wrong extends Entity('wrong', { id: col(int).id(), at: col(instant) }) {
      static override hooks = [softDelete('at')]
    }
    expect(() => Wrong.table(db)).toThrow(/wrong.at: softDelete\(\) marks an optional instant or a bool; make it optional\(\)/) // biome-ignore format: one line
  })
})

describe('a version', () => {
  test('is not set by hooks of a change', async () => {
    const table = pages.withHook('beforeUpdate', ({ after }) => {
      after.version = 99
    })
    await pages.insert(1, { title: 'a' })
    const record = await table.load(1)
    record.title = 'b'
    for (const write of [
      () => table.patch(1, { title: 'b' }),
      () => table.patch(1, { title: 'b', version: 1 }),
      () => table.replace(1, { title: 'b' }),
      () => table.where(p => p.id.eq(1)).updateQuery().set('title', 'b').run(), // biome-ignore format: one line
      () => record.save(),
    ])
      expect(await failed(write)).toMatchObject({ kind: 'invalid', message: expect.stringContaining('pages.version: counts the changes of its row by itself') }) // biome-ignore format: one line
    expect((await pages.get(1))?.title).toBe('a')
  })
})

describe('rules', () => {
  test('are refused where there is no row, without a message, and with what is no condition', async () => {
    const rule = { rule: () => 1, message: 'x' }
    for (const event of ['beforeInsert', 'beforeSave', 'afterDelete'])
      expect(() => Reflect.apply(hook, undefined, [event, rule])).toThrow(/there is no row for a rule to look at/)
    expect(() => Reflect.apply(hook, undefined, ['beforeUpdate', { rule: () => 1 }])).toThrow(/has a message/)
    const table = Reflect.apply(pages.withHook, pages, ['beforeUpdate', rule])
    await pages.insert(1, { title: 'a' })
    expect(await failed(() => table.patch(1, { title: 'b' }))).toMatchObject({ message: expect.stringMatching(/^the rule "x": a rule of pages gives a condition of the table that it is handed, such as u => u\.\$\.name/) }) // biome-ignore format: one line
  })

  test('are not asked of a patch that writes nothing', async () => {
    const table = pages
      .withHook('beforeUpdate', { rule: p => p.$.version.gt(9), message: 'too young' })
      .withHook('afterUpdate', { rule: p => p.$.version.gt(9), message: 'still too young' })
    await pages.insert(1, { title: 'a' })
    expect(await table.patch(1, {})).toMatchObject({ title: 'a', version: 1 })
    expect(await table.patch(1, { title: undefined as never })).toMatchObject({ version: 1 })
    expect(await failed(() => table.patch(1, null as never))).toMatchObject({ kind: 'invalid' })
    const before = pages.withHook('beforeUpdate', { rule: p => p.$.version.gt(9), message: 'too young' })
    expect(await before.patch(1, {})).toMatchObject({ title: 'a', version: 1 })
    expect(await failed(() => before.patch(1, { title: 'b' }))).toMatchObject({ kind: 'validation' })
  })

  test('after a write need a transaction to undo it', async () => {
    const { source, sent } = recording('plain')
    class Thing extends Entity('things', { id: col(int).id(), n: col(int) }) {}
    const table = Thing.table(source).withHook('afterUpdate', { rule: t => t.$.n.gt(0), message: 'x' })
    for (const write of [() => table.patch(1, { n: 1 }), () => table.where(t => t.id.eq(1)).updateQuery().set('n', 1).run()]) // biome-ignore format: one line
      expect(await failed(write)).toMatchObject({ kind: 'unsupported', message: expect.stringContaining('state the rule before the write') }) // biome-ignore format: one line
    expect(sent).toEqual([])
  })

  test('are asked before a hook takes over', async () => {
    const table = pages.withHook('beforeDelete', { rule: p => p.$.title.ne('keep'), message: 'is to be kept' })
    await table.insertMany([{ id: 1, title: 'keep' }, { id: 2, title: 'b' }]) // biome-ignore format: one line
    expect(await failed(() => table.delete(1))).toMatchObject({ message: 'pages is not valid: is to be kept' })
    expect(await table.delete(2)).toBe(true)
    expect((await pages.list()).map(({ id }) => id)).toEqual([1])
  })

  test('of a record are added to those of its table; several are told together', async () => {
    await pages.insert(1, { title: 'a' })
    const record = await pages
      .withHook('beforeUpdate', { rule: p => p.$.title.ne('a'), message: 'no a', field: 'title' })
      .load(1)
    record.addHook('beforeUpdate', { rule: p => p.$.version.gt(1), message: 'too new' })
    record.title = 'b'
    const error = await failed(() => record.save())
    expect(error).toMatchObject({ kind: 'validation', message: 'pages is not valid: title no a; too new', details: { field: 'title' } }) // biome-ignore format: one line
  })
})

describe('checkFlagged()', () => {
  test('takes a function that says what is wrong, for every entity', async () => {
    const noBlanks = checkFlagged('code', (value, { name }) => (String(value).includes(' ') ? `${name} has blanks` : undefined)) // biome-ignore format: one line
    class A extends Entity('a', { id: col(int).id(), code: col(text).flag('code'), text: col(text).optional() }) {
      static override hooks = [noBlanks]
    }
    const table = A.table(db)
    expect(await failed(() => table.insert(1, { code: 'a b', text: 'a b' }))).toMatchObject({ details: { fields: [{ field: 'code', message: 'code has blanks' }] } }) // biome-ignore format: one line
    await table.insert(1, { code: 'ab', text: 'a b' })
    expect(await failed(() => table.patch(1, { code: 'b c' }))).toMatchObject({ kind: 'validation' })
  })

  test('may take its time', async () => {
    const taken = checkFlagged('code', async value => {
      await Promise.resolve()
      return value === 'taken' ? 'is taken' : undefined
    })
    class B extends Entity('b', { id: col(int).id(), code: col(text).flag('code') }) {
      static override hooks = [taken]
    }
    const error = await failed(() => B.table(db).insert(1, { code: 'taken' }))
    expect(error).toMatchObject({ message: 'b is not valid: code is taken' })
    await B.table(db).insert(2, { code: 'free' })
  })

  test('of a flag that no column has are refused when the table is opened, naming the nearest flag', () => {
    const misspelt = checkFlagged('cdoe', () => undefined)
    class C extends Entity('c', { id: col(int).id(), code: col(text).flag('code') }) {}
    class D extends C {
      static override hooks = [misspelt]
    }
    for (const open of [() => D.table(db), () => C.table(db).withHook(misspelt)])
      expect(open).toThrow(/^checkFlagged\(\): c has no column with the flag "cdoe"\. Did you mean "code"\?$/)
    expect(() => Note.table(db).withHook(misspelt)).toThrow(
      /^checkFlagged\(\): notes has no column with the flag "cdoe"\.$/,
    )
  })

  test('and checkRecord() are refused when they are made of what checks nothing', () => {
    for (const wrong of [undefined, null, 'email', {}, { '~standard': {} }]) {
      expect(() => checkFlagged('email', wrong as never)).toThrow(/checkFlagged\('email'\): give a Standard Schema/)
      expect(() => checkRecord(wrong as never)).toThrow(/checkRecord\(\): give a Standard Schema/)
    }
    const schema = Object.assign(() => undefined, { '~standard': { version: 1, vendor: 'kit', validate: () => ({ value: 1 }) } } as const) // biome-ignore format: one line
    expect(() => [checkFlagged('email', schema), checkRecord(schema)]).not.toThrow()
  })
})

describe('auditTrail()', () => {
  test('refuses exceptions that the table lacks when it is opened', () => {
    const trail = auditTrail(() => Note.table(db), () => ({ id: 1, pageId: 1 }), { except: ['pasword'] }) // biome-ignore format: one line
    class Login extends Entity('logins', { id: col(int).id(), password: col(text) }) {
      static override hooks = [trail]
    }
    for (const open of [() => Login.table(db), () => Note.table(db).withHook(trail)])
      expect(open).toThrow(/^auditTrail\(\): (logins|notes) has no column "pasword"/)
    expect(() => Login.table(db)).toThrow(/Did you mean "password"\?/)
  })

  test('that fails outside of a transaction says that the row is written; inside it undoes it', async () => {
    class Entry extends Entity('entries', { id: col(int).id(), what: col(text) }) {}
    const trail = { insertMany: () => Promise.reject(new Error('full')) }
    const kept = Note.table(db).withHook(
      auditTrail(
        () => trail as never,
        ({ event }) => ({ what: event }),
      ),
    )
    expect(await failed(() => kept.insert(1, { pageId: 1 }))).toMatchObject({ kind: 'partial', details: { written: true } }) // biome-ignore format: one line
    expect(await Note.table(db).count()).toBe(1)
    const broken = Note.table(db).withHook(
      auditTrail(
        () => Entry.table(db),
        () => ({}) as never,
      ),
    )
    const error = await failed(() => db.transaction(tx => broken.withTransaction(tx).insert(2, { pageId: 1 })))
    expect(error.message).toContain('what is required')
    expect(await Note.table(db).count()).toBe(1)
  })

  test('lists the columns that differ, with those whose values are not kept', async () => {
    const seen: unknown[] = []
    class Login extends Entity('logins', { id: col(int).id(), name: col(text).optional(), password: col(text).optional() }) {} // biome-ignore format: one line
    const queue = { insertMany: (rows: readonly object[]) => Promise.resolve(seen.push(...rows)) }
    const logins = Login.table(db).withHook(auditTrail(() => queue as never, ({ changes }) => changes, { except: ['password'] })) // biome-ignore format: one line
    await logins.insert(1, { password: 'a' })
    await logins.patch(1, { name: 'ann', password: 'a' })
    await logins.patch(1, { password: 'b' })
    await logins.delete(1)
    const id = { before: null, after: 1 }
    const hidden = { before: null, after: null }
    const name = { before: null, after: 'ann' }
    expect(seen).toEqual([
      { id, password: hidden },
      { name },
      { password: hidden },
      { id: { before: 1, after: null }, name: { before: 'ann', after: null }, password: hidden },
    ])
  })

  test('composite ids and values that JSON lacks are text', async () => {
    const seen: unknown[] = []
    class Pair extends Entity('pairs', { a: col(int).id(), b: col(text).id(), at: col(instant) }) {
      static override hooks = [auditTrail(() => ({ insertMany: (rows: readonly object[]) => { seen.push(...rows); return Promise.resolve(1) } }) as never, ({ id, changes, event }) => ({ id, changes, event }))] // biome-ignore format: one line
    }
    const at = Temporal.Instant.from('2030-01-01T00:00:00.000001Z')
    await Pair.table(db).insert({ a: 1, b: 'x' }, { at })
    await Pair.table(db).patch({ a: 1, b: 'x' }, { at: at.add({ seconds: 1 }) })
    expect(seen[1]).toEqual({
      event: 'update',
      id: '{"a":"1","b":"x"}',
      changes: { at: { before: '2030-01-01T00:00:00.000001Z', after: '2030-01-01T00:00:01.000001Z' } },
    })
  })
})
