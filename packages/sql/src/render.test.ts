import { bool, col, decimal, Entity, enumOf, float, instant, int, text, uuid, lower, value } from '@vantage-ts/core'
import { describe, expect, it } from 'vitest'
import { demo, numbered, positional } from '../test/demo.ts'

class User extends Entity('users', {
  id: col(int).id(),
  name: col(text),
  city: col(text).optional(),
  age: col(int).optional(),
  isVip: col(bool).default(false),
}) {}

describe('select', () => {
  const { db, sent } = demo(numbered)
  const users = User.table(db)
  const textOf = async (run: PromiseLike<unknown>): Promise<unknown> => {
    await run
    return sent.at(-1)
  }

  it('qualifies columns by the table where it is alone', async () => {
    console.log(await textOf(users.where(u => u.name.eq('Ada').and(u.age.gt(3).or(u.city.isNull()))).list()))
    console.log(await textOf(users.where(u => u.city.in(users.where(u => u.age.lt(3)).fieldExpr(u => u.city))).list()))
    console.log(
      await textOf(
        users
          .where(u => u.name.contains('x'))
          .orderBy(u => u.city.desc())
          .limit(3)
          .list(),
      ),
    )
    console.log(await textOf(users.where(u => u.name.in(['a', 'b'])).count()))
    console.log(
      await textOf(
        users
          .where(u => u.name.in(['a', 'b']))
          .updateQuery()
          .set(u => u.name, 'x')
          .run(),
      ),
    )
  })
})
