import { bool, col, Decimal, Entity, hasMany, int, json, Temporal, text, Transaction } from '@vantage-ts/core'
import { softDelete } from '@vantage-ts/core/records'
import { type Mock, mock } from '@vantage-ts/mock'
import { expect, test } from 'vitest'
import { Customer, Order, placeOrder } from './shop.ts'

// Whatever a program asks for: pasting the lines that a mock shows leads to a program that runs.

const money = (amount: string): Decimal => Decimal.from(amount)

class Note extends Entity('notes', {
  id: col(int).id(),
  text: col(text).flag('searchable'),
  data: col(json).optional(),
  version: col(int).version(),
  parentId: col(int).optional(),
}) {
  static override refs = { children: hasMany(() => Note, 'parentId') }
}
class Kept extends Entity('kept', { id: col(int).id(), isGone: col(bool).default(false) }) {
  static override hooks = [softDelete('isGone')]
}

const programs: Readonly<Record<string, (db: Mock) => PromiseLike<unknown>>> = {
  'an order': db => placeOrder(db, 1, 1, money('-1')),
  'a record that is loaded, changed and saved': async db => {
    const note = await Note.table(db).load(1)
    note.text = 'changed'
    await note.save({ compare: 'all' })
    await note.reload()
    await note.getRef('children').deleteAll()
    await note.delete()
  },
  'rows with the rows that refer to them': db =>
    Customer.table(db).insertNested(1, { name: 'Ann', orders: [{ id: 1, total: money('1') }, { id: 2, total: money('2'), note: 'x' }] }), // biome-ignore format: one line
  pages: async db => {
    const set = Note.table(db).orderBy(n => n.text.desc())
    const { next } = await set.page({ size: 1 })
    if (next !== undefined) await set.page({ size: 1, after: next })
  },
  'each row': db => Note.table(db).where(n => n.text.startsWith('x')).updateEach(note => void (note.text += '!')), // biome-ignore format: one line
  'an import': db =>
    Order.table(db).import(
      (async function* () {
        for (const id of [1, 2, 3]) yield { id, customerId: 1, total: money('1'), note: id === 2 ? 'x' : null }
      })(),
      { batchRows: 2 },
    ),
  'a search in a set with a scope': async db => {
    const set = Note.table(db).scope(n => n.parentId.eq(1)).search('50%') // biome-ignore format: one line
    await set.list()
    await Note.table(db).insertMany([{ id: 1, text: '50%' }, { id: 2, text: '51' }]) // biome-ignore format: one line
    await set.replace(3, { text: 'a', data: { b: [1, "it's"] } })
  },
  'a query as a table': async db => {
    const perCustomer = Order.table(db).sumQuery(o => o.total).groupBy(o => o.customerId) // biome-ignore format: one line
    await perCustomer.run()
    await Order.table(db).orderBy(o => o.id).limit(2).asSource().where(o => o.total.gt(money('1'))).list() // biome-ignore format: one line
  },
  'a transaction as a value': async db => {
    const one = Note.table(db).where(n => n.id.eq(1))
    await Transaction.of(db).exec(one.updateQuery().set('text', 'a').expr()).andThen(one.deleteQuery().expr()).run() // biome-ignore format: one line
  },
  'rows that stay as deleted': async db => {
    await Kept.table(db).delete(1)
    await Kept.table(db).where(k => k.id.gt(1)).deleteAll() // biome-ignore format: one line
  },
  'a prepared set': async db => {
    const byText = Note.table(db).prepare({ text }, (set, p) => set.where(n => n.text.eq(p.text)))
    await byText.list({ text: 'a' })
    await byText.first({ text: 'b' })
  },
}

test.each(Object.entries(programs))('%s', async (_, program) => {
  const lines: string[] = []
  for (;;) {
    const db = mock({ name: 'db' })
    for (const line of lines) new Function('db', 'Decimal', 'Temporal', line)(db, Decimal, Temporal)
    try {
      await program(db)
      db.verify()
      expect(db.sent.length).toBeGreaterThan(0)
      return
    } catch (thrown) {
      const line: unknown = Object(thrown).details?.line
      if (typeof line !== 'string' || lines.includes(line)) throw new Error(lines.join('\n'), { cause: thrown })
      lines.push(line)
    }
  }
})
