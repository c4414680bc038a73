/** What a bar writes to: stderr. */
export interface ProgressStream {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

export interface Bar {
  /** Says how many of the total are done. */
  reach(done: number): void
  /** Takes the bar away; what came of it is for others to say. */
  finish(): void
}

const cells = 30

/**
 * Progress of loads: a bar that redraws itself on a terminal, plain lines elsewhere.
 *
 * Units: records of the file. Elsewhere a line comes at the start and at every quarter, so that logs stay short.
 */
export class Progress {
  readonly #stream: ProgressStream
  readonly #now: () => number

  constructor(stream: ProgressStream, now: () => number = () => performance.now()) {
    this.#stream = stream
    this.#now = now
  }

  start(name: string, total: number, already: number): Bar {
    return this.#stream.isTTY === true ? this.#drawn(name, total, already) : this.#plain(name, total, already)
  }

  #drawn(name: string, total: number, already: number): Bar {
    const started = this.#now()
    const draw = (done: number) => {
      const share = total === 0 ? 1 : Math.min(1, done / total)
      const filled = Math.round(share * cells)
      const bar = '█'.repeat(filled) + '░'.repeat(cells - filled)
      const rate = speed(done - already, this.#now() - started)
      const line = `  ${name.padEnd(10)} ${bar} ${percent(share).padStart(5)}  ${counted(done)} of ${counted(total)}${rate}`
      // Longer lines would wrap, and the next redraw would start on the second half. Some terminals tell a width of 0.
      this.#stream.write(`\r\u001b[K${line.slice(0, (this.#stream.columns || 100) - 1)}`)
    }
    draw(already)
    return { reach: draw, finish: () => void this.#stream.write('\r\u001b[K') }
  }

  #plain(name: string, total: number, already: number): Bar {
    const resumed = already > 0 ? `, going on after ${counted(already)}` : ''
    this.#stream.write(`  ${name.padEnd(10)} ${counted(total)} to load${resumed}\n`)
    let quarter = Math.floor((already / total) * 4)
    return {
      reach: done => {
        const reached = Math.floor((done / total) * 4)
        if (reached <= quarter || reached >= 4) return
        quarter = reached
        this.#stream.write(`  ${name.padEnd(10)} ${percent(done / total)}\n`)
      },
      finish: () => undefined,
    }
  }
}

const counted = (count: number): string => count.toLocaleString('en')
const percent = (share: number): string => `${Math.floor(share * 100)} %`
const speed = (rows: number, ms: number): string =>
  rows > 0 && ms > 0 ? `, ${counted(Math.round((rows / ms) * 1000))}/s` : ''
