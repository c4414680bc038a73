import { expect, test } from 'vitest'
import { col, Entity, int, text } from '../index.ts'
import { memory } from '../memory/index.ts'

class Note extends Entity('notes', {
  a: col(int).id(),
  b: col(int).id(),
  words: col(text).optional(),
  more: col(text).optional(),
  size: col(int),
}) {}
class Other extends Entity('notes', Note.fields) {}

test('updates of a row are one statement for each list of columns, and are never taken for each other', async () => {
  const db = memory()
  const notes = Note.table(db)
  const id = { a: 1, b: 2 }
  await notes.insert(id, { words: 'w', more: 'm', size: 1 })
  const sent: string[] = []
  db.on('statement', ({ text: statement }) => sent.push(statement))
  // Twice, so that the second round meets what the first one kept.
  for (let round = 0; round < 2; round++) {
    expect(await notes.patch(id, { words: 'x' })).toMatchObject({ words: 'x', more: 'm', size: 1 })
    expect(await notes.patch(id, { more: 'x' })).toMatchObject({ words: 'x', more: 'x', size: 1 })
    expect(await notes.patch(id, { words: null })).toMatchObject({ words: null, more: 'x' })
    expect(await notes.patch(id, { words: 'y', more: null })).toMatchObject({ words: 'y', more: null })
    expect(await notes.patch(id, { more: 'm', words: 'z' })).toMatchObject({ words: 'z', more: 'm' })
    expect(await notes.where(n => n.size.eq(1)).patch(id, { words: 'in' })).toMatchObject({ words: 'in' })
    await expect(notes.where(n => n.size.eq(2)).patch(id, { words: 'out' })).rejects.toMatchObject({
      kind: 'not-found',
    })
    await expect(notes.patch({ a: 2, b: 1 }, { words: 'out' })).rejects.toMatchObject({ kind: 'not-found' })
    const doubled = notes.withExpression('double', n => n.$.size.mul(2))
    expect(await doubled.patch(id, { words: 'd' })).toMatchObject({ words: 'd', double: 2 })
    expect(await Other.table(db).patch(id, { words: 'o' })).toBeInstanceOf(Other)
    expect(await notes.records().patch(id, { words: 'x' })).toEqual({ ...id, words: 'x', more: 'm', size: 1 })
  }
  const updates = sent.filter(statement => statement.startsWith('update'))
  expect(updates).toHaveLength(2 * 11)
  expect(updates.slice(11)).toEqual(updates.slice(0, 11))
})
