import { col, Entity, int, VantageError } from '@vantage-ts/core'
import { unchecked } from '@vantage-ts/core/adapter'
import { memory } from '@vantage-ts/core/memory'
import { copy } from '@vantage-ts/copy'
import { expect, test } from 'vitest'
import { tableOf } from '../testing/adapter-kit/src/kit-table.ts'
import { allSamples } from '../testing/adapter-kit/src/samples.ts'
import { openEverySource } from './copying/every-source.ts'

// Every glue type at its ends, from memory into each source, from there into the next one, and back: each value comes as it was, or is
// refused by its type. What the next one has already is found equal, by reading both.

const kinds = allSamples.map(({ name, type, ordinary, extreme }, at) => {
  class Held extends Entity(`held_${at}`, { id: col(int).id(), value: col(type).optional() }) {}
  return { name, type, entity: Held, rows: [null, ...ordinary, ...extreme].map((value, id) => ({ id, value })) }
})

test('a value is the same in every source, or is not in it', async () => {
  const nanoseconds = kinds.filter(({ name }) => name === 'instantNs').map(({ entity }) => entity.entityName)
  const sources = await openEverySource(
    kinds.map(({ entity }) => tableOf(entity)),
    { postgres: nanoseconds, mysql: nanoseconds },
  )
  for (const { name, type, entity, rows } of kinds) {
    const start = entity.table(memory() as never).records()
    await start.insertMany(rows)
    const holding = Object.entries(sources).flatMap(([source, opened]) => {
      try {
        return [{ source, set: entity.table(opened as never).records() }]
      } catch (thrown) {
        expect([source, name, VantageError.from(thrown).kind]).toEqual([source, 'instantNs', 'type-mismatch'])
        return []
      }
    })
    const refusedBy = new Map<string, ReadonlySet<unknown>>()
    for (const { source, set } of holding) {
      const { inserted, refusals, isVerified } = await copy(start, set, { onRefused: 'collect' }).run()
      expect([name, source, inserted + refusals.length, isVerified]).toEqual([name, source, rows.length, true])
      for (const { kind, field } of refusals) expect([name, source, kind, field]).toEqual([name, source, 'type-mismatch', 'value']) // biome-ignore format: one line
      refusedBy.set(source, new Set(refusals.map(({ id }) => id)))
      const found = new Map((await set.listValues()).map(({ id, value }) => [id, value]))
      for (const { id, value } of rows) {
        const held: unknown = found.get(id) ?? null
        const isHeld = !found.has(id) || held === null || value === null ? held === value : type.equals(unchecked<never>(held, 'of the type'), unchecked<never>(value, 'of the type')) // biome-ignore format: one line
        expect([name, source, id, isHeld || refusedBy.get(source)?.has(id)]).toEqual([name, source, id, true])
      }
    }
    for (const [at, { source, set }] of holding.entries()) {
      const next = holding[(at + 1) % holding.length]
      if (next === undefined) throw new Error('there are sources')
      const result = await copy(set, next.set, { mode: 'replace', onRefused: 'collect' }).run()
      const [from, to] = [refusedBy.get(source) ?? new Set(), refusedBy.get(next.source) ?? new Set()]
      const given = rows.filter(({ id }) => !from.has(id))
      const refused = given.filter(({ id }) => to.has(id)).length
      expect([
        name,
        source,
        next.source,
        result.inserted,
        result.replaced,
        result.refused,
        result.alreadyThere,
      ]).toEqual([name, source, next.source, 0, 0, refused, given.length - refused])
    }
  }
}, 120_000)
