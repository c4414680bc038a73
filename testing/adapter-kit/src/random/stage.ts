/** Turns of the event loop that an actor may take to its next gate while another one waits; then it is taken to wait for that one. */
const patience = 300

/**
 * Lets actors go on one at a time, in an order that is given: each waits at its gates until it is called.
 *
 * Shape: an actor that waits inside the database for another one comes to no gate; then that other one is called.
 */
export class Stage {
  readonly #atGate = new Map<number, () => void>()
  readonly #busy: Set<number>
  #heard: () => void = () => {}

  constructor(actors: number) {
    this.#busy = new Set(Array.from({ length: actors }, (_, actor) => actor))
  }

  /** Waits until the actor is called. */
  gate(actor: number): Promise<void> {
    return new Promise(resolve => {
      this.#atGate.set(actor, resolve)
      this.#heard()
    })
  }

  /** Runs the actors to their ends. Errors: that of the first that failed, after all have ended. */
  async run(
    actors: readonly ((gate: () => Promise<void>) => Promise<void>)[],
    order: readonly number[],
  ): Promise<void> {
    const all = actors.map(async (act, actor) => {
      try {
        await act(() => this.gate(actor))
      } finally {
        this.#busy.delete(actor)
        this.#heard()
      }
    })
    await this.#direct(order)
    const failed = (await Promise.allSettled(all)).find(outcome => outcome.status === 'rejected')
    if (failed !== undefined) throw failed.reason
  }

  async #direct(order: readonly number[]): Promise<void> {
    for (let turn = 0; this.#busy.size > 0; turn++) {
      const wanted = order[turn] ?? turn % 2
      await this.#untilAtGate(wanted)
      const called = this.#atGate.has(wanted) ? wanted : [...this.#atGate.keys()][0]
      if (called === undefined) {
        if (this.#busy.size > 0) await this.#news()
        continue
      }
      const go = this.#atGate.get(called)
      this.#atGate.delete(called)
      go?.()
    }
  }

  /** Waits until an actor is at a gate or has ended; not for ever where another one is at a gate already. */
  async #untilAtGate(actor: number): Promise<void> {
    for (let turns = 0; this.#busy.has(actor) && !this.#atGate.has(actor); turns++) {
      if (this.#atGate.size === 0) await this.#news()
      else if (turns >= patience) return
      else await new Promise(resolve => setImmediate(resolve))
    }
  }

  /** Settles when one comes to a gate or ends. */
  #news(): Promise<void> {
    return new Promise(resolve => {
      this.#heard = resolve
    })
  }
}
