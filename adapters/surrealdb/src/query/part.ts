import type { Writer } from './writer.ts'

/** A piece of a statement that writes itself; immutable. */
export abstract class Part {
  abstract write(out: Writer): void
}
