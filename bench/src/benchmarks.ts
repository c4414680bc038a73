import type { Benchmark } from './benchmark.ts'
import { buildFourConditions } from './build-four-conditions.ts'
import { coreImport } from './core-import.ts'
import { coreSize } from './core-size.ts'
import { types200, types50 } from './types.ts'

/** Every benchmark, in the order of the results. */
export const benchmarks: readonly Benchmark[] = [buildFourConditions, coreSize, coreImport, types50, types200]
