import { unchecked } from '../types/cast.ts'

/** The parts of a template that no literal in the code is: vendor text with a name in it that was quoted before. */
export const templateParts = (...parts: readonly string[]): TemplateStringsArray =>
  unchecked(Object.assign([...parts], { raw: parts }), 'what a literal would give')
