import type { Call, Test, Value } from './chain.ts'
import type { World } from './world.ts'

/** How deep a statement nests: its own depth, and that of what each of its columns is computed by. */
interface Depth {
  readonly own: number
  readonly columns: ReadonlyMap<string, number>
  readonly entity: number | undefined
}

const flat: ReadonlyMap<string, number> = new Map()

/** How deep the statement of a chain nests, roughly: engines bound it, each in its own way. */
export function nestingOf(world: World, calls: readonly Call[]): number {
  const { own, columns } = new Nesting(world).run(calls, undefined)
  return Math.max(own, ...columns.values())
}

/** The same of a value over the columns that a chain ends in. */
export function nestingOfValue(world: World, calls: readonly Call[], value: Value): number {
  const nesting = new Nesting(world)
  return nesting.value(value, nesting.run(calls, undefined))
}

class Nesting {
  readonly #world: World

  constructor(world: World) {
    this.#world = world
  }

  run(calls: readonly Call[], outside: number | undefined): Depth {
    let depth: Depth = { own: 0, columns: flat, entity: undefined }
    for (const call of calls) depth = this.#next(depth, call, outside)
    return depth
  }

  #next(depth: Depth, call: Call, outside: number | undefined): Depth {
    const { own, columns } = depth
    switch (call.does) {
      case 'open':
        return { own: 0, columns: flat, entity: call.entity }
      case 'link':
        return this.#reached({ own: 0, columns: flat, entity: outside }, call.ref)
      case 'ref':
        return this.#reached(depth, call.ref)
      case 'where':
        return { ...depth, own: Math.max(own, this.#test(call.test, depth)) }
      case 'order':
        return { ...depth, own: Math.max(own, ...call.keys.map(({ column }) => columns.get(column) ?? 0)) }
      case 'calculate':
        return { ...depth, columns: new Map([...columns, [call.name, this.value(call.value, depth)]]) }
      case 'import': {
        const name = [...call.refs, call.column].join('.')
        return { ...depth, columns: new Map([...columns, [name, this.#imported(depth, call.refs, call.column)]]) }
      }
      case 'cut':
      case 'select':
        return depth
      case 'group':
      case 'source':
        return { ...depth, own: 1 + Math.max(own, ...columns.values()), columns: flat }
      case 'join': {
        const sides = call.sides.flatMap(({ other, also }) => {
          const side = this.run(other, undefined)
          return [side.own, ...side.columns.values(), ...(also === undefined ? [] : [this.#test(also.test, side)])]
        })
        return { own: 1 + Math.max(own, ...columns.values(), ...sides), columns: flat, entity: undefined }
      }
    }
  }

  /** Rows of a reference are those whose key is among the keys of a nested select, over pairs of one more. */
  #reached({ own, entity }: Depth, name: string): Depth {
    const ref = this.#world.entities[entity ?? -1]?.refs.find(found => found.name === name)
    if (ref === undefined) return { own: own + 1, columns: flat, entity: undefined }
    const view = this.run([{ does: 'open', entity: ref.target }, ...(ref.view?.calls ?? [])], undefined)
    // What a column holds is read by itself.
    if (ref.kind === 'contained') return view
    return { ...view, own: Math.max(view.own, own + (ref.through === undefined ? 1 : 2)) }
  }

  #imported(depth: Depth, [ref, ...rest]: readonly string[], column: string): number {
    if (ref === undefined) return depth.columns.get(column) ?? 0
    const reached = this.#reached({ ...depth, own: 0 }, ref)
    return 1 + Math.max(reached.own, this.#imported(reached, rest, column))
  }

  value(value: Value, depth: Depth): number {
    switch (value.is) {
      case 'literal':
        return 0
      case 'column':
        return depth.columns.get(value.name) ?? 0
      case 'call':
        return 1 + Math.max(...value.args.map(arg => this.value(arg, depth)))
      case 'case':
        return (
          1 + Math.max(this.#test(value.when, depth), this.value(value.then, depth), this.value(value.otherwise, depth))
        )
      case 'link': {
        const linked = this.run(value.calls, depth.entity)
        return 1 + Math.max(linked.own, linked.columns.get(value.computes.column ?? '') ?? 0)
      }
    }
  }

  #test(test: Test, depth: Depth): number {
    switch (test.is) {
      case 'and':
      case 'or':
        return 1 + Math.max(this.#test(test.left, depth), this.#test(test.right, depth))
      case 'not':
        return 1 + this.#test(test.of, depth)
      case 'null':
      case 'listed':
        return this.value(test.of, depth)
      case 'inside': {
        const inner = this.run(test.calls, undefined)
        return 1 + Math.max(this.value(test.of, depth), inner.own, inner.columns.get(test.column) ?? 0)
      }
      default:
        return Math.max(this.value(test.left, depth), this.value(test.right, depth))
    }
  }
}
