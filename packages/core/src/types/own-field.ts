import { unchecked } from './cast.ts'

type Fields = Record<string, unknown>

/**
 * Gives an object a field of any name. One that is new, and that nothing above it has, is assigned, which is cheaper; any other
 * is defined: a column may be named __proto__, or like a setter of a class.
 */
export function putField(target: object, name: string, value: unknown): void {
  if (name === '__proto__' || name in target)
    Object.defineProperty(target, name, { value, configurable: true, enumerable: true, writable: true })
  else unchecked<Fields>(target, 'fields are put by name')[name] = value
}
