/** Gives an object a field of any name: defined, not assigned, since a column may be named __proto__. */
export function putField(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, configurable: true, enumerable: true, writable: true })
}
