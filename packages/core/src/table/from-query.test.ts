import { expect, test } from 'vitest'
import { average, col, Entity, float, int, Table, text } from '../index.ts'
import { memory } from '../memory/index.ts'
class Session extends Entity('sessions', { id: col(int).id(), user: col(text), length: col(int) }) {}

test('a query in groups is a table again, which is joined like any other', async () => {
  const db = memory({
    tables: {
      sessions: [
        { id: 1, user: 'a', length: 2 },
        { id: 2, user: 'a', length: 4 },
        { id: 3, user: 'b', length: 9 },
      ],
    },
  })
  const s = Session.table(db)
  const per = Table.fromQuery(
    db,
    average(s.fieldQuery(x => x.length)).groupBy(x => x.user),
    { user: col(text).id(), length: col(float) },
  )
  expect(await per.where(p => p.length.gt(5)).list()).toEqual([{ user: 'b', length: 9 }])
  expect(await per.get('a')).toEqual({ user: 'a', length: 3 })
  const joined = s
    .join(per, (a, b) => a.user.eq(b.user))
    .where((a, b) => a.length.lt(b.length))
    .select((a, b) => ({ id: a.id, mean: b.length }))
  expect(await joined.list()).toEqual([{ id: 1, mean: 3 }])
})
