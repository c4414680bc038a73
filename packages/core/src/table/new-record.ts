import { hookOf, type HookOptions, hooksIn, isHook } from '../active/hook.ts'
import { VantageError } from '../errors/vantage-error.ts'
import type { CallOptions } from '../expression/execute.ts'
import type { Hook } from '../set/hook-shape.ts'
import { asOneCall } from '../source/execution.ts'
import type { NewPlace } from './record-place.ts'
import { createRow } from './write-pipeline.ts'

/** Where a record will be created, and what runs around its writes from then on. */
export class NewRecord {
  readonly place: NewPlace
  readonly #hooks: Hook[]
  #outcome: 'none' | 'running' | 'created' = 'none'

  constructor(place: NewPlace) {
    this.place = place
    this.#hooks = [...place.hooks]
  }

  addHook(event: unknown, run?: unknown, options?: HookOptions): void {
    if (isHook(event)) this.#hooks.push(...hooksIn(event, this.place.state.definition.entity.name))
    else this.#hooks.push(hookOf(event, run, options))
  }

  /** The stored row, and where it is. Errors: `invalid` for a record that is created already, or about to be. */
  async create(fields: object, options?: CallOptions): Promise<{ readonly row: object; readonly place: NewPlace }> {
    const { state, isPlain, records } = this.place
    const { name: entity } = state.definition.entity
    if (this.#outcome !== 'none')
      throw new VantageError(
        `${entity}: the record ${this.#outcome === 'created' ? 'was' : 'is being'} created already; make another with newEntity()`,
        { kind: 'invalid', details: { entity } },
      )
    this.#outcome = 'running'
    try {
      const how = { isPlain, records, hooks: this.#hooks }
      const row = await asOneCall(options, call => createRow(state, fields, { ...how, options: call }))
      this.#outcome = 'created'
      return { row: Object(row), place: { ...this.place, hooks: this.#hooks } }
    } finally {
      if (this.#outcome === 'running') this.#outcome = 'none'
    }
  }
}
