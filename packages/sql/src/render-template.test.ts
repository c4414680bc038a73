import { col, Entity, float, int, text } from '@vantage-ts/core'
import { describe, expect, it } from 'vitest'
import { demo, numbered } from '../test/demo.ts'

class User extends Entity('users', {
  id: col(int).id(),
  name: col(text).named('full"name'),
  age: col(int).optional(),
}) {}

const sentBy = async (run: (users: ReturnType<typeof usersOf>['users']) => PromiseLike<unknown>) => {
  const { users, sent } = usersOf()
  await run(users)
  return sent.at(-1)
}
const usersOf = () => {
  const { db, sent } = demo(numbered)
  return { users: User.table(db), db, sent }
}

describe('templates', () => {
  it('keep their text, comments too, quote their columns and bind their values', async () => {
    const sent = await sentBy(users =>
      users.fieldValues(u => users.expr`date_part('$1', ${u.name}) + ${5} -- "x"`.as(float)),
    )
    expect(sent).toEqual({
      text: `SELECT (date_part('$1', "users"."full""name") + CAST($1 AS integer) -- "x"\n) FROM "users"`,
      values: [5],
    })
  })

  it('stand in brackets beside operators', async () => {
    const sent = await sentBy(users => users.where(u => users.expr`${u.age} + ${1}`.as(int).gt(3)).count())
    expect(sent).toEqual({
      text: 'SELECT count(*) FROM "users" WHERE ("users"."age" + CAST($1 AS integer)) > CAST($2 AS integer)',
      values: [1, 3],
    })
  })

  it('run as they stand when nobody gave them a type', async () => {
    const { db, sent } = usersOf()
    await db.expr`VACUUM ${'x'}`.run()
    expect(sent).toEqual([{ text: 'VACUUM $1', values: ['x'] }])
  })

  it('are refused when their text holds a NUL', async () => {
    const { db } = usersOf()
    await expect(db.expr(Object.assign(['a\0b'], { raw: ['a'] })).run()).rejects.toMatchObject({ kind: 'invalid' })
  })
})
