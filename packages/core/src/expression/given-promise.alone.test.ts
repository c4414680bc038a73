import { expect, onTestFinished, test } from 'vitest'
import { col } from '../column/column.ts'
import { Entity } from '../entity/entity.ts'
import { memory } from '../memory/memory.ts'
import { hasMany } from '../relation/ref.ts'
import { int } from '../types/int.ts'
import { unchecked } from '../types/cast.ts'
import { caseWhen } from './functions.ts'

class Kid extends Entity('kid', { id: col(int).id(), parent: col(int) }) {}
class Parent extends Entity('parent', { id: col(int).id(), n: col(int) }) {
  static override refs = { kids: hasMany(() => Kid, 'parent') }
}

test('a promise where something is built is refused, names what was meant, and ends no process', async () => {
  const unhandled: unknown[] = []
  const listen = (reason: unknown): void => void unhandled.push(reason)
  process.on('unhandledRejection', listen)
  onTestFinished(() => void process.off('unhandledRejection', listen))

  const parents = Parent.table(memory())
  // Runs alone, so it fails: it belongs to a row outside.
  const count = (): never => unchecked(parents.getLink('kids').count(), 'what no compiler lets through')
  const builds: readonly (() => unknown)[] = [
    () => parents.withExpression('kids_n', count),
    () => parents.withExpressions({ kids_n: count }),
    () => parents.where(count),
    () => parents.where(p => p.n.eq(count())),
    () => parents.where(p => p.n.in(count())),
    () => parents.orderBy(count),
    () => parents.sumExpr(count),
    () => caseWhen(int, [{ when: parents.$.n.eq(1), then: count() }], 1),
    () =>
      parents
        .where(p => p.id.eq(1))
        .updateQuery()
        .set('n', count()),
    () => parents.join(parents, count),
    () => parents.join(parents, (a, b) => a.id.eq(b.id)).select(() => ({ n: count() })),
  ]
  for (const build of builds) expect(build).toThrow(/promise.*countExpr\(\)/)
  await new Promise(resolve => setImmediate(resolve))
  expect(unhandled).toEqual([])
})
