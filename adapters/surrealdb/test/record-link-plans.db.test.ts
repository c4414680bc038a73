import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { openDatabase } from './databases.ts'
import { Client, Order, fill, links, run, schema } from './linked-shop.ts'

describe('plans', () => {
  async function watched() {
    const database = await openDatabase('mem://', 'main', links)
    onTestFinished(() => database.close())
    const { source, client } = database
    await run(source, schema)
    await fill(source)
    const query = vi.spyOn(client, 'query')
    /** The statement that a question sends, and what it binds. */
    const sentBy = async (ask: () => Promise<unknown>) => {
      query.mockClear()
      await ask()
      const [text, values]: readonly unknown[] = query.mock.calls[0] ?? []
      expect(query).toHaveBeenCalledTimes(1)
      return { text: String(text), values: { ...(typeof values === 'object' ? values : {}) } }
    }
    const explained = async (text: string, values: Record<string, unknown>): Promise<string> =>
      JSON.stringify(await client.query(text, values).collect())
    return { source, sentBy, explained }
  }

  test('a link is looked up by its index: one, a list, and for writes', async () => {
    const { source, sentBy, explained } = await watched()
    const orders = Order.table(source)
    const one = await sentBy(() => orders.where(o => o.clientId.eq('doc')).list())
    expect(await explained(`${one.text} EXPLAIN`, one.values)).toMatch(
      /^(?!.*TableScan).*"= kit_client:doc".*IndexScan/,
    )
    const list = await sentBy(() => orders.where(o => o.clientId.in(['doc', 'a:b'])).list())
    expect(await explained(`${list.text} EXPLAIN`, list.values)).toMatch(/^(?!.*TableScan).*UnionIndexScan/)
    const above = await sentBy(() => orders.where(o => o.clientId.gt('marty')).list())
    expect(await explained(`${above.text} EXPLAIN`, above.values)).toMatch(/^(?!.*TableScan).*IndexScan/)
    const change = orders
      .where(o => o.clientId.eq('doc'))
      .updateQuery()
      .set('isDone', true)
    const update = await sentBy(() => change.returning().run())
    expect(await explained(`${update.text} EXPLAIN`, update.values)).toContain('Iterate Index')
  })

  /** The part of a statement that a pattern finds, after the definitions before it. */
  const partOf = (text: string, pattern: RegExp): string => {
    const found = pattern.exec(text)
    const [, select] = found ?? expect.fail(text)
    const before = text.slice(0, found?.index)
    return `${before.slice(0, before.lastIndexOf('; ') + 2)}${select} EXPLAIN }`
  }

  test('sets that are followed find links by their index, and records by themselves', async () => {
    const { source, sentBy, explained } = await watched()
    const some = Client.table(source).where(c => c.name.in(['Doc', 'Marty']))
    const orders = await sentBy(() => some.getRef('orders').list())
    const byLink = partOf(orders.text, /ELSE \{ \((SELECT VALUE [^;]* FROM `kit_order` WHERE [^;)]*)\) \};/)
    expect(await explained(byLink, orders.values)).toMatch(/^(?!.*TableScan).*UnionIndexScan/)
    const bought = await sentBy(() => some.getRef('bought').list())
    const edges = partOf(bought.text, /array::distinct\(\((SELECT VALUE `out` FROM `kit_bought` WHERE [^;)]*)\)/)
    expect(await explained(edges, bought.values)).toMatch(/^(?!.*TableScan).*UnionIndexScan/)
    const products = partOf(bought.text, /ELSE \{ \((SELECT VALUE [^;]* FROM array::distinct\([^;]*)\) \};/)
    expect(await explained(products, bought.values)).not.toMatch(/TableScan/)
    const back = await sentBy(() => Order.table(source).getRef('client').list())
    expect(back.text).not.toContain('FROM `kit_client`')
  })

  test('links of each row find links by their index, and records by themselves', async () => {
    const { source, sentBy, explained } = await watched()
    const counted = Client.table(source).withExpression('n', t => t.getLink('orders').countExpr())
    const { text, values } = await sentBy(() => counted.list())
    const [, name, select] = /LET (\$\w+) = id; .*?(SELECT count\(\) .*? GROUP ALL)/.exec(text) ?? expect.fail(text)
    expect(await explained(`{ LET ${name} = kit_client:doc; ${select} EXPLAIN }`, values)).toMatch(
      /^(?!.*TableScan).*"= kit_client:doc".*IndexScan/,
    )
    const imported = await sentBy(() => Order.table(source).withImported('client.bakery.name').list())
    expect(imported.text).not.toMatch(/FROM `kit_(?:client|bakery)`/)
    const products = Client.table(source).withExpression('n', t => t.getLink('bought').countExpr())
    expect((await sentBy(() => products.list())).text).not.toContain('FROM `kit_product`')
  })
})
