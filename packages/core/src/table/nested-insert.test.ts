import { expect, test } from 'vitest'
import { recording } from '../../test/recording.ts'
import { col } from '../column/column.ts'
import { Entity } from '../entity/entity.ts'
import { hasMany, hasOne, manyToMany } from '../relation/ref.ts'
import { int } from '../types/int.ts'
import { text } from '../types/text.ts'
import { unchecked } from '../types/cast.ts'

class Tree extends Entity('tree', {
  id: col(int).id().generated(),
  parentId: col(int).optional(),
  height: col(int),
}) {
  static override refs = { parent: hasOne(() => Tree, 'parentId'), kids: hasMany(() => Tree, 'parentId') }
}
class Tag extends Entity('tag', { id: col(text).id() }) {}
class TreeTag extends Entity('tree_tag', { treeId: col(int).id(), tagId: col(text).id(), why: col(text) }) {}
class Tagged extends Entity('tree', { id: col(int).id(), height: col(int) }) {
  static override refs = { tags: manyToMany(() => Tag, { through: () => TreeTag, from: 'treeId', to: 'tagId' }) }
}

const untyped = (value: unknown): never => unchecked<never>(value, 'what no compiler lets through')

test('everything but the keys that the database makes is checked before the first statement', async () => {
  const { source, sent } = recording('main')
  const trees = Tree.table(source)
  const insert = (record: object) => trees.insertNested(undefined, untyped({ height: 1, ...record }))
  await expect(insert({ kids: [{ height: 'tall' }] })).rejects.toMatchObject({
    kind: 'type-mismatch',
    context: ['inserting kids[0]'],
  })
  await expect(insert({ kids: [{ height: 2, kids: [{}] }] })).rejects.toMatchObject({
    kind: 'validation',
    details: { field: 'height' },
  })
  await expect(insert({ kids: [{ height: 2, parentId: 7 }] })).rejects.toMatchObject({
    kind: 'conflict',
    details: { field: 'parentId' },
  })
  await expect(insert({ parentId: 7, parent: { height: 2 } })).rejects.toMatchObject({ kind: 'conflict' })
  const tagged = Tagged.table(source).insertNested(1, { height: 1, tags: [{ id: 'oak' }] })
  await expect(tagged).rejects.toMatchObject({ kind: 'validation', details: { field: 'why' } })
  expect(sent).toEqual([])
})

test('a record inside itself, and one that is endlessly deep, are refused', async () => {
  const { source, sent } = recording('main')
  const itself: Record<string, unknown> = { height: 1 }
  itself.kids = [{ height: 2, kids: [itself] }]
  await expect(Tree.table(source).insertNested(undefined, untyped(itself))).rejects.toMatchObject({
    kind: 'invalid',
    details: { field: 'kids[0].kids[0]' },
  })
  let deep: object = { height: 1 }
  for (let level = 0; level < 10_000; level++) deep = { height: 1, kids: [deep] }
  await expect(Tree.table(source).insertNested(undefined, untyped(deep))).rejects.toMatchObject({ kind: 'invalid' })
  expect(sent).toEqual([])
})
