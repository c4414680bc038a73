import type { Call } from './chain.ts'
import type { Dice } from './dice.ts'
import { type Places, refsOf, type SetColumn, type Shape, targetShape } from './shape.ts'
import type { World, WorldRef } from './world.ts'

/** A column over one or two has-one references, each of which leads to one row at most and stays in the database. */
export function drawImport(
  dice: Dice,
  shape: Shape,
  world: World,
  places: Places,
): readonly [Call & { does: 'import' }, Shape] | undefined {
  let at: Shape = shape
  const refs: string[] = []
  let hops = 0
  const steps = 1 + dice.below(2)
  for (let step = 0; step < steps; step++) {
    const ref = dice.pick(refsOf(world, at).filter(found => isStep(found, world, places, shape)))
    if (ref === undefined) break
    at = targetShape(world, places, ref)
    hops += at.hops
    refs.push(ref.name)
  }
  const found = dice.pick(at.columns.filter(isNameable))
  if (refs.length === 0 || found === undefined) return undefined
  const column: SetColumn = { ...found, name: [...refs, found.name].join('.'), isNullable: true }
  if (shape.columns.some(({ name }) => name === column.name)) return undefined
  const selected = shape.selected === undefined ? undefined : [...shape.selected, column.name]
  const columns = [...shape.columns, column]
  return [
    { does: 'import', refs, column: found.name },
    { ...shape, columns, selected, hops: shape.hops + hops },
  ]
}

/** A path is text with dots between its names. */
const isNameable = ({ name }: { readonly name: string }): boolean => !name.includes('.')

function isStep(ref: WorldRef, { entities }: World, places: Places, { place }: Shape): boolean {
  const ids = (entities[ref.target]?.columns ?? []).filter(({ isId }) => isId)
  const isOne = ref.kind === 'hasOne' && ids.every(({ name }) => ref.to.includes(name))
  return isOne && isNameable(ref) && places[ref.target] === place
}
