import { unchecked } from '@vantage-ts/core/adapter'

/** A value as callers without types hand it in: what the compiler would refuse, or cannot know. */
export const untyped = (value: unknown): never => unchecked<never>(value, 'cases give what no compiler lets through')
