import { expect, test } from 'vitest'
import { recording } from '../../test/recording.ts'
import { col } from '../column/column.ts'
import { Entity } from '../entity/entity.ts'
import { operatorNames } from '../expression/operator.ts'
import { int } from '../types/int.ts'
import { text } from '../types/text.ts'

class User extends Entity('users', { id: col(int).id(), name: col(text).flag('searchable') }) {}

test('an ability that is missing is refused before anything is sent', async () => {
  const calls: Record<string, (users: ReturnType<typeof open>['users']) => unknown> = {
    where: users => users.where(u => u.id.eq(1)).list(),
    order: users => users.orderBy(u => u.id).list(),
    window: users => users.limit(1).list(),
    aggregate: users => users.count(),
    template: users => users.expr`1`,
    search: users => users.search('x').list(),
    insert: users => users.insert(1, { name: 'x' }),
    patch: users => users.patch(1, { name: 'x' }),
    delete: users => users.delete(1),
    select: users => users.where(u => u.id.in(users.fieldExpr(x => x.id))).list(),
  }
  const open = (ability: string) => {
    const { source, sent } = recording('small', {
      can: { [ability]: false, ...(ability === 'patch' ? { replace: false } : {}) },
    })
    return { users: User.table(source), sent }
  }
  for (const [ability, call] of Object.entries(calls)) {
    const { users, sent } = open(ability)
    const refused = async () => call(users)
    await expect(refused(), ability).rejects.toMatchObject({ kind: 'unsupported', details: { ability } })
    expect(sent, ability).toEqual([])
  }
})

test('an operator that the source does not lower is refused, not skipped', async () => {
  const { source, sent } = recording('small', { operators: operatorNames.filter(name => name !== 'lower') })
  const call = User.table(source)
    .where(u => u.name.lower().eq('x'))
    .list()
  await expect(call).rejects.toMatchObject({ kind: 'unsupported', message: expect.stringContaining('lower()') })
  expect(sent).toEqual([])
})
