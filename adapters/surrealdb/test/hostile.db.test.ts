import { edges, field, ident, ql, record, table, to, value } from '@vantage-ts/surrealdb/ql'
import { surrealdb } from '@vantage-ts/surrealdb'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { shown } from './constructs/graph.ts'
import { hostile } from './hostile-words.ts'

// What is given as a name is a name, and what is given as a value is a value, whatever it says.

const db = surrealdb({ url: 'mem://' })
const q = db.query()
afterAll(() => db.close())

/** A statement with a name and a value at every kind of place. */
const statementOf = (name: string, given: string) => {
  const t = table(name)
  return q
    .let('v', given)
    .do(
      q
        .upsert(record(name, name))
        .set({ [name]: given })
        .unset(name)
        .returning(t(name)),
    )
    .do(
      q
        .update(t)
        .merge({ [name]: { [name]: given } })
        .where(t(name).eq(given)),
    )
    .do(
      q
        .insertInto(t)
        .values({ [name]: given })
        .onDuplicateKeyUpdate({ [name]: given }),
    )
    .do(q.relate(record(name, [given]), table(name), record(name, { [name]: given })))
    .return(
      q
        .select(
          t(name),
          {
            [`${name} 2`]: t(name)
              .get(name)
              .pick(name, { [`${name} 2`]: field(name) }),
          },
          ql`${ident(name, name)} = ${given}`,
        )
        .omit(t(name))
        .from(t)
        .where(to(name).to(edges(name).where(field(name).eq(given)).as(name)), value(given).eq({ [name]: given }))
        .split(t(name))
        .groupBy(t(name))
        .orderBy(t(name).asc())
        .fetch(t(name)),
    )
}

/** The text without what stands in quotes: every name is another letter. */
const skeleton = (text: string): string => text.replace(/`(?:[^`\\]|\\[`\\])*`/g, 'N')

test('10,000 names and values leave the text as it is', () => {
  const plain = skeleton(statementOf('select', 'x').render().text)
  let quotedNames = 0
  fc.assert(
    fc.property(hostile, hostile, (name, given) => {
      const { text, values } = statementOf(name, given).render()
      const isBare = /^[A-Za-z_]\w*$/.test(name) && !text.includes(`\`${name}\``)
      const bare = isBare ? text.replace(new RegExp(`\\b${name}\\b`, 'g'), 'N') : skeleton(text)
      if (!isBare) quotedNames++
      // A name that is a plain word may be a word of the statement too, so nothing is told by its text.
      if (!isBare) expect(bare).toBe(plain)
      expect(values.every(one => one === given)).toBe(true)
    }),
    { numRuns: 10_000 },
  )
  expect(quotedNames).toBeGreaterThan(8000)
})

const special = new Set(['id', 'in', 'out'])

test('1,000 names and values come back from the engine as they are', async () => {
  await fc.assert(
    fc.asyncProperty(hostile, hostile, async (name, given) => {
      const answer = await q
        .return({ [name]: given, list: [value({ [name]: given }).get(name), value(given).eq(given)] })
        .run()
      expect(new Map(Object.entries(Object(answer)))).toEqual(
        name === 'list'
          ? expect.anything()
          : new Map<string, unknown>([
              [name, given],
              ['list', [given, true]],
            ]),
      )
    }),
    { numRuns: 1000 },
  )
})

test('300 names of tables, keys and fields are found again by themselves', async () => {
  await q.create(record('witness', 1)).set({ n: 1 }).run()
  await fc.assert(
    fc.asyncProperty(hostile, hostile, hostile, async (name, key, given) => {
      fc.pre(!special.has(name) && name !== 'witness')
      const t = table(name)
      const one = record(name, key)
      await q
        .upsert(one)
        .content({ [name]: given })
        .run()
      const rows = await q
        .select({ [name]: t(name), key: ql`id.id()`, tb: ql`id.tb()` })
        .from(t)
        .where(t(name).eq(given), field('id').eq(one))
        .run()
      expect(rows).toHaveLength(1)
      const row = new Map(Object.entries(Object(rows[0])))
      if (name !== 'key' && name !== 'tb')
        expect([row.get('key'), row.get('tb'), row.get(name)]).toEqual([key, name, given])
      await q.delete(one).run()
      expect(await q.selectValue(field('id')).from(t).run()).toEqual([])
    }),
    { numRuns: 300 },
  )
  expect(shown(await q.select().from(table('witness')).run())).toEqual([{ id: 'witness:1', n: 1 }])
})
