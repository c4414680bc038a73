import { type Loose, type RunNames, rowsOf, testHostileRuns, type RunValues } from '@vantage-ts/adapter-kit/builders'
import { templateParts, unchecked } from '@vantage-ts/core/adapter'
import { expect } from 'vitest'
import type { Mysql } from '../src/index.ts'
import * as language from '../src/sql/index.ts'
import { quote, rules } from './builder-names.ts'
import { testDatabase } from './database.ts'
import { describeOnServer, exactly } from './server.ts'

const words = unchecked<Loose>(language, 'built without types')

/** Writes of the words that both databases have: the rows are read after them. */
async function writes(
  q: Loose,
  [name, id, one, other, alias, named, result]: RunNames,
  given: RunValues,
): Promise<void> {
  const [a, b, c, , e, f] = given
  const t = words.table(name, alias)
  const upsert = q
    .insertInto(words.table(name))
    .values({ [id]: 1, [one]: e, [other]: f }, { [id]: 3, [one]: f, [other]: e })
    .onDuplicateKeyUpdate((inserted: Loose) => ({
      [other]: inserted(one).concat(words.table(name)(other), inserted(other)),
    }))
  // A row that was changed counts twice.
  expect(await rowsOf(upsert)).toBe(3)
  const found = (): Promise<unknown> =>
    rowsOf(
      q
        .select(t(id), { [result]: t(other) })
        .from(t)
        .where(t(id).ne(2))
        .orderBy(t(id)),
    )
  const upserted = [
    [
      [id, 1],
      [result, e + b + f],
    ],
    [
      [id, 3],
      [result, e],
    ],
  ]
  expect(await found()).toEqual(upserted)
  const twin = words.table(name, named)
  const update = q
    .update(t)
    .set({ [one]: twin(one).concat(a) })
    .from(twin)
    .where(t(id).eq(3), twin(one).eq(c))
  expect(await rowsOf(update)).toBe(1)
  const changed = words.table(name)
  expect(await rowsOf(q.deleteFrom(changed).where(changed(one).eq(c + a)))).toBe(1)
  expect(await found()).toEqual(upserted.slice(0, 1))
  expect(await rowsOf(q.deleteFrom(changed).where(changed(one).in([a, c])))).toBe(2)
}

describeOnServer('builders', () => {
  const database = testDatabase()
  let source: Mysql | undefined
  const db = (): Mysql => {
    source ??= database.open()
    return source
  }

  testHostileRuns({
    query: () => unchecked<Loose>(db().query(), 'built without types'),
    words,
    rules,
    quote,
    textColumn: `text collate ${exactly}`,
    textType: 'char',
    wideEscape: false,
    jsonList: 'json_array',
    joined: ['concat(', ', ', ')'],
    writes,
    run: text => db().expr(templateParts(text)).run(),
  })
})
