import { expect, test } from 'vitest'
import { col } from '../column/column.ts'
import { Entity } from '../entity/entity.ts'
import { VantageError } from '../errors/vantage-error.ts'
import { memory } from '../memory/index.ts'
import { int } from '../types/int.ts'
import { json } from '../types/json.ts'
import { text } from '../types/text.ts'
import { containsMany } from './index.ts'

class Piece extends Entity('pieces', { product: col(text).id() }) {}
class Parcel extends Entity('parcels', { id: col(int).id().named('parcel_id'), held: col(json).named('held_json') }) {
  static override refs = { pieces: containsMany(() => Piece, 'held') }
}

test.each<[string, object, string | undefined]>([
  ['id', { parcel_id: 'x', held_json: [] }, undefined],
  ['held', { parcel_id: 1, held_json: new Map() }, '1'],
  ['held', { parcel_id: 1, held_json: null }, '1'],
])('a host whose %s cannot be read is named as one of its own table is', async (field, row, id) => {
  const parcels = Parcel.table(memory({ tables: { parcels: [row] } }))
  const read = async (list: PromiseLike<unknown>) =>
    VantageError.from(
      await list.then(
        () => undefined,
        error => error,
      ),
    )
  const error = await read(parcels.getRef('pieces').list())
  expect(error.message).toBe((await read(parcels.list())).message)
  expect(error.details).toMatchObject({ entity: 'parcels', field, ...(id === undefined ? {} : { id }) })
})
