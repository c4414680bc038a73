import { col, Entity, int, type Type } from '@vantage-ts/core'
import { unchecked } from '@vantage-ts/core/adapter'
import { fails, same } from '../check.ts'
import { type CaseParts, topic } from '../kit-case.ts'
import { tableOf } from '../kit-table.ts'
import { allSamples, type Samples } from '../samples.ts'

const compared = (samples: Samples): CaseParts => ({
  what: samples.name
    .replaceAll(/[^a-z0-9]+/gi, '-')
    .replace(/-$/, '')
    .toLowerCase(),
  title: `records with values of ${samples.name} are saved where these are stored as they were read, and only there`,
  types: [samples.type],
  async run(context) {
    const { type } = samples
    const held = unchecked<Type<unknown, 'held'>>(type, 'a name that the compiler can tell from the traits of a column')
    class Held extends Entity('kit_held', { id: col(int).id(), held: col(held).optional(), label: col(int) }) {}
    const values = [...samples.ordinary.filter(value => !context.lacks(type, value)), null]
    const rows = values.map((value, id) => ({ id, held: value, label: 0 }))
    const { source } = await context.open(tableOf(Held, rows))
    const table = Held.table(source)
    for (const { id } of rows) {
      const record = await table.load(id)
      const stale = await table.load(id)
      record.label = 1
      await record.save({ compare: 'all' })
      const other = values.find(
        value => !(value === null ? record.held === null : record.held !== null && type.equals(value, record.held)),
      )
      if (other === undefined) continue
      record.held = other
      await record.save({ compare: 'changed' })
      same(await table.get(id), { id, held: other, label: 1 })
      stale.label = 2
      await fails('conflict', () => stale.save({ compare: 'all' }))
    }
  },
})

export const comparedTypes = topic('compared-types', ['read', 'where', 'patch'], allSamples.map(compared))
