import { childrenOf, type Node, nodesOf, type Statement, type Template, VantageError } from '@vantage-ts/core/adapter'
import { anyNode } from './inside.ts'
import { variableOf } from './text-places.ts'

/** The names of variables that an expression reads and no text around them in it defines. */
export function freeVariables(node: Node): ReadonlySet<string> {
  const free = new Set<string>()
  collect(node, [], free)
  return free
}

function collect(node: Node, around: readonly Template[], free: Set<string>): void {
  const any = anyNode(node)
  const isText = any.kind === 'template'
  if (isText)
    for (const { name: place } of any.places) {
      const name = variableOf(place)
      if (name !== undefined && !around.some(text => names(text, name))) free.add(name)
    }
  const inside = isText ? [...around, any] : around
  for (const child of childrenOf(any)) collect(child, inside, free)
}

/** Whether the words of a text name a variable: builders tell it of those that they do not define. */
const names = ({ parts, places }: Template, name: string): boolean =>
  !places.some(place => variableOf(place.name) === name) && parts.some(part => new RegExp(`\\$${name}\\b`).test(part))

/** Errors: `invalid` for a variable that nothing defines: SurrealQL takes it for NONE. */
export function needDefined(statement: Statement): void {
  for (const node of nodesOf(statement)) for (const name of freeVariables(node)) throw undefinedVariable(name)
}

const undefinedVariable = (name: string): VantageError =>
  new VantageError(
    `nothing before it defines the variable $${name}; name it in the block with let('${name}', …), or take param('${name}') for one that the database defines`,
    { kind: 'invalid', details: { field: name } },
  )
