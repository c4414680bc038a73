import type { SetBuilder, WorldClasses } from './build-set.ts'
import type { Assignment, Change } from './chain.ts'
import type { LooseSet } from './loose-set.ts'

/** The change itself; gives the number of rows when it is run. */
export function changeOf(change: Change, builder: SetBuilder, classes: WorldClasses): () => Promise<number> {
  const set = builder.build(change.calls)
  const given = ({ value }: Assignment, own: LooseSet): unknown =>
    value.is === 'literal' ? value.value : builder.value(value, own)
  switch (change.does) {
    case 'delete':
      return () => set.deleteAll({ everything: true })
    case 'update': {
      const begun = set.updateQuery({ everything: true })
      const update = change.sets.reduce((query, one) => query.set(one.column, given(one, set)), begun)
      return () => update.run()
    }
    case 'insert': {
      const target = classes.open(change.into)
      const mapping = Object.fromEntries(change.sets.map(one => [one.column, given(one, set)]))
      const insert = target.insertFrom(set, () => mapping)
      return () => insert.run()
    }
  }
}
