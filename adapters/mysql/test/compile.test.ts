import { bool, col, Entity, int, text, uuid } from '@vantage-ts/core'
import type { Statement } from '@vantage-ts/core/adapter'
import { describe, expect, test } from 'vitest'
import { compileStatement } from '../src/compile.ts'
import type { Flavor } from '../src/server.ts'
import type { mysql } from '../src/index.ts'

// What is sent to MySQL, which tests run only where it is at hand: its collation, its functions, and rows that it does not give back.

class Client extends Entity('client', {
  id: col(int).id(),
  name: col(text),
  isVip: col(bool),
  score: col(int).optional(),
  best: col(int),
}) {}
class Ticket extends Entity('ticket', { id: col(int).id().generated(), title: col(text) }) {}
class Key extends Entity('key', { id: col(uuid).id().generated(), title: col(text) }) {}

/** The statements that a call would send, as each flavor gets them. */
async function plansOf(call: (source: ReturnType<typeof mysql>) => Promise<unknown>) {
  const seen: Statement[] = []
  const { MysqlBackend } = await import('../src/backend.ts')
  const { openSource } = await import('@vantage-ts/core/adapter')
  const { Connections } = await import('../src/connect.ts')
  const facts = { name: 'mysql', database: {}, maxDeferredList: 10, server: undefined }
  class Spy extends MysqlBackend {
    override compile(statement: Statement) {
      seen.push(statement)
      return super.compile(statement)
    }
    override async run() {
      return { rows: [], count: 0 }
    }
  }
  const source = openSource<ReturnType<typeof mysql>>(new Spy(facts, new Connections({ host: 'none' }, facts)))
  await call(source).catch(() => {})
  return (flavor: Flavor) => {
    const statement = seen[0] ?? expect.fail('nothing was compiled')
    const { plans } = compileStatement(statement, { server: { flavor, version: '' } })
    return plans[flavor] ?? expect.fail('no plan')
  }
}
const textOf = async (flavor: Flavor, call: Parameters<typeof plansOf>[0]) => {
  const plan = (await plansOf(call))(flavor)
  if ('kind' in plan) throw plan
  return plan
}

describe.each([
  ['mariadb', 'utf8mb4_nopad_bin'],
  ['mysql', 'utf8mb4_0900_bin'],
] as const)('%s', (flavor, collation) => {
  test('texts compare by code point, with the index of their column', async () => {
    const { text } = await textOf(flavor, source =>
      Client.table(source)
        .where(c => c.name.eq('Ada'))
        .count(),
    )
    expect(text).toBe(
      `SELECT count(*) FROM \`client\` WHERE \`client\`.\`name\` = ? AND \`client\`.\`name\` = ? COLLATE ${collation}`,
    )
  })

  test('nulls sort last', async () => {
    const up = await textOf(flavor, source =>
      Client.table(source)
        .orderBy(c => c.score)
        .list(),
    )
    expect(up.text).toMatch(/ORDER BY `client`\.`score` IS NULL, `client`\.`score` ASC$/)
    const down = await textOf(flavor, source =>
      Client.table(source)
        .orderBy(c => c.score.desc())
        .list(),
    )
    expect(down.text).toMatch(/ORDER BY `client`\.`score` DESC$/)
    const byText = await textOf(flavor, source =>
      Client.table(source)
        .orderBy(c => c.name)
        .list(),
    )
    expect(byText.text).toMatch(new RegExp(`ORDER BY \`client\`\\.\`name\` COLLATE ${collation} ASC$`))
  })

  test('a row that is there is left alone, and nothing else is', async () => {
    const { insert } = await textOf(flavor, source =>
      Client.table(source).insertMany([{ id: 1, name: 'a', isVip: true, score: 1, best: 2 }]),
    )
    expect(insert?.textFor(2)).toMatch(
      /^INSERT INTO `client` \(`id`, `name`, `isVip`, `score`, `best`\) VALUES \(\?, \?, \?, \?, \?\), \(\?, \?, \?, \?, \?\) ON DUPLICATE KEY UPDATE `id` = CASE WHEN `client`\.`id` <=> VALUES\(`id`\) THEN `client`\.`id` ELSE \(9223372036854775807 \+ /,
    )
  })
})

describe('rows that MySQL does not give back', () => {
  test('of an insert are read by the id that was given or made', async () => {
    const { text, givingBack } = await textOf('mysql', source => Ticket.table(source).create({ title: 'a' }))
    expect(text).toBe('INSERT INTO `ticket` (`title`) VALUES (?)')
    expect(givingBack).toMatchObject({ how: 'inserted', positions: [-1] })
    expect(givingBack?.how === 'inserted' && givingBack.read(2)).toBe(
      'SELECT `id`, `title` FROM `ticket` WHERE (`id`) IN ((?), (?)) FOR UPDATE',
    )
  })

  test('of an insert whose id it makes and does not tell are refused', async () => {
    await expect(textOf('mysql', source => Key.table(source).create({ title: 'a' }))).rejects.toMatchObject({
      kind: 'unsupported',
      details: { ability: 'returning' },
    })
  })

  test('of an update by id are read after it, of any other by the ids that it found before', async () => {
    const one = await textOf('mysql', source => Client.table(source).patch(1, { score: 2 }))
    expect(one.text).toBe('UPDATE `client` SET `score` = ? WHERE `client`.`id` = ?')
    expect(one.givingBack).toMatchObject({
      how: 'by-id',
      block: undefined,
      read: { text: expect.stringMatching(/^SELECT .* FROM `client` WHERE `client`\.`id` = \? FOR UPDATE$/) },
    })
    const many = await textOf('mysql', source =>
      Client.table(source)
        .where(c => c.isVip.eq(true))
        .updateQuery()
        .set('score', 1)
        .returning()
        .run(),
    )
    expect(many.givingBack).toMatchObject({
      how: 'by-keys',
      keys: { text: 'SELECT `client`.`id` FROM `client` WHERE `client`.`isVip` = ? FOR UPDATE' },
    })
  })

  test('of a delete are read before it', async () => {
    const { givingBack } = await textOf('mysql', source =>
      Client.table(source)
        .where(c => c.isVip.eq(true))
        .deleteQuery()
        .returning()
        .run(),
    )
    expect(givingBack).toMatchObject({ how: 'before', read: { text: expect.stringMatching(/^SELECT .* FOR UPDATE$/) } })
  })
})

test('MySQL sets columns one after the other, so values of columns that are set are computed before', async () => {
  const swap = (source: ReturnType<typeof mysql>) =>
    Client.table(source)
      .where(c => c.isVip.eq(true))
      .updateQuery()
      .set('best', c => c.score.coalesce(0))
      .set('score', c => c.best)
      .run()
  expect((await textOf('mysql', swap)).text).toMatch(
    /^UPDATE `client` AS `t0` JOIN \(SELECT .* LIMIT 9223372036854775807\) AS `t1` ON /,
  )
  expect((await textOf('mariadb', swap)).text).toMatch(/^UPDATE `client` SET /)
})

test('rows that a condition finds by their own table are joined by their ids, which MySQL wants', async () => {
  const best = (source: ReturnType<typeof mysql>) => {
    const clients = Client.table(source)
    return clients.where(c => c.id.in(clients.fieldExpr(o => o.best)))
  }
  const change = (source: ReturnType<typeof mysql>) => best(source).updateQuery().set('score', 0).run()
  const remove = (source: ReturnType<typeof mysql>) => best(source).deleteAll()
  const found =
    'JOIN (SELECT `t2`.`id` AS `k0` FROM `client` AS `t2` WHERE `t2`.`id` IN (SELECT `t3`.`best` FROM `client` AS `t3`) LIMIT 9223372036854775807) AS `t1` ON `t0`.`id` = `t1`.`k0`'
  expect((await textOf('mysql', change)).text).toBe(`UPDATE \`client\` AS \`t0\` ${found} SET \`t0\`.\`score\` = ?`)
  expect((await textOf('mysql', remove)).text).toBe(`DELETE \`t0\` FROM \`client\` AS \`t0\` ${found}`)
  expect((await textOf('mariadb', remove)).text).not.toContain('JOIN')
})
