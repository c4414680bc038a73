import { expect, test } from 'vitest'
import { col } from '../column/column.ts'
import { Entity } from '../entity/entity.ts'
import { memory } from '../memory/index.ts'
import { int } from '../types/int.ts'
import { text } from '../types/text.ts'
import { unchecked } from '../types/cast.ts'
import { hasMany, hasOne, manyToMany } from './ref.ts'

class Author extends Entity('author', { id: col(int).id(), name: col(text), boss: col(int).optional() }) {
  static override refs = {
    books: hasMany(() => Book, 'authorId'),
    long: hasMany(() => Book, 'authorId', { where: b => b.pages.gt(150) }),
    boss: hasOne(() => Author, 'boss'),
    staff: hasMany(() => Author, 'boss'),
  }
}
class Book extends Entity('book', { id: col(int).id(), authorId: col(int), title: col(text), pages: col(int) }) {
  static override refs = {
    author: hasOne(() => Author, 'authorId'),
    tags: manyToMany(() => Tag, { through: () => BookTag, from: 'bookId', to: 'tagId' }),
  }
}
class Tag extends Entity('tag', { id: col(text).id(), rank: col(int) }) {
  static override refs = { books: manyToMany(() => Book, { through: () => BookTag, from: 'tagId', to: 'bookId' }) }
}
class BookTag extends Entity('book_tag', { bookId: col(int).id(), tagId: col(text).id() }) {}

const tables = {
  author: [
    { id: 1, name: 'Ann', boss: null },
    { id: 2, name: 'Bob', boss: 1 },
    { id: 3, name: 'Cyd', boss: 1 },
  ],
  book: [
    { id: 10, authorId: 1, title: 'A', pages: 100 },
    { id: 11, authorId: 1, title: 'B', pages: 200 },
    { id: 12, authorId: 2, title: 'C', pages: 300 },
  ],
  tag: [
    { id: 'x', rank: 1 },
    { id: 'y', rank: 2 },
  ],
  book_tag: [
    { bookId: 10, tagId: 'x' },
    { bookId: 11, tagId: 'x' },
    { bookId: 12, tagId: 'y' },
  ],
}
const db = memory({ tables })
const authors = Author.table(db)

test('sets lead to sets', async () => {
  const ann = authors.where(a => a.name.eq('Ann'))
  expect(await ann.getRef('books').fieldValues(b => b.title)).toEqual(['A', 'B'])
  expect(await ann.getRef('long').fieldValues(b => b.title)).toEqual(['B'])
  expect(await ann.getRef('staff').fieldValues(b => b.name)).toEqual(['Bob', 'Cyd'])
  expect(
    await ann
      .getRef('staff')
      .getRef('boss')
      .fieldValues(b => b.name),
  ).toEqual(['Ann'])
  expect(
    await Book.table(db)
      .where(b => b.pages.gt(250))
      .getRef('author')
      .fieldValues(b => b.name),
  ).toEqual(['Bob'])
  expect(
    await ann
      .getRef('books')
      .getRef('tags')
      .fieldValues(t => t.id),
  ).toEqual(['x'])
  expect(await ann.getRef('books').getRef('tags').getRef('books').count()).toBe(2)
})

test('links are for each row', async () => {
  const counted = authors.withExpressions({
    bookCount: t => t.getLink('books').countExpr(),
    pages: t => t.getLink('books').sumExpr(b => b.pages),
    staffCount: t => t.getLink('staff').countExpr(),
  })
  expect(await counted.listValues()).toEqual([
    { id: 1, name: 'Ann', boss: null, bookCount: 2, pages: 300, staffCount: 2 },
    { id: 2, name: 'Bob', boss: 1, bookCount: 1, pages: 300, staffCount: 0 },
    { id: 3, name: 'Cyd', boss: 1, bookCount: 0, pages: 0, staffCount: 0 },
  ])
  expect(
    await counted
      .where(a => a.bookCount.gt(1))
      .orderBy(a => a.pages.desc())
      .fieldValues(a => a.name),
  ).toEqual(['Ann'])
  expect(await counted.sum(a => a.bookCount)).toBe(3)
  const more = counted.withExpression('double', t => t.$.bookCount.mul(2))
  expect(await more.where(a => a.double.eq(2)).fieldValues(a => a.name)).toEqual(['Bob'])
  const byTag = Book.table(db).withExpression('tagCount', t => t.getLink('tags').countExpr())
  expect(await byTag.select('tagCount').list()).toEqual([10, 11, 12].map(id => ({ id, tagCount: 1 })))
})

test('keys that do not fit are told by their reference', () => {
  class Odd extends Entity('book', { id: col(int).id(), authorId: col(int), title: col(text) }) {
    static override refs = {
      tagged: hasMany(() => BookTag, 'tagId'),
      pair: hasOne(() => BookTag, 'authorId'),
    }
  }
  const odd = Odd.table(db)
  const mismatch = 'following book.tagged: book_tag.tagId is text and cannot meet int'
  expect(() => odd.getRef('tagged')).toThrow(mismatch)
  expect(() => odd.getLink('tagged')).toThrow(mismatch)
  expect(() => odd.getRef('pair')).toThrow('book.pair: has a key of one column (authorId) for one of 2 (bookId, tagId)')
})

test('a name that is no reference, or no column, is told with its entity and the nearest name that is', () => {
  const untyped = (name: unknown): never => unchecked(name, 'what no compiler lets through')
  const told: readonly (readonly [() => unknown, string])[] = [
    [() => authors.getRef(untyped('book')), 'author has no reference "book". Did you mean "books"?'],
    [() => authors.getRef('books').getLink(untyped('tag')), 'book has no reference "tag". Did you mean "tags"?'],
    [
      () => Book.table(db).getRef(untyped('authorId')),
      'book.authorId is a column and no reference. Did you mean "author"?',
    ],
    [() => BookTag.table(db).getRef(untyped('book')), 'book_tag has no reference "book". It has none at all'],
    [
      () => authors.getRef(untyped(() => 'secret')),
      'author takes a reference by its name here, not a function. Known: books,',
    ],
    [
      () => authors.withImported(untyped('bos.name')),
      'importing bos.name: author has no reference "bos". Did you mean "boss"?',
    ],
    [
      () => authors.withImported(untyped('boss.nam')),
      'importing boss.nam: author has no column "nam". Did you mean "name"?',
    ],
    [() => authors.withImported(untyped('name.x')), 'importing name.x: author.name is a column and no reference.'],
    [() => authors.withImported(untyped('boss')), '"boss" leads to a row; go on with a dot and one of its columns'],
    [() => authors.withImported(untyped('bos')), 'a column, such as client.name. Did you mean "boss"?'],
    [() => Tag.table(db).withImported(untyped('rank')), 'tag has no has-one reference'],
    [
      () => Book.table(db).where(b => Reflect.get(b, 'author')),
      `book.author is a reference and no column; getLink('author') leads to its rows. Did you mean "authorId"?`,
    ],
    [() => authors.where(untyped(1)), 'where() of author takes a condition'],
    [() => authors.sumExpr(untyped('boss')), 'sum() of author takes a column or an expression'],
  ]
  for (const [build, message] of told) expect(build).toThrow(message)
})

test('what a link gives means nothing without a row outside: it is neither read nor written alone', async () => {
  const books = authors.getLink('books')
  await expect(books.list()).rejects.toThrow('author.id belongs to a table that this set does not read')
  await expect(books.count()).rejects.toThrow('or getRef() where getLink() stands alone')
  await expect(Tag.table(db).where(books.countExpr().gt(1)).list()).rejects.toThrow('author.id belongs to')
  const refused = 'on the book of each row, which getLink() gives; take getRef()'
  const row = { authorId: 1, title: 'D', pages: 1 }
  await expect(books.insert(13, row)).rejects.toThrow(`insert ${refused}`)
  await expect(books.insertMany([{ id: 13, ...row }])).rejects.toThrow(`insertMany ${refused}`)
  await expect(books.getRef('tags').deleteAll()).rejects.toThrow('deleteAll on the tag of each row')
  await expect(books.where(b => b.pages.gt(1)).patch(10, { pages: 1 })).rejects.toThrow(`patch ${refused}`)
  expect(await Book.table(db).count()).toBe(3)
})

test('a calculated column hides no method of its rows', () => {
  class Writer extends Entity('author', { id: col(int).id(), name: col(text) }) {
    label() {
      return this.name
    }
  }
  const writers = Writer.table(db)
  expect(() => writers.withExpression('label', w => w.$.name)).toThrow('"label" has the name of a method of its rows')
  expect(() => writers.withExpression('toString', w => w.$.name)).toThrow('"toString" has the name of a method')
})
